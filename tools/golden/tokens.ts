import { loadClipTokenizer } from '../../src/models/clip-tokenizer.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { modelPath } from './component.ts';
import { compare, judge, type Outcome } from './comparison.ts';
import type { GoldenCase } from './golden-case.ts';

/** The tokenizer against the ids of many strings: exactly. */
export async function runTokens(golden: GoldenCase): Promise<readonly Outcome[]> {
  const tokenizer = await loadClipTokenizer(await modelPath(golden, 'tokenizer'));
  const strings = golden.sidecar['strings'] as readonly { text: string; ids: readonly number[] }[];
  const expected = await golden.tensor('input_ids');
  const framed = strings.map(({ text }) => tokenizer.frame(tokenizer.tokenize(text)));
  const got = { dims: expected.dims, data: Float32Array.from(framed.flat()) };
  const whole = strings.map(({ text, ids }) => {
    const all = [tokenizer.bos, ...tokenizer.tokenize(text), tokenizer.eos];
    return compare(JSON.stringify(text), tensor([all.length], all), tensor([ids.length], ids), 0);
  });
  const limit = golden.tolerances.of('input_ids', expected);
  return [judge(golden.name, [compare('input_ids', got, expected, limit), ...whole])];
}
