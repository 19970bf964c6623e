import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { controlFeeds } from '../../src/engine/run/control-feeds.ts';
import { focusOnYourInstruction } from '../../src/methods/focus-on-your-instruction.ts';
import { loadNetwork } from '../../src/runtime/network.ts';
import { filledGrid, type Grid } from '../../src/tensor/grid.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';
import { timeInput } from '../fakes/time-input.ts';

const SIDE = 8;
const TOKENS = 77;
const ROWS = ['text', 'image', 'none'] as const;

/** The cells of some columns. */
const columns = (from: number, to: number): Grid => {
  const grid = filledGrid(SIDE, SIDE, 0);
  return { ...grid, data: grid.data.map((_, at) => (at % SIDE >= from && at % SIDE < to ? 1 : 0)) };
};

/** Mean attention of the text row in the first layer, `[N, L]`, with a padding of the second that stands for several. */
async function attention(count: number): Promise<Float32Array> {
  const tiny = await openCheckpoint(join(import.meta.dirname, '../golden/core/models/tiny-ip2p'));
  const size = { batch: ROWS.length, height: SIDE, width: SIDE, tokens: TOKENS };
  const { graph, layers } = tiny.denoiser.graph({ ...size, control: true, fused: false });
  const context = {
    rows: ROWS,
    tokens: TOKENS,
    latents: { height: SIDE, width: SIDE },
    sampleSize: SIDE,
    layers,
    steps: 10,
  };
  const settings = focusOnYourInstruction.settings.parse({
    subInstructions: [
      { span: [1, 5], keyword: [2], mask: columns(0, 4), exclusive: true, padding: [[12, 1]] },
      { span: [6, 11], keyword: [8], mask: columns(4, 6), exclusive: true, padding: [[13, count]] },
    ],
  });
  const run = focusOnYourInstruction.start(context, settings);
  const control = run.control?.({ index: 1, count: 10, start: 0, timestep: 700 });
  const random = createTorchGenerator(5);
  const dimsOf = (name: string) => graph.inputs.find((input) => input.name === name)?.dims as number[];
  const network = await loadNetwork(graph, { threads: 1 });
  const layer = layers.find(({ kind, width }) => kind === 'cross' && width === SIDE)!;
  const map = `maps.${layer.name}`;
  const { [map]: maps } = await network.run<string>(
    {
      sample: random.randn(dimsOf('sample')),
      time_proj: timeInput(tiny, 700, ROWS.length),
      encoder_hidden_states: random.randn(dimsOf('encoder_hidden_states')),
      ...controlFeeds(control, true, { batch: ROWS.length, tokens: TOKENS, layers }),
    },
    [map],
  );
  await network.dispose();
  return maps!.data;
}

it('keeps attention in the place of a sub-instruction to its own words', async () => {
  const [alone, many] = [await attention(1), await attention(32)];
  /** Share of a column's attention that tokens take. */
  const share = (data: Float32Array, column: number, tokens: readonly number[]): number =>
    tokens.reduce((sum, token) => sum + data[column * TOKENS + token]!, 0);
  const [first, second] = [
    [1, 2, 3, 4, 12],
    [6, 7, 8, 9, 10, 13],
  ];
  expect(share(alone, 1, first)).toBeCloseTo(1, 5);
  expect(share(alone, 5, second)).toBeCloseTo(1, 5);
  // Where nothing is asked for, everything is read.
  expect(share(alone, 7, first)).toBeGreaterThan(0);
  expect(share(alone, 7, [...first, ...second])).toBeLessThan(0.9);
  // A padding in place of many weighs as they would.
  expect(share(many, 5, [13])).toBeGreaterThan(2 * share(alone, 5, [13]));
});
