import { ShapeError } from '../errors.ts';

/** A dense float32 array in row-major order: `data.length` is the product of `dims`. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Number of elements of a shape. */
export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/**
 * Makes a tensor; without data it is filled with zeros.
 *
 * @throws {ShapeError} when the number of values does not fit the shape
 */
export function tensor(dims: readonly number[], data?: Float32Array | readonly number[]): Tensor {
  const size = sizeOf(dims);
  const values = data instanceof Float32Array ? data : Float32Array.from(data ?? new Float32Array(size));
  if (values.length !== size)
    throw new ShapeError('tensor', `${size} values for [${dims.join(', ')}]`, `${values.length}`);
  return { dims, data: values };
}

/** A tensor of the same shape whose elements are `change(value, index)`. */
export function mapTensor(x: Tensor, change: (value: number, index: number) => number): Tensor {
  const data = new Float32Array(x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = change(x.data[i] as number, i);
  return { dims: x.dims, data };
}

/** `Σ weightᵢ · tensorᵢ` for tensors of one shape; the first two terms of every sampler. */
export function weightedSum(...terms: readonly (readonly [weight: number, x: Tensor])[]): Tensor {
  const [first] = terms;
  if (first === undefined) throw new ShapeError('weightedSum', 'at least one term', 'none');
  const data = new Float32Array(first[1].data.length);
  for (const [weight, x] of terms) {
    if (x.data.length !== data.length)
      throw new ShapeError('weightedSum', `[${first[1].dims.join(', ')}]`, `[${x.dims.join(', ')}]`);
    for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) + weight * (x.data[i] as number);
  }
  return { dims: first[1].dims, data };
}

/** Rows `from`…`to` (exclusive) of the first axis, without copying. */
export function rows(x: Tensor, from: number, to: number): Tensor {
  const stride = sizeOf(x.dims.slice(1));
  return { dims: [to - from, ...x.dims.slice(1)], data: x.data.subarray(from * stride, to * stride) };
}

/** Stacks tensors along an axis; all other dims must agree. */
export function concat(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  if (first === undefined) throw new ShapeError('concat', 'at least one tensor', 'none');
  const outer = sizeOf(first.dims.slice(0, axis));
  const inner = parts.map((part) => sizeOf(part.dims.slice(axis)));
  const total = inner.reduce((sum, size) => sum + size, 0);
  const data = new Float32Array(outer * total);
  for (let row = 0; row < outer; row++) {
    let at = row * total;
    parts.forEach((part, index) => {
      const size = inner[index] as number;
      data.set(part.data.subarray(row * size, (row + 1) * size), at);
      at += size;
    });
  }
  const along = parts.reduce((sum, part) => sum + (part.dims[axis] as number), 0);
  return { dims: first.dims.map((dim, index) => (index === axis ? along : dim)), data };
}
