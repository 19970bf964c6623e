import { concat, rows, type Tensor, weightedSum } from '../../tensor/tensor.ts';

/** A row of predictions by its name. */
function rowNamed(predictions: Tensor, names: readonly string[], name: string): Tensor {
  const at = names.indexOf(name);
  return rows(predictions, at, at + 1);
}

/** Classifier-free guidance of two rows: e_none + s (e_text − e_none); without a row `none`, the row `text`. */
export function classifierFreeGuidance(
  predictions: Tensor,
  names: readonly string[],
  guidanceScale: number,
  [none, text]: readonly [none: string, text: string] = ['none', 'text'],
): Tensor {
  if (!names.includes(none)) return rowNamed(predictions, names, text);
  return weightedSum(
    [1 - guidanceScale, rowNamed(predictions, names, none)],
    [guidanceScale, rowNamed(predictions, names, text)],
  );
}

/** Rows of a run that paints a picture again beside its edit, in the order of Prompt-to-Prompt's authors. */
export const PAIR_ROWS = ['none-source', 'none-edit', 'source', 'edit'] as const;

/** Guides both pictures of `PAIR_ROWS`: `[2, C, h, w]`, the source first. */
export function guideBoth(predictions: Tensor, guidanceScale: number): Tensor {
  const guided = (none: string, text: string): Tensor =>
    classifierFreeGuidance(predictions, PAIR_ROWS, guidanceScale, [none, text]);
  return concat([guided('none-source', 'source'), guided('none-edit', 'edit')], 0);
}
