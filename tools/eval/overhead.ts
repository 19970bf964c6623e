import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '../../src/models/index.ts';
import type { EngineRequest } from '../../src/engine/engine.ts';
import { createNetworkCache } from '../../src/engine/run/networks.ts';
import { encodeText } from '../../src/engine/run/text.ts';
import { openDenoiser } from '../../src/engine/run/denoiser.ts';
import { denseDiffusion } from '../../src/methods/dense-diffusion.ts';
import type { AttentionControl, MethodContext } from '../../src/methods/method.ts';
import { filledGrid, type Grid } from '../../src/tensor/grid.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { type EvalContext, openEvalContext, processorSeconds } from './context.ts';
import { median } from './numbers.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/**
 * Extra work per step against plain sampling, on one thread and in processor seconds, so that what else the machine
 * does counts for neither. Both are measured in turns; each figure is the median of the ratios of neighbours.
 */
export const suite: EvalSuite = { name: 'overhead', run };

const PAIRS = 15;
const STEPS = 20;
/** Predictions of the U-Net that make one measurement. */
const PREDICTIONS = 5;
/** Pixels per side of a painted segment. */
const MASK_SIDE = 512;

async function run({ seed, count = PAIRS, onProgress }: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext(undefined, 1);
  try {
    const foi = await ratios(count, foiPair(context, seed), (done) => onProgress?.(done, count, 'FoI'));
    const { maps, dense } = await bareRatios(count, (done, what) => onProgress?.(done, count, what));
    return [
      row('FoI: step against a step of plain InstructPix2Pix', foi, '≤ 5 %'),
      row('reading maps: step against the same step unread', maps, '≤ 3 %'),
      row('DenseDiffusion: modulated step against the same rows left alone', dense, '≤ 20 %'),
    ];
  } finally {
    await context.dispose();
  }
}

const row = (figure: string, values: readonly number[], goal: string): EvalRow => ({
  figure,
  value: `${(100 * (median(values) - 1)).toFixed(1)} %`,
  goal,
});

/** One work with the method and the same without it; each gives its seconds. */
interface Pair {
  with(): Promise<number>;
  without(): Promise<number>;
}

async function ratios(pairs: number, pair: Pair, onProgress: (done: number) => void): Promise<number[]> {
  // Each loads its networks.
  await pair.without();
  await pair.with();
  const found: number[] = [];
  for (let at = 0; at < pairs; at++) {
    // In changing order, so that neither is always the one on a warm cache.
    const [first, second] = at % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const);
    const seconds = { [first]: await pair[first](), [second]: await pair[second]() } as Record<
      keyof Pair,
      number
    >;
    found.push(seconds.with / seconds.without);
    onProgress(at + 1);
  }
  return found;
}

/** Processor seconds of the steps of a request. */
async function stepSeconds({ engine }: EvalContext, request: EngineRequest): Promise<number> {
  const times: number[] = [];
  const note = ({ phase }: { readonly phase: string }): void => {
    if (phase === 'denoise') times.push(processorSeconds());
  };
  await engine.run(request, note, new AbortController().signal);
  return (times.at(-1) as number) - (times[0] as number);
}

const settingsOf = (seed: number) => ({ seed, attempts: 1 });

function foiPair(context: EvalContext, seed: number): Pair {
  const settings = settingsOf(seed);
  const source = context.paint({
    steps: [{ kind: 'generate', prompt: 'a cat and a dog on grass' }],
    settings,
  });
  const edit = async (scope: 'local' | 'global'): Promise<number> => {
    const { picture } = await source;
    const words = { instruction: 'make the dog blue', keyword: 'dog', action: 'recolor' } as const;
    const step = { kind: 'instruct', ...words, scope, strength: 1 } as const;
    return stepSeconds(context, { steps: [step], source: picture, sourceCaption: 'a dog', settings });
  };
  return { with: () => edit('local'), without: () => edit('global') };
}

/** The U-Net alone, for what a method hands to it. */
interface Bare {
  readonly context: MethodContext;
  /** Processor seconds of some predictions. */
  step(control: AttentionControl | undefined, read: boolean): Promise<number>;
  dispose(): Promise<void>;
}

async function openBare(names: readonly string[]): Promise<Bare> {
  const folder =
    process.env['POCKET_MODEL'] ?? fileURLToPath(new URL('../../models/pocket', import.meta.url));
  const checkpoint = await openCheckpoint(folder);
  const cache = createNetworkCache(2 ** 30, { threads: 1, lowMemory: undefined });
  const { factor, latentChannels } = checkpoint.vae;
  const { width, height } = checkpoint.card.defaults;
  const size = { height: height / factor, width: width / factor };
  const unet = await openDenoiser(
    cache,
    checkpoint,
    { batch: names.length, ...size },
    { control: true, fused: true },
  );
  const none = await encodeText(cache, checkpoint, undefined);
  const latents = tensor([1, latentChannels, size.height, size.width]);
  const image = checkpoint.edits === 'none' ? undefined : names.map(() => latents);
  const rows = {
    conditioning: names.map(() => none),
    image,
    picture: { width, height, guidanceScale: 1 },
  };
  return {
    context: {
      rows: names,
      tokens: unet.tokens,
      latents: size,
      sampleSize: checkpoint.denoiser.sampleSize,
      layers: unet.layers,
      steps: STEPS,
    },
    async step(control, read) {
      const begun = processorSeconds();
      for (let times = 0; times < PREDICTIONS; times++)
        await unet.predict([latents], rows, { timestep: 900, control, read });
      return processorSeconds() - begun;
    },
    dispose: () => cache.dispose(),
  };
}

/** Two segments with words: modulation of cross- and self-attention. */
function denseControl(context: MethodContext): AttentionControl | undefined {
  const half = (from: number): Grid => {
    const grid = filledGrid(MASK_SIDE, MASK_SIDE, 0);
    return { ...grid, data: grid.data.fill(1, from, from + grid.data.length / 4) };
  };
  const segments = [
    { tokens: [2], mask: half(0) },
    { tokens: [5], mask: half(MASK_SIDE ** 2 / 2) },
  ];
  const dense = denseDiffusion.start(context, denseDiffusion.settings.parse({ segments }));
  return dense.control?.({ index: 0, count: STEPS, start: 0, timestep: 900 });
}

/** What it costs that every cross-attention hands out its map, and what it costs to modulate. */
async function bareRatios(
  pairs: number,
  onProgress: (done: number, what: string) => void,
): Promise<{ readonly maps: number[]; readonly dense: number[] }> {
  const bare = await openBare(['none', 'text']);
  const without = (): Promise<number> => bare.step(undefined, false);
  const found = {
    maps: await ratios(pairs, { with: () => bare.step(undefined, true), without }, (done) =>
      onProgress(done, 'maps'),
    ),
    dense: await ratios(
      pairs,
      { with: () => bare.step(denseControl(bare.context), false), without },
      (done) => onProgress(done, 'dense'),
    ),
  };
  await bare.dispose();
  return found;
}
