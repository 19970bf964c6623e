import {
  bfloat16ToNumber,
  float16ToNumber,
  float8E4M3ToNumber,
  float8E5M2ToNumber,
} from '../tensor/float16.ts';
import type { ElementType } from './weights.ts';

/** A type of numbers in a safetensors file. */
export interface NumberType {
  readonly bytes: number;
  /** The number at a place, counted in bytes. */
  readonly read: (view: DataView, at: number) => number;
  /** What graphs call it, if they take it. */
  readonly element?: ElementType;
}

/**
 * Every type that is read; a file that holds another one is refused.
 *
 * @see https://github.com/huggingface/safetensors (Format)
 */
export const NUMBER_TYPES: ReadonlyMap<string, NumberType> = new Map<string, NumberType>([
  ['F32', { bytes: 4, read: (view, at) => view.getFloat32(at, true), element: 'float32' }],
  ['F16', { bytes: 2, read: (view, at) => float16ToNumber(view.getUint16(at, true)), element: 'float16' }],
  ['BF16', { bytes: 2, read: (view, at) => bfloat16ToNumber(view.getUint16(at, true)), element: 'bfloat16' }],
  ['F64', { bytes: 8, read: (view, at) => view.getFloat64(at, true), element: 'float64' }],
  [
    'F8_E4M3',
    { bytes: 1, read: (view, at) => float8E4M3ToNumber(view.getUint8(at)), element: 'float8_e4m3fn' },
  ],
  [
    'F8_E5M2',
    { bytes: 1, read: (view, at) => float8E5M2ToNumber(view.getUint8(at)), element: 'float8_e5m2' },
  ],
  ['I64', { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)), element: 'int64' }],
  ['I32', { bytes: 4, read: (view, at) => view.getInt32(at, true) }],
  ['I16', { bytes: 2, read: (view, at) => view.getInt16(at, true) }],
  ['I8', { bytes: 1, read: (view, at) => view.getInt8(at) }],
  ['U64', { bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true)) }],
  ['U32', { bytes: 4, read: (view, at) => view.getUint32(at, true) }],
  ['U16', { bytes: 2, read: (view, at) => view.getUint16(at, true) }],
  ['U8', { bytes: 1, read: (view, at) => view.getUint8(at) }],
  ['BOOL', { bytes: 1, read: (view, at) => view.getUint8(at), element: 'bool' }],
]);

/** Types of weights: graphs widen them when they are loaded. Integers are weights only where they are quantised. */
export const WEIGHT_TYPES: readonly string[] = ['F32', 'F16', 'BF16', 'F64', 'F8_E4M3', 'F8_E5M2'];
