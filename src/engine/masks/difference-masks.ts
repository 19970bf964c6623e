import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { predictionDifference, relevanceMask } from '../../methods/relevance.ts';
import type { StepOf } from '../../planning/plan.ts';
import type { Grid } from '../../tensor/grid.ts';
import { rows, type Tensor } from '../../tensor/tensor.ts';
import { createTorchGenerator } from '../../tensor/torch-random.ts';
import type { NetworkCache } from '../run/networks.ts';
import { promptIds } from '../run/prompt.ts';
import { encodeText } from '../run/text.ts';
import { noiseOf } from '../run/noise.ts';
import type { Denoiser } from '../run/denoiser.ts';

/** Noise levels at which the difference is taken, as share of the schedule that is left: high, middle, low. */
const LEVELS = [0.6, 0.4, 0.2] as const;
const SCHEDULE_STEPS = 20;

interface Setup {
  readonly cache: NetworkCache;
  readonly checkpoint: Checkpoint;
  readonly denoiser: Denoiser;
  readonly working: { readonly width: number; readonly height: number };
  readonly encoded: Tensor;
  readonly condition: Tensor;
  readonly none: Conditioning;
}

/**
 * Masks of sub-instructions from |e(I, Tᵢ) − e(I, ∅)|, each instruction alone, mean over some noise levels. Two
 * instructions share one evaluation of the three-row U-Net that the edit uses anyway.
 *
 * @returns a grid at latent size for every local step, `undefined` for a global one
 */
export async function differenceMasks(
  setup: Setup,
  steps: readonly StepOf<'instruct'>[],
  seed: number,
  threshold: number | undefined,
): Promise<(Grid | undefined)[]> {
  const { cache, checkpoint } = setup;
  const texts = await Promise.all(
    steps.map(({ instruction }) => encodeText(cache, checkpoint, promptIds(checkpoint, instruction))),
  );
  const masks: (Grid | undefined)[] = steps.map(() => undefined);
  const local = steps.map((_, index) => index).filter((index) => steps[index]?.scope === 'local');
  for (let at = 0; at < local.length; at += 2) {
    const pair = local.slice(at, at + 2);
    const differences = await pairDifferences(
      setup,
      pair.map((index) => texts[index] as Conditioning),
      seed,
    );
    pair.forEach((index, place) => (masks[index] = relevanceMask(differences[place] as Grid, threshold)));
  }
  return masks;
}

async function pairDifferences(setup: Setup, pair: readonly Conditioning[], seed: number): Promise<Grid[]> {
  const { checkpoint, denoiser, condition, encoded, none } = setup;
  const [, , height = 1, width = 1] = encoded.dims;
  const { sampler, ...way } = noiseOf(checkpoint, { height, width });
  const schedule = way.schedule(SCHEDULE_STEPS);
  const clean = checkpoint.vae.toLatents(encoded);
  const [first = none, second = none] = pair;
  const sums = pair.map((): Grid | undefined => undefined);
  for (const level of LEVELS) {
    const index = Math.round((1 - level) * SCHEDULE_STEPS);
    const noise = createTorchGenerator(seed).randn([...encoded.dims]);
    const noisy = sampler.scaleInput(schedule, sampler.addNoise(schedule, clean, noise, index), index);
    const { predictions } = await denoiser.predict(
      [noisy],
      {
        conditioning: [first, second, none],
        image: [condition, condition, condition],
        picture: { ...setup.working, guidanceScale: 1 },
      },
      { timestep: schedule.timesteps[index] as number },
    );
    const without = rows(predictions, 2, 3);
    pair.forEach((_, row) => {
      const difference = predictionDifference(rows(predictions, row, row + 1), without);
      const before = sums[row];
      sums[row] =
        before === undefined
          ? difference
          : { ...difference, data: difference.data.map((value, cell) => value + before.data[cell]!) };
    });
  }
  return sums as Grid[];
}
