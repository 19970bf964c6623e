/** Prompt-to-Prompt and DenseDiffusion: one controlled forward each. */
import { denseDiffusion } from '../../src/methods/dense-diffusion.ts';
import type { AttentionControl } from '../../src/methods/method.ts';
import { promptToPrompt } from '../../src/methods/prompt-to-prompt.ts';
import { asGrid } from '../../src/tensor/grid.ts';
import { rows, tensor, type Tensor } from '../../src/tensor/tensor.ts';
import { type Comparison, judge, type Outcome } from './comparison.ts';
import { type Forward, type ForwardResult, openForward } from './forward.ts';
import type { GoldenCase } from './golden-case.ts';
import { against } from './networks.ts';

/** A step of many, so that everything that fades or ends is on. */
const stepOf = (golden: GoldenCase) => ({
  index: 0,
  count: 10,
  start: 0,
  timestep: golden.sidecar['timestep'] as number,
});

/** Prompt-to-Prompt in one forward; the sidecar's `alpha_words` says which words are under control. */
export async function runPromptToPrompt(golden: GoldenCase): Promise<readonly Outcome[]> {
  const optional = async (key: string): Promise<Tensor | undefined> =>
    golden.keys.includes(key) ? golden.tensor(key) : undefined;
  const alpha = await golden.tensor('in/alpha_words');
  const mapper = await optional('in/refine_mapper');
  const equalizer = await optional('in/equalizer');
  const known = await optional('in/refine_alphas');
  const selfCells = golden.sidecar['self_max_tokens'] as number;
  const off = [...alpha.data.keys()].filter((token) => alpha.data[token] === 0);
  const settings = promptToPrompt.settings.parse({
    map: mapper === undefined ? await optional('in/replace_mapper') : refinement(mapper),
    known: known === undefined ? undefined : [...known.data],
    weights: equalizer === undefined ? undefined : [...equalizer.data],
    cross: [0, 1],
    crossOf: off.length > 0 ? [{ tokens: off, span: [0, 0] }] : [],
    self: selfCells > 0 ? [0, 1] : [0, 0],
    selfCells,
  });
  return controlled(golden, 3, (forward) =>
    promptToPrompt
      .start(forward.context(['none of source', 'none of edit', 'source', 'edit']), settings)
      .control?.(stepOf(golden)),
  );
}

/** Source position of every target token as a matrix; −1 is new. */
function refinement({ data }: Tensor): Tensor {
  const map = tensor([data.length, data.length]);
  data.forEach((from, to) => {
    if (from >= 0) map.data[from * data.length + to] = 1;
  });
  return map;
}

/** DenseDiffusion in one forward. */
export async function runDense(golden: GoldenCase): Promise<readonly Outcome[]> {
  const layouts = await golden.tensor('in/layouts');
  const spans = golden.sidecar['token_spans'] as readonly (readonly [number, number])[];
  const settings = denseDiffusion.settings.parse({
    segments: spans.map(([from, to], index) => ({
      tokens: Array.from({ length: to - from }, (_, i) => from + i),
      mask: asGrid(rows(layouts, index, index + 1)),
    })),
    crossWeight: golden.sidecar['w_c'],
    selfWeight: golden.sidecar['w_s'],
    until: 1,
  });
  return controlled(golden, 1, (forward) =>
    denseDiffusion.start(forward.context(['none', 'text']), settings).control?.(stepOf(golden)),
  );
}

/** One forward under control and one without; `row` is the row whose probabilities the set holds. */
async function controlled(
  golden: GoldenCase,
  row: number,
  controlOf: (forward: Forward) => AttentionControl | undefined,
): Promise<readonly Outcome[]> {
  const comparisons: Comparison[] = [];
  for (const fused of [true, false]) {
    const forward = await openForward(golden, fused);
    try {
      const changed = await forward.run(controlOf(forward));
      const plain = await forward.run(undefined);
      comparisons.push(
        await against(golden, 'out', changed.out, 'out'),
        await against(golden, 'out_uncontrolled', plain.out, 'out'),
        ...(fused ? [] : await probabilitiesOf(golden, changed, row)),
      );
    } finally {
      await forward.dispose();
    }
  }
  return [judge(golden.name, comparisons)];
}

/** The probabilities that the set holds of one row. */
export function probabilitiesOf(
  golden: GoldenCase,
  result: ForwardResult,
  row: number,
): Promise<Comparison[]> {
  const layers = golden.keys.filter((key) => key.startsWith('probs/')).map((key) => key.slice(6));
  return Promise.all(
    layers.map((layer) =>
      against(golden, `probs/${layer}`, result.probabilities(layer, row), 'probabilities'),
    ),
  );
}
