import { open, realpath, stat } from 'node:fs/promises';
import { z } from 'zod';
import { BotError, UnsupportedModelError } from '../errors.ts';
import { bfloat16ToNumber, float16ToNumber } from '../tensor/float16.ts';
import { sizeOf, type Tensor } from '../tensor/tensor.ts';
import type { ElementType, StoredTensor } from './weights.ts';

const BYTES: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  U16: 2,
  U32: 4,
  U64: 8,
  F8_E4M3: 1,
  F8_E5M2: 1,
  BOOL: 1,
};
const TYPES: Readonly<Record<string, ElementType>> = {
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  BOOL: 'bool',
};
/** Types of weights that graphs compute with. */
const COMPUTABLE: readonly string[] = ['F32', 'F16', 'BF16'];
const MAX_HEADER_BYTES = 100_000_000;

const header = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.int().min(0)),
    data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
  }),
);

/** One tensor of a safetensors file; `dtype` is the file's own word (F32, F16, I64, …). */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: string;
  readonly dims: readonly number[];
  /** From the start of the file, in bytes. */
  readonly offset: number;
  readonly length: number;
}

export interface SafetensorsFile {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads and checks the header of a safetensors file: nothing of the weights is read.
 *
 * @throws {BotError} `BAD_SAFETENSORS` when the header is too long, no JSON, or points outside the file
 * @see https://github.com/huggingface/safetensors (Format)
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const real = await realpath(path);
  const { size } = await stat(real);
  const bad = (problem: string, cause?: unknown): BotError =>
    new BotError('BAD_SAFETENSORS', `${path}: ${problem}. The file is damaged: download it again.`, {
      cause,
    });
  if (size < 10) throw bad(`got ${size} bytes, expected a header`);
  const file = await open(real);
  try {
    const head = Buffer.alloc(8);
    await file.read(head, 0, 8, 0);
    const headerBytes = head.readBigUInt64LE();
    if (headerBytes > BigInt(Math.min(size - 8, MAX_HEADER_BYTES)))
      throw bad(`the header claims ${headerBytes} bytes, the file has ${size}`);
    const length = Number(headerBytes);
    const text = Buffer.alloc(length);
    await file.read(text, 0, length, 8);
    const { entries, metadata } = parseHeader(text.toString('utf8'), bad);
    for (const entry of entries) checkEntry(entry, 8 + length, size, bad);
    return {
      path: real,
      metadata,
      entries: entries.map(({ name, dtype, dims, offset, length: bytes }) => ({
        name,
        dtype,
        dims,
        offset: offset + 8 + length,
        length: bytes,
      })),
    };
  } finally {
    await file.close();
  }
}

function parseHeader(
  text: string,
  bad: (problem: string, cause?: unknown) => BotError,
): { entries: SafetensorsEntry[]; metadata: Record<string, string> } {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw bad('the header is no JSON', cause);
  }
  const { __metadata__: metadata = {}, ...tensors } = parsed;
  const result = header.safeParse(tensors);
  if (!result.success) throw bad(`the header holds no list of tensors (${result.error.issues[0]?.message})`);
  const entries = Object.entries(result.data).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => ({
      name,
      dtype,
      dims: shape,
      offset: from,
      length: to - from,
    }),
  );
  return { entries, metadata: metadata as Record<string, string> };
}

function checkEntry(
  entry: SafetensorsEntry,
  dataStart: number,
  fileBytes: number,
  bad: (problem: string) => BotError,
): void {
  const bytes = BYTES[entry.dtype];
  if (bytes === undefined) throw bad(`${entry.name}: unknown type '${entry.dtype}'`);
  if (entry.length !== sizeOf(entry.dims) * bytes)
    throw bad(`${entry.name}: [${entry.dims.join(', ')}] ${entry.dtype} does not fill ${entry.length} bytes`);
  if (dataStart + entry.offset + entry.length > fileBytes)
    throw bad(`${entry.name}: its data ends outside the file (${fileBytes} bytes)`);
}

/** The tensors of a file as weights of a graph; types that no graph can use are left out. */
export function storedTensors({ path, entries }: SafetensorsFile): StoredTensor[] {
  return entries.flatMap(({ name, dtype, dims, offset, length }) => {
    const type = TYPES[dtype];
    return type === undefined ? [] : [{ name, type, dims, file: path, offset, length }];
  });
}

/**
 * Refuses weights in types that are not computed with.
 *
 * @param model  whose file it is, for the error
 * @throws {UnsupportedModelError} naming the first weight and its type
 */
export function assertComputable(model: string, { entries }: SafetensorsFile): void {
  const odd = entries.find(
    ({ name, dtype }) => /\.(?:weight|bias)$/u.test(name) && !COMPUTABLE.includes(dtype),
  );
  if (odd === undefined) return;
  throw new UnsupportedModelError(model, `${odd.name} as ${odd.dtype}`, COMPUTABLE.join(', '), {
    hint: 'Quantised weights (fp8, int8) are not read: take the original ones.',
  });
}

/** Reads one tensor into memory as float32 (integers and booleans as numbers). */
export async function readTensor(file: SafetensorsFile, name: string): Promise<Tensor> {
  const entry = file.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new BotError('NO_TENSOR', `${file.path}: it has no tensor '${name}'`);
  const handle = await open(file.path);
  try {
    const bytes = new Uint8Array(entry.length);
    await handle.read(bytes, 0, entry.length, entry.offset);
    return { dims: entry.dims, data: toFloat32(entry.dtype, bytes) };
  } finally {
    await handle.close();
  }
}

function toFloat32(dtype: string, bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer);
  const read: Readonly<Record<string, (at: number) => number>> = {
    F64: (at) => view.getFloat64(at * 8, true),
    F32: (at) => view.getFloat32(at * 4, true),
    F16: (at) => float16ToNumber(view.getUint16(at * 2, true)),
    BF16: (at) => bfloat16ToNumber(view.getUint16(at * 2, true)),
    I64: (at) => Number(view.getBigInt64(at * 8, true)),
    I32: (at) => view.getInt32(at * 4, true),
    I16: (at) => view.getInt16(at * 2, true),
    I8: (at) => view.getInt8(at),
    U8: (at) => view.getUint8(at),
    BOOL: (at) => view.getUint8(at),
  };
  const element = read[dtype] as (at: number) => number;
  return Float32Array.from({ length: bytes.length / (BYTES[dtype] as number) }, (_, at) => element(at));
}
