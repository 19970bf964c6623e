/** Prompt-to-Prompt around the network: which token belongs to which, when, and where latents are kept. */
import { join } from 'node:path';
import { loadClipTokenizer } from '../../src/models/clip-tokenizer.ts';
import { blendMask, crossWindow } from '../../src/methods/prompt-to-prompt.ts';
import {
  refinementMap,
  replacementMap,
  type TokenizedPrompt,
  wordTokens,
} from '../../src/methods/token-mapping.ts';
import { concat, rows, sizeOf, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { type Comparison, judge, type Outcome } from './comparison.ts';
import type { GoldenCase } from './golden-case.ts';
import { against } from './networks.ts';

type WordCase = readonly [source: string, target: string | number];

/** Token mappers of pairs of prompts, for every tokenizer of the case, and the schedule of word control. */
export async function runTokenMappers(golden: GoldenCase): Promise<readonly Outcome[]> {
  const comparisons: Comparison[] = [];
  const folders = golden.sidecar['tokenizers'] as Readonly<Record<string, string>>;
  const cases = golden.sidecar['cases'] as Readonly<Record<string, WordCase>>;
  for (const [label, named] of Object.entries(folders)) {
    const [folder = ''] = named.split(' ');
    const path = join(golden.root, folder.includes('/') ? folder : `models/${folder}`);
    const tokenizer = await loadClipTokenizer(path);
    const split = (text: string): TokenizedPrompt => {
      const ids = tokenizer.tokenize(text);
      return { text, ids, pieces: tokenizer.pieces(ids) };
    };
    const framed = ({ ids }: TokenizedPrompt): number[] => [tokenizer.bos, ...ids, tokenizer.eos];
    for (const [name, [first, second]] of Object.entries(cases)) {
      if (!name.startsWith(`${label}/`)) continue;
      const source = split(first);
      if (name.includes('/words.')) comparisons.push(await exact(golden, name, wordTokens(source, second)));
      else if (name.includes('/replace.')) {
        const map = replacementMap(source, split(String(second)), tokenizer.maxLength, 'official');
        comparisons.push(await against(golden, name, map, 'fractions'));
      } else {
        const { mapper, known } = refinementMap(
          framed(source),
          framed(split(String(second))),
          tokenizer.maxLength,
        );
        comparisons.push(await exact(golden, `${name}.mapper`, mapper));
        comparisons.push(await exact(golden, `${name}.alphas`, known));
      }
    }
  }
  comparisons.push(...(await wordWindows(golden)));
  return [judge(golden.name, comparisons)];
}

/** The tables of which words are under control in which step: all until 0.8, some words from 0.2 to 0.4. */
async function wordWindows(golden: GoldenCase): Promise<Comparison[]> {
  const { n_steps: steps, word_inds: tokens } = golden.sidecar['alpha_time_words'] as {
    readonly n_steps: number;
    readonly word_inds: readonly number[];
  };
  const table = (crossOf: { tokens: number[]; span: [number, number] }[], length: number): number[] =>
    Array.from({ length: steps + 1 }, (_, at) => [
      ...crossWindow({ cross: [0, 0.8], crossOf }, at, steps, length),
    ]).flat();
  const length = (await golden.tensor('alpha_time_words.words')).dims[1] as number;
  const some: [number, number] = [0.2, 0.4];
  return [
    await exact(golden, 'alpha_time_words.all0.8', table([], length)),
    await exact(golden, 'alpha_time_words.words', table([{ tokens: [...tokens], span: some }], length)),
  ];
}

const exact = (golden: GoldenCase, key: string, values: readonly number[]): Promise<Comparison> =>
  against(golden, key, tensor([values.length], values), 'exact values');

/** Local blending from given maps `[prompt, layer, head, r, r, token]`. */
export async function runLocalBlend(golden: GoldenCase): Promise<readonly Outcome[]> {
  const [maps, words, x] = await Promise.all(['maps', 'word_alpha', 'x'].map((key) => golden.tensor(key)));
  if (maps === undefined || words === undefined || x === undefined) throw new Error('inputs are missing');
  const [prompts = 1, , , side = 1, , length = 1] = maps.dims;
  const [, channels = 1, height = 1, width = 1] = x.dims;
  const threshold = golden.sidecar['threshold'] as number;
  const masks = Array.from({ length: prompts }, (_, prompt) => {
    const data = wordMap(rows(maps, prompt, prompt + 1), rows(words, prompt, prompt + 1).data, length);
    return blendMask({ height: side, width: side, data }, threshold, height, width).data;
  });
  const either = masks.map((mask) => mask.map((value, cell) => Math.max(value, masks[0]?.[cell] ?? 0)));
  const cells = height * width;
  const source = rows(x, 0, 1).data;
  const out = x.data.map((value, i) => {
    const [prompt, at] = [Math.floor(i / (channels * cells)), i % (channels * cells)];
    const kept = source[at] as number;
    return kept + (either[prompt]?.[at % cells] as number) * (value - kept);
  });
  const mask = concat(
    either.map((values) => tensor([1, 1, height, width], values)),
    0,
  );
  return [
    judge(golden.name, [
      await against(golden, 'mask', mask, 'mask'),
      await against(golden, 'out', tensor(x.dims, out), 'out'),
    ]),
  ];
}

/** Sum over the marked words, mean over layers and heads. */
function wordMap({ dims, data }: Tensor, words: Float32Array, length: number): Float32Array {
  const [, , , side = 1] = dims;
  const stacks = sizeOf(dims) / (side * side * length);
  const map = new Float32Array(side * side);
  data.forEach((value, i) => {
    const cell = Math.floor(i / length) % map.length;
    map[cell] = (map[cell] as number) + ((words[i % length] as number) * value) / stacks;
  });
  return map;
}
