import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { encodeApart } from '../../../src/engine/steps/instruction-text.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { joinInstructions } from '../../../src/engine/run/prompt.ts';
import { encodeText } from '../../../src/engine/run/text.ts';

it('puts the words and the padding of each sub-instruction as it encodes them alone', async () => {
  const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
  const cache = createNetworkCache(2 ** 28, { threads: 1, lowMemory: undefined });
  const joined = joinInstructions(checkpoint, [
    { instruction: 'make the duck green', keyword: 'duck' },
    { instruction: 'remove the ball', keyword: 'ball' },
  ]);
  const { text, parts } = await encodeApart(cache, checkpoint, joined);
  const [, tokens = 0, width = 0] = text.embeddings.dims;
  const row = ({ data }: { readonly data: Float32Array }, at: number) => [
    ...data.subarray(at * width, (at + 1) * width),
  ];
  for (const { span, padding } of parts) {
    const [from, to] = span;
    const own = await encodeText(cache, checkpoint, joined.ids.slice(from - 1, to - 1));
    for (let at = from; at < to; at++)
      expect(row(text.embeddings, at)).toEqual(row(own.embeddings, at - from + 1));
    // Its end, then padding that stands for all that it had alone.
    const [end, ...others] = padding.map(([at]) => at);
    expect(row(text.embeddings, end!)).toEqual(row(own.embeddings, to - from + 1));
    const counts = padding.slice(1).reduce((sum, [, count]) => sum + count, 0);
    expect(others.length).toBeGreaterThan(0);
    expect(counts).toBeCloseTo(tokens - (to - from) - 2, 6);
  }
  const all = parts.flatMap(({ span: [from, to], padding }) => [
    ...Array.from({ length: to - from }, (_, at) => from + at),
    ...padding.map(([at]) => at),
  ]);
  // Every token but the start belongs to one of them, and none to two.
  expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: tokens - 1 }, (_, at) => at + 1));
  await cache.dispose();
});
