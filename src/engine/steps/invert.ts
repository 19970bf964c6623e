/**
 * Inversion: the noise and the empty prompt from which DDIM paints a picture that nobody painted here.
 *
 * Sources: DDIM inversion with the source's prompt (Mokady et al. 2022, https://arxiv.org/abs/2211.09794, section 3.1);
 * negative-prompt inversion (Miyake et al. 2023, https://arxiv.org/abs/2305.16807): the source's prompt in place of the
 * empty one makes guidance vanish on the source; null-text optimisation as the exact way.
 */
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import type { RgbImage } from '../../image/image.ts';
import { type Miss, optimiseNullText } from '../../methods/null-text-inversion.ts';
import { stepsOf } from '../../sampling/algebra.ts';
import { ddim, ddimStep, outputRate } from '../../sampling/ddim.ts';
import { ddimInverse } from '../../sampling/ddim-inverse.ts';
import { samplerFor } from '../../sampling/index.ts';
import { parseSchedulerConfig, type SchedulerConfig } from '../../sampling/scheduler-config.ts';
import { mapTensor, type Tensor, tensor, weightedSum } from '../../tensor/tensor.ts';
import type { PaintSetup } from './from-words.ts';
import { encodePicture } from '../run/latents.ts';
import { openTextGradient, type TextGradient } from '../run/denoiser-text-gradient.ts';
import type { RunRequest, Components } from '../components.ts';

/** How guided sampling is made to follow the path that inversion found. */
export const INVERSIONS = ['negative-prompt', 'null-text'] as const;
export type InversionKind = (typeof INVERSIONS)[number];

export interface Inversion {
  /** Latents from the noisiest to the clean ones, one more than steps. */
  readonly path: readonly Tensor[];
  /** The empty prompt for each step, by its position in the schedule. */
  readonly noneAt: (index: number) => Conditioning;
}

/** The checkpoint as inversion needs it: DDIM that may be run backwards, and never cuts latents off. */
export const invertible = (checkpoint: Checkpoint): Checkpoint => ({
  ...checkpoint,
  scheduler: { ...(checkpoint.scheduler as object), clip_sample: false, set_alpha_to_one: false },
});

/**
 * Finds the way from a picture to noise and back.
 *
 * @param setup    its checkpoint is `invertible`, its settings have DDIM's number of steps
 * @param working  the picture at the setup's size
 * @param text     the source's prompt
 */
export async function invertPicture(
  components: Components,
  setup: PaintSetup,
  request: RunRequest,
  {
    working,
    text,
    kind,
  }: { readonly working: RgbImage; readonly text: Conditioning; readonly kind: InversionKind },
): Promise<Inversion> {
  const { checkpoint, settings, latentDims } = setup;
  request.onProgress({ phase: 'encode', step: 0, count: 1 });
  const encoded = await encodePicture(components.cache, checkpoint, working);
  const clean = checkpoint.vae.toLatents(encoded);
  const [, , height, width] = latentDims;
  const network = await openTextGradient(
    components.cache,
    checkpoint,
    { height, width },
    {
      image: checkpoint.edits === 'none' ? undefined : tensor(latentDims),
      picture: settings,
    },
  );
  const config = parseSchedulerConfig(checkpoint.scheduler);
  // Both directions are DDIM's, whatever the settings say.
  samplerFor(ddim.name, config, checkpoint.name);
  const walk: Walk = { ...settings, network, text, config, none: setup.none, request };
  const path = await ascend(walk, clean);
  if (kind === 'negative-prompt') return { path, noneAt: () => text };
  const { found } = await optimise(walk, path);
  return { path, noneAt: (index) => found[index] ?? setup.none };
}

/** What both directions need. */
export interface Walk {
  readonly network: TextGradient;
  readonly config: SchedulerConfig;
  readonly steps: number;
  readonly guidanceScale: number;
  readonly text: Conditioning;
  readonly none: Conditioning;
  readonly request: Pick<RunRequest, 'onProgress' | 'signal'>;
  /** Of Adam, at each step; default: the authors' number. */
  readonly iterations?: number | undefined;
}

/** DDIM backwards, without guidance: the path, noisiest first. */
export async function ascend(
  { network, config, steps, text, request }: Walk,
  clean: Tensor,
): Promise<Tensor[]> {
  const schedule = ddimInverse.schedule(config, steps);
  const run = ddimInverse.sample(
    (input, { timestep }) => network.predict(input, timestep, text),
    clean,
    schedule,
    { noise: () => clean, signal: request.signal },
  );
  const path = [clean];
  for await (const { x, step } of run) {
    path.push(x);
    request.onProgress({ phase: 'encode', step: step.index + 1, count: step.count });
  }
  return path.toReversed();
}

/** Null-text optimisation along the path, from noise to picture. */
export async function optimise(
  { network, config, steps, guidanceScale: scale, text, none, request, iterations }: Walk,
  path: readonly Tensor[],
): Promise<{
  /** The empty prompt of each step. */
  readonly found: readonly Conditioning[];
  readonly losses: readonly number[];
  /** Where guided sampling arrives with them. */
  readonly end: Tensor;
}> {
  const schedule = ddim.schedule(config, steps);
  const losses: number[] = [];
  const found: Conditioning[] = [];
  let { embeddings: empty } = none;
  let latents = path[0] as Tensor;
  for (const step of stepsOf(schedule, { noise: () => latents, signal: request.signal })) {
    const { timestep, index } = step;
    const withText = await network.predict(latents, timestep, text);
    const after = async (embeddings: Tensor): Promise<Tensor> => {
      const without = await network.predict(latents, timestep, { ...none, embeddings });
      const guided = weightedSum([1 - scale, without], [scale, withText]);
      return ddimStep(schedule, latents, guided, step).x;
    };
    const rate = outputRate(schedule, step) * (1 - scale);
    const miss = async (embeddings: Tensor): Promise<Miss> => {
      request.signal.throwIfAborted();
      const away = weightedSum([1, await after(embeddings)], [-1, path[index + 1] as Tensor]);
      const size = away.data.length;
      return {
        loss: away.data.reduce((sum, value) => sum + value * value, 0) / size,
        slope: () =>
          network.pull(
            latents,
            timestep,
            { ...none, embeddings },
            mapTensor(away, (value) => (2 / size) * value * rate),
          ),
      };
    };
    const { embedding, loss } = await optimiseNullText(empty, index, miss, iterations);
    empty = embedding;
    found.push({ ...none, embeddings: embedding });
    losses.push(loss);
    latents = await after(embedding);
    request.onProgress({ phase: 'encode', step: index + 1, count: step.count });
  }
  return { found, losses, end: latents };
}
