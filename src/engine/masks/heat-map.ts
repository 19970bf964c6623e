/**
 * Where the edit model attends to a word: the attention maps that FoI makes its masks of, mean over noise levels.
 *
 * Source of the idea: Tang et al. 2022, What the DAAM, https://arxiv.org/abs/2210.04885. Differs from the paper: a
 * given picture is looked at (noised to some levels) instead of one that is being painted, and only the level of
 * FoI's masks is read.
 */
import type { Checkpoint } from '../../models/family.ts';
import {
  layersAt,
  maskLevel,
  meanMap,
  smooth,
  smoothingKernel,
  tokenMap,
} from '../../methods/attention-mask.ts';
import type { StepOf } from '../../planning/plan.ts';
import { type Grid, minMax } from '../../tensor/grid.ts';
import { mapTensor, type Tensor } from '../../tensor/tensor.ts';
import { createTorchGenerator } from '../../tensor/torch-random.ts';
import { prepareEdit, sourceOf } from '../steps/instruct.ts';
import { noiseOf } from '../run/noise.ts';
import type { Denoiser, DenoiserRows } from '../run/denoiser.ts';
import { fullSettings, type RunRequest, type Components } from '../components.ts';

/** Noise levels, as share of the schedule that is left. */
const LEVELS = [0.8, 0.6, 0.4] as const;
const SCHEDULE_STEPS = 20;
/** Row of the U-Net's batch that has seen the words. */
const TEXT_ROW = 0;

/**
 * Looks where a word is.
 *
 * @returns a grid of the level of FoI's masks, 0…1
 * @throws {UserError} `NO_EDIT_MODEL`, `NO_PICTURE`
 */
export async function heatMap(components: Components, request: RunRequest, word: string): Promise<Grid> {
  const { editModel: checkpoint } = components;
  const source = sourceOf(request, checkpoint);
  const settings = fullSettings(checkpoint, request.settings, true);
  const step: StepOf<'instruct'> = {
    kind: 'instruct',
    instruction: word,
    keyword: word,
    action: 'change',
    scope: 'local',
    strength: 1,
  };
  const { denoiser, encoded, condition, text, none, working, parts } = await prepareEdit(
    components,
    [step],
    request,
    settings,
    source,
  );
  return attentionTo({
    checkpoint,
    denoiser,
    clean: checkpoint.vae.toLatents(encoded),
    rows: {
      conditioning: [text, none, none],
      image: [condition, condition, mapTensor(condition, () => 0)],
      picture: { ...working, guidanceScale: settings.guidanceScale },
    },
    tokens: parts[0]?.keyword ?? [],
    seed: settings.seed,
    signal: request.signal,
  });
}

/** A picture that a U-Net looks at; the words are in its first row. */
export interface Looking {
  readonly checkpoint: Checkpoint;
  readonly denoiser: Denoiser;
  /** Latents of the picture, multiplied by the scaling factor. */
  readonly clean: Tensor;
  readonly rows: DenoiserRows;
  /** Positions of the tokens that are looked for. */
  readonly tokens: readonly number[];
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Attention to some tokens, mean over noise levels: a grid of the level of FoI's masks, 0…1. */
export async function attentionTo(look: Looking): Promise<Grid> {
  const { checkpoint, denoiser, clean } = look;
  const [, , height = 1, width = 1] = clean.dims;
  const { sampler, ...way } = noiseOf(checkpoint, { height, width });
  const schedule = way.schedule(SCHEDULE_STEPS);
  const context = {
    rows: [],
    tokens: denoiser.tokens,
    latents: { height, width },
    sampleSize: checkpoint.denoiser.sampleSize,
    layers: denoiser.layers,
    steps: SCHEDULE_STEPS,
  };
  const level = maskLevel(context);
  const names = layersAt(context, level);
  let sum = new Float32Array(level.height * level.width);
  for (const share of LEVELS) {
    look.signal.throwIfAborted();
    const index = Math.round((1 - share) * SCHEDULE_STEPS);
    const noise = createTorchGenerator(look.seed).randn([...clean.dims]);
    const noisy = sampler.scaleInput(schedule, sampler.addNoise(schedule, clean, noise, index), index);
    const timestep = schedule.timesteps[index] as number;
    const { maps } = await denoiser.predict([noisy], look.rows, { timestep, read: true });
    const mean = meanMap(names.flatMap((name) => maps.get(name) ?? []));
    const { data } = tokenMap(mean, TEXT_ROW, look.tokens, level);
    sum = sum.map((value, cell) => value + data[cell]!);
  }
  return minMax(smooth({ ...level, data: sum }, smoothingKernel('gaussian')));
}
