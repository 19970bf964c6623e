import { GraphError } from '../errors.ts';
import { sizeOf } from '../tensor/tensor.ts';

/** Element types that the graphs use; weights may lie on disk as any of the floating-point ones. */
export type ElementType =
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float64'
  | 'float8_e4m3fn'
  | 'float8_e5m2'
  | 'int64'
  | 'bool';

/** Where a weight lies: bytes `offset`…`offset + length` of a file. */
export interface StoredTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly file: string;
  readonly offset: number;
  readonly length: number;
  /** The file has this matrix with rows and columns exchanged; `dims` are PyTorch's; only linear layers may be so. */
  readonly transposed?: boolean | undefined;
  /** What the numbers in the file are to be multiplied with: one factor (`[]`, `[1]`), or one for each row (`[out]`). */
  readonly factor?: StoredTensor | undefined;
  /** Low-rank matrices to be added: weight + Σ scale · up @ down. */
  readonly additions?: readonly LowRank[] | undefined;
}

/** A change of a weight as the product of two thin matrices (LoRA). */
export interface LowRank {
  /** `[out, rank]`, ones of a convolution behind it. */
  readonly up: StoredTensor;
  /** `[rank, in, …]` */
  readonly down: StoredTensor;
  readonly scale: number;
}

/**
 * Some rows of a matrix, or entries of a vector: a stretch of the same file.
 *
 * @throws {GraphError} when it is `transposed`
 */
export function rowsOf(stored: StoredTensor, from: number, count: number): StoredTensor {
  if (stored.transposed === true) throw new GraphError(stored.name, 'its rows do not lie behind one another');
  const [rows = 1, ...rest] = stored.dims;
  const each = stored.length / rows;
  const { factor } = stored;
  return {
    ...stored,
    name: `${stored.name}[${from}:${from + count}]`,
    dims: [count, ...rest],
    offset: stored.offset + from * each,
    length: count * each,
    factor: factor !== undefined && sizeOf(factor.dims) > 1 ? rowsOf(factor, from, count) : factor,
    additions: stored.additions?.map(({ up, ...addition }) => ({ ...addition, up: rowsOf(up, from, count) })),
  };
}

/** The weights of one network by their name in the checkpoint. */
export interface Weights {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** @throws {GraphError} when the checkpoint lacks it */
  get(name: string): StoredTensor;
}

/**
 * Makes weights from stored tensors.
 *
 * @param rename  checkpoint name → name the builders ask for; `undefined` drops the tensor
 */
export function createWeights(
  tensors: Iterable<StoredTensor>,
  rename: (name: string) => string | undefined = (name) => name,
): Weights {
  const byName = new Map<string, StoredTensor>();
  for (const stored of tensors) {
    const name = rename(stored.name);
    if (name !== undefined) byName.set(name, stored);
  }
  return {
    names: [...byName.keys()],
    has: (name) => byName.has(name),
    get(name) {
      const stored = byName.get(name);
      if (stored === undefined) {
        throw new GraphError(name, `the checkpoint has no such weight (it has ${byName.size} others)`);
      }
      return stored;
    },
  };
}
