import { fileURLToPath } from 'node:url';
import { openCheckpoint } from '../models/index.ts';
import type { EngineRequest } from '../src/engine/engine.ts';
import { createNetworkCache } from '../src/engine/networks.ts';
import { encodeText } from '../src/engine/text.ts';
import { openUNet } from '../src/engine/unet.ts';
import { tensor } from '../src/tensor/tensor.ts';
import { type Easel, openEasel } from './easel.ts';
import { median } from './numbers.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/**
 * Extra time per step against plain sampling. Both are measured in turns, so that what else the machine does falls
 * on both; each figure is the median of the ratios of neighbours.
 */
export const suite: EvalSuite = { name: 'overhead', run };

const PAIRS = 15;
/** Share of the steps that DenseDiffusion modulates at least. */
const DENSE_SHARE = 0.3;

async function run({ seed, count = PAIRS, onProgress }: EvalOptions): Promise<EvalRow[]> {
  const easel = await openEasel();
  try {
    const foi = await ratios(count, foiPair(easel, seed), (done) => onProgress?.(done, count, 'FoI'));
    const dense = await ratios(count, densePair(easel, seed), (done) => onProgress?.(done, count, 'dense'));
    const maps = await readingMaps(count, (done) => onProgress?.(done, count, 'maps'));
    return [
      row('FoI: step against a step of plain InstructPix2Pix', foi, '≤ 5 %'),
      row('reading maps: step against the same step unread', maps, '≤ 3 %'),
      row('DenseDiffusion: modulated steps against plain ones', dense, '≤ 20 %'),
    ];
  } finally {
    await easel.dispose();
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

/** Seconds of the first `share` of the steps of a request. */
async function stepSeconds({ engine }: Easel, request: EngineRequest, share: number): Promise<number> {
  const times: number[] = [];
  const note = ({ phase }: { readonly phase: string }): void => {
    if (phase === 'denoise') times.push(performance.now());
  };
  await engine.run(request, note, new AbortController().signal);
  const last = Math.max(1, Math.floor(share * (times.length - 1)));
  return ((times[last] as number) - (times[0] as number)) / 1000;
}

const settingsOf = (seed: number) => ({ seed, attempts: 1 });

function foiPair(easel: Easel, seed: number): Pair {
  const settings = settingsOf(seed);
  const source = easel.paint({ steps: [{ kind: 'generate', prompt: 'a cat and a dog on grass' }], settings });
  const edit = async (scope: 'local' | 'global'): Promise<number> => {
    const { picture } = await source;
    const words = { instruction: 'make the dog blue', keyword: 'dog', action: 'recolor' } as const;
    const step = { kind: 'instruct', ...words, scope, strength: 1 } as const;
    return stepSeconds(easel, { steps: [step], source: picture, sourceCaption: 'a dog', settings }, 1);
  };
  return { with: () => edit('local'), without: () => edit('global') };
}

function densePair(easel: Easel, seed: number): Pair {
  const prompt = 'a cat and a dog on grass';
  const settings = settingsOf(seed);
  const segments = [
    { words: 'cat', box: [0.05, 0.4, 0.35, 0.4] as [number, number, number, number] },
    { words: 'dog', box: [0.55, 0.4, 0.4, 0.5] as [number, number, number, number] },
  ];
  return {
    with: () => stepSeconds(easel, { steps: [{ kind: 'layout', prompt, segments }], settings }, DENSE_SHARE),
    without: () => stepSeconds(easel, { steps: [{ kind: 'generate', prompt }], settings }, DENSE_SHARE),
  };
}

/** The U-Net alone: what it costs that every cross-attention hands out its map. */
async function readingMaps(pairs: number, onProgress: (done: number) => void): Promise<number[]> {
  const folder = process.env['POCKET_MODEL'] ?? fileURLToPath(new URL('../models/pocket', import.meta.url));
  const checkpoint = await openCheckpoint(folder);
  const cache = createNetworkCache(2 ** 30, { threads: undefined, lowMemory: undefined });
  const { factor, latentChannels } = checkpoint.vae;
  const { width, height } = checkpoint.card.defaults;
  const size = { height: height / factor, width: width / factor };
  const unet = await openUNet(cache, checkpoint, { batch: 2, ...size }, { control: true, fused: true });
  const none = await encodeText(cache, checkpoint, undefined);
  const latents = tensor([1, latentChannels, size.height, size.width]);
  const image = checkpoint.edits === 'none' ? undefined : [latents, latents];
  const rows = { conditioning: [none, none], image, picture: { width, height, guidanceScale: 1 } };
  const step = async (read: boolean): Promise<number> => {
    const begun = performance.now();
    for (let times = 0; times < 5; times++) await unet.predict([latents], rows, { timestep: 500, read });
    return performance.now() - begun;
  };
  const found = await ratios(pairs, { with: () => step(true), without: () => step(false) }, onProgress);
  await cache.dispose();
  return found;
}
