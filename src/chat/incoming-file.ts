import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import { describeBytes } from './limits.ts';

/** Largest file that is fetched; what it unfolds to is checked where pictures are decoded. */
const FILE_BYTES = 25_000_000;

/**
 * Checks the size that a platform gives for a file, before it is fetched.
 *
 * @throws {UserError} `FILE_TOO_LARGE`, naming the file, its size and the limit
 */
export function assertFileSize(name: string, bytes: number): void {
  if (bytes <= FILE_BYTES) return;
  throw new UserError(
    'FILE_TOO_LARGE',
    sentence('files.tooLarge', {
      name,
      size: describeBytes(bytes),
      limit: describeBytes(FILE_BYTES),
    }),
  );
}

/**
 * Reads a file as it comes in, up to the limit: what was said about its size before is no proof.
 *
 * @throws {UserError} `FILE_TOO_LARGE` as soon as it is
 */
export async function readFile(name: string, body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    assertFileSize(name, bytes);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
