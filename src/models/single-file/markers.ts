import type { StoredTensor } from '../../compiler/weights.ts';
import { UnsupportedModelError } from '../../errors.ts';

/** What trainers leave beside the weights, and what says nothing of how to paint. */
const LEFT_BEHIND =
  /^(?:alphas_|betas$|sqrt_|log_one_|posterior_|logvar$|global_step$|epoch$|scale_factor$|iteration|model_ema)/u;
/** Other networks in the same file, by their first word. */
const FOREIGN = new Set(['depth_model', 'low_scale_model', 'control_model', 'noise_augmentor', 'embedder']);
/** Markers that are read. */
const READ = new Set(['v_pred', 'ztsnr']);

/**
 * Reads the markers of a single file: tensors beside the networks that say how it was trained.
 *
 * @throws {UnsupportedModelError} naming one that is not read, or a network that has no place here
 */
export function readMarkers(file: string, tensors: readonly StoredTensor[]): ReadonlySet<string> {
  const markers = new Set<string>();
  for (const { name } of tensors) {
    const [root = ''] = name.split('.');
    if (FOREIGN.has(root)) throw refusal(file, name);
    if (root !== name || LEFT_BEHIND.test(name)) continue;
    if (!READ.has(name)) throw refusal(file, name);
    markers.add(name);
  }
  return markers;
}

const HINTS: Readonly<Record<string, string>> = {
  edm_mean: 'It is Playground 2.5, which has a noise schedule and latents of its own.',
  edm_std: 'It is Playground 2.5, which has a noise schedule and latents of its own.',
};

const refusal = (file: string, name: string): UnsupportedModelError =>
  new UnsupportedModelError(file, `the marker ${name}`, 'a file of SD 1.x, 2.x or XL', {
    hint:
      HINTS[name] ?? 'What it says of the model is not known, and without it the pictures would be wrong.',
  });
