import { UnsupportedModelError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { ElementType, StoredTensor } from './weights.ts';

/** Names of the factors of `layer.weight`: ComfyUI's `scale_weight`, and what it and others write today. */
const FACTORS = ['scale_weight', 'weight_scale', 'weight_scale_inv'] as const;
/** Beside them: factors of quantised inputs and words on the format, which say nothing of the weights. */
const IGNORED = /(?:^|\.)(?:scaled_fp8|scale_input|input_scale|comfy_quant)$/u;
const FLOATS: ReadonlySet<ElementType> = new Set(['float32', 'float16', 'bfloat16', 'float64'] as const);

/**
 * Puts factors that lie beside float8 weights to their weights: the file's number · factor is the weight.
 *
 * @param model  whose file it is, for the error
 * @throws {UnsupportedModelError} when a factor is of another type, or neither one number nor one for each row
 */
export function withFactors(model: string, tensors: readonly StoredTensor[]): StoredTensor[] {
  const byName = new Map(tensors.map((stored) => [stored.name, stored]));
  const taken = new Set<StoredTensor>();
  const factorOf = (weight: StoredTensor): StoredTensor | undefined => {
    if (!weight.name.endsWith('.weight') || !weight.type.startsWith('float8')) return undefined;
    const layer = weight.name.slice(0, -'weight'.length);
    const factor = FACTORS.map((name) => byName.get(`${layer}${name}`)).find((found) => found !== undefined);
    if (factor === undefined) return undefined;
    taken.add(factor);
    const isInverse = factor.name.endsWith('_inv');
    if (FLOATS.has(factor.type) && isForRows(factor, weight) && !isInverse) return factor;
    throw new UnsupportedModelError(
      model,
      `${factor.name} [${factor.dims.join(', ')}] as ${factor.type}`,
      'one factor for a weight, or one for each of its rows',
      { hint: 'Weights quantised in blocks are not read: take the original ones.' },
    );
  };
  const widened = tensors.map((stored) => {
    const factor = factorOf(stored);
    return factor === undefined ? stored : { ...stored, factor };
  });
  return widened.filter(
    (stored, at) => !taken.has(tensors[at] as StoredTensor) && !IGNORED.test(stored.name),
  );
}

/** `[]`, `[1]`, `[out]` or `[out, 1]`. */
function isForRows({ dims }: StoredTensor, weight: StoredTensor): boolean {
  const count = sizeOf(dims);
  return count === 1 || (count === weight.dims[0] && dims[0] === count);
}
