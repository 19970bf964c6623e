import { open, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { BotError, UnsupportedModelError } from '../errors.ts';
import { sizeOf, type Tensor } from '../tensor/tensor.ts';
import { type NumberType, NUMBER_TYPES, WEIGHT_TYPES } from './number-types.ts';
import type { StoredTensor } from './weights.ts';
import { withFactors } from './weight-factors.ts';

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
 * @throws {UnsupportedModelError} when a tensor is of a type that is not read
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
    for (const entry of entries) checkEntry(path, entry, 8 + length, size, bad);
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
  path: string,
  entry: SafetensorsEntry,
  dataStart: number,
  fileBytes: number,
  bad: (problem: string) => BotError,
): void {
  const { bytes } = numberType(path, entry);
  if (entry.length !== sizeOf(entry.dims) * bytes)
    throw bad(`${entry.name}: [${entry.dims.join(', ')}] ${entry.dtype} does not fill ${entry.length} bytes`);
  if (dataStart + entry.offset + entry.length > fileBytes)
    throw bad(`${entry.name}: its data ends outside the file (${fileBytes} bytes)`);
}

const QUANTISED = {
  hint: 'Weights quantised to integers or four bits are not read: take the original ones.',
};

function numberType(file: string, { name, dtype }: Pick<SafetensorsEntry, 'name' | 'dtype'>) {
  const found = NUMBER_TYPES.get(dtype);
  if (found !== undefined) return found;
  throw new UnsupportedModelError(
    basename(file),
    `${name} as ${dtype}`,
    [...NUMBER_TYPES.keys()].join(', '),
    QUANTISED,
  );
}

/**
 * The tensors of a file as weights of a graph; integers that no graph uses are left out. Factors that other programs
 * lay beside float8 weights are put to their weights.
 *
 * @throws {UnsupportedModelError} when a factor is none, or does not fit its weight
 */
export function storedTensors(file: SafetensorsFile): StoredTensor[] {
  const { path, entries } = file;
  const all = entries.flatMap(({ name, dtype, dims, offset, length }): StoredTensor[] => {
    const type = NUMBER_TYPES.get(dtype)?.element;
    return type === undefined ? [] : [{ name, type, dims, file: path, offset, length }];
  });
  return withFactors(basename(path), all);
}

/**
 * Refuses weights in types that are not computed with.
 *
 * @param model  whose file it is, for the error
 * @throws {UnsupportedModelError} naming the first weight and its type
 */
export function assertComputable(model: string, { entries }: SafetensorsFile): void {
  for (const entry of entries) if (isWeight(entry.name)) assertFloat(model, entry);
}

/**
 * The same for one tensor, whatever its name.
 *
 * @throws {UnsupportedModelError} naming it and its type
 */
export function assertWeight(model: string, file: SafetensorsFile, name: string): void {
  assertFloat(model, entryOf(file, name));
}

function assertFloat(model: string, { name, dtype }: SafetensorsEntry): void {
  if (!WEIGHT_TYPES.includes(dtype))
    throw new UnsupportedModelError(model, `${name} as ${dtype}`, WEIGHT_TYPES.join(', '), QUANTISED);
}

/** Names of weights in every layout, those of OpenCLIP that do not end in `.weight` among them. */
const isWeight = (name: string): boolean =>
  /(?:[._](?:weight|bias)|positional_embedding|text_projection)$/u.test(name);

function entryOf(file: SafetensorsFile, name: string): SafetensorsEntry {
  const entry = file.entries.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new BotError('NO_TENSOR', `${file.path}: it has no tensor '${name}'`);
  return entry;
}

/** Reads one tensor into memory as float32 (integers and booleans as numbers). */
export async function readTensor(file: SafetensorsFile, name: string): Promise<Tensor> {
  const entry = entryOf(file, name);
  const handle = await open(file.path);
  try {
    const bytes = new Uint8Array(entry.length);
    await handle.read(bytes, 0, entry.length, entry.offset);
    return { dims: entry.dims, data: toFloat32(numberType(file.path, entry), bytes) };
  } finally {
    await handle.close();
  }
}

function toFloat32(type: NumberType, bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / type.bytes }, (_, at) =>
    type.read(view, at * type.bytes),
  );
}
