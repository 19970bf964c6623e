import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { downloadFile, HubApiError } from '@huggingface/hub';
import { BotError } from '../../errors.ts';

/** How the Hub is reached. */
export interface HubAccess {
  /** Default: https://huggingface.co */
  readonly endpoint?: string | undefined;
  readonly token?: string | undefined;
  /** Wait before a cut connection is tried again, more each time. Default: 1000. */
  readonly retryMs?: number | undefined;
}

/** A file of a repository as the Hub lists it. */
export interface HubFile {
  readonly path: string;
  readonly size: number;
  /** git's hash of the content; the sha256 instead for a file in large file storage. */
  readonly oid: string;
  readonly isLarge: boolean;
}

const ATTEMPTS = 5;

/** Size of a file, 0 when there is none. */
export const sizeAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/**
 * Downloads one file to `target`; what an earlier attempt left in `target.part` is gone on with. A cut connection
 * is tried again. The content is checked against the hash that the Hub has for it.
 *
 * @param onBytes  bytes of this file that are there so far
 * @throws {BotError} `DOWNLOAD` when the content is not what the Hub says it is, or the connection is cut again and again
 */
export async function fetchFile(
  repository: string,
  commit: string,
  file: HubFile,
  target: string,
  access: HubAccess,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const part = `${target}.part`;
  for (let attempt = 1; ; attempt++) {
    const before = await sizeAt(part);
    try {
      await appendRest(repository, commit, file, part, access, onBytes);
      break;
    } catch (error) {
      if (error instanceof BotError || (error instanceof HubApiError && error.statusCode < 500)) throw error;
      const isStuck = (await sizeAt(part)) <= before && attempt >= ATTEMPTS;
      if (isStuck)
        throw new BotError(
          'DOWNLOAD',
          `${repository}/${file.path}: the connection was cut ${attempt} times (${reasonOf(error)})`,
          { cause: error, hint: 'What is there is kept: the next start goes on from it.' },
        );
      await sleep((access.retryMs ?? 1000) * Math.min(attempt, 10));
    }
  }
  const found = await hashOf(part, file);
  if (found !== file.oid) {
    await rm(part, { force: true });
    throw new BotError(
      'DOWNLOAD',
      `${repository}/${file.path}: expected ${file.isLarge ? 'sha256' : 'git hash'} ${file.oid}, got ${found}`,
      { hint: 'The download was damaged and is deleted; start again to fetch it afresh.' },
    );
  }
  await rename(part, target);
}

async function appendRest(
  repository: string,
  commit: string,
  file: HubFile,
  part: string,
  { endpoint, token }: HubAccess,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let done = await sizeAt(part);
  if (done > file.size) {
    await rm(part);
    done = 0;
  }
  onBytes(done);
  if (done === file.size && file.size > 0) return;
  const blob = await downloadFile({
    repo: repository,
    revision: commit,
    path: file.path,
    // Whole files over HTTP: they can be gone on with in the middle, from mirrors too.
    xet: false,
    ...(endpoint === undefined ? {} : { hubUrl: endpoint }),
    ...(token === undefined ? {} : { accessToken: token }),
  });
  if (blob === null)
    throw new BotError('DOWNLOAD', `${repository}/${file.path}: the Hub lists this file and has it not`);
  const rest = Readable.fromWeb(blob.slice(done).stream());
  rest.on('data', (chunk: Uint8Array) => onBytes((done += chunk.length)));
  await pipeline(rest, createWriteStream(part, { flags: 'a' }));
  if (done < file.size) throw new Error(`it ended after ${done} of ${file.size} bytes`);
}

/** sha256 of large files; git's sha1 over a short head and the content of others. */
async function hashOf(path: string, { size, isLarge }: HubFile): Promise<string> {
  const hash = createHash(isLarge ? 'sha256' : 'sha1');
  if (!isLarge) hash.update(`blob ${size}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};
