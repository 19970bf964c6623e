import { UnsupportedModelError } from '../../errors.ts';
import { SAM_DECODERS, SAM_ENCODERS } from '../sam-files.ts';
import { chooseWeightFiles, type WeightVariant } from '../weight-files.ts';

/** Folders of a diffusers repository that this bot reads, and whether they hold weights. */
export const COMPONENTS: Readonly<Record<string, boolean>> = {
  scheduler: false,
  tokenizer: false,
  tokenizer_2: false,
  text_encoder: true,
  text_encoder_2: true,
  unet: true,
  transformer: true,
  vae: true,
};
const SETTINGS = /^[\w.-]+\.(?:json|txt)$/u;
/** Settings of other tools, and the list of shards: the headers of the shards say the same. */
const NOT_NEEDED = /\.index(?:\.\w+)?\.json$|^(?:flax|openvino)/u;

/** A file of a repository. */
export interface Listed {
  readonly path: string;
}

/**
 * Chooses the files that the bot reads among those of a repository: settings, words, and the weights as
 * safetensors, in one precision. Pickled weights, other formats, safety checkers and samples stay where they are.
 *
 * @param name  for the error
 * @throws {UnsupportedModelError} when a component has no safetensors, or it is neither a diffusers folder nor a detector
 */
export function chooseFiles<F extends Listed>(
  name: string,
  files: readonly F[],
  variant: WeightVariant = 'fp32',
): F[] {
  const inFolder = (folder: string): string[] =>
    files.flatMap(({ path }) => {
      const cut = path.lastIndexOf('/');
      return (cut === -1 ? '' : path.slice(0, cut)) === folder ? [path.slice(cut + 1)] : [];
    });
  const settingsOf = (folder: string): string[] =>
    inFolder(folder).filter((file) => SETTINGS.test(file) && !NOT_NEEDED.test(file));
  const weightsOf = (folder: string): string[] => {
    const chosen = chooseWeightFiles(inFolder(folder), variant);
    if (chosen.length > 0) return chosen;
    throw new UnsupportedModelError(
      folder === '' ? name : `${name}/${folder}`,
      'no weights as safetensors',
      'a .safetensors file',
      {
        hint: 'Pickled weights (.bin, .ckpt) are never read; look for a revision or a repository that has both.',
      },
    );
  };
  const top = settingsOf('');
  const isPipeline = top.includes('model_index.json');
  if (!isPipeline && !top.includes('config.json'))
    throw new UnsupportedModelError(
      name,
      'neither a model_index.json nor a config.json',
      'a diffusers repository, a detector (OWL-ViT, OWLv2) or an ONNX export of SAM',
      { hint: 'A checkpoint that is a single file is named with it: owner/name/file.safetensors.' },
    );
  const segmenter = segmenterIn(files);
  const wanted = isPipeline
    ? [
        ...top.filter((file) => file === 'model_index.json' || file === 'card.json'),
        ...Object.entries(COMPONENTS).flatMap(([folder, hasWeights]) => {
          const settings = settingsOf(folder);
          if (settings.length === 0) return [];
          return [...settings, ...(hasWeights ? weightsOf(folder) : [])].map((file) => `${folder}/${file}`);
        }),
      ]
    : segmenter.length > 0
      ? [...top, ...segmenter]
      : [...top, ...weightsOf('')];
  const paths = new Set(wanted);
  return files.filter(({ path }) => paths.has(path));
}

/** The two networks of an export of Segment Anything, with the data beside them; nothing when it is none. */
function segmenterIn(files: readonly Listed[]): string[] {
  const paths = files.map(({ path }) => path);
  const find = (names: readonly string[]): string | undefined =>
    names.flatMap((name) => [name, `onnx/${name}`]).find((path) => paths.includes(path));
  const [encoder, decoder] = [find(SAM_ENCODERS), find(SAM_DECODERS)];
  if (encoder === undefined || decoder === undefined) return [];
  const wanted = new Set([encoder, `${encoder}_data`, decoder, `${decoder}_data`]);
  return paths.filter((path) => wanted.has(path));
}
