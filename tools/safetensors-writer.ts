import { type FileHandle, open } from 'node:fs/promises';

/** A tensor to be written; `bytes` in the file's own order. */
export interface NewTensor {
  readonly name: string;
  /** F32, F16, I64, … */
  readonly dtype: string;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Writes a safetensors file.
 *
 * @see https://github.com/huggingface/safetensors (Format)
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly NewTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, dtype, dims, bytes } of tensors) {
    header[name] = { dtype, shape: dims, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const json = JSON.stringify(header);
  // The data begin at a multiple of eight bytes, as the format asks.
  const text = Buffer.from(
    json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8 - (Buffer.byteLength(json) - json.length)),
  );
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(text.length));
  const file: FileHandle = await open(path, 'w');
  try {
    for (const part of [head, text, ...tensors.map(({ bytes }) => bytes)]) await file.writeFile(part);
  } finally {
    await file.close();
  }
}
