import { access, copyFile, link, mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HubApiError, listFiles, modelInfo } from '@huggingface/hub';
import { BotError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { WeightVariant } from '../weight-files.ts';
import { chooseFiles } from './choose-files.ts';
import { fetchFile, type HubAccess, type HubFile, reasonOf, sizeAt } from './fetch-file.ts';
import type { HubName } from './model-name.ts';
import { createProgressBar, formatBytes } from './progress-bar.ts';

export interface DownloadOptions extends HubAccess {
  readonly variant?: WeightVariant | undefined;
  readonly log: Logger;
  /** Where the bar is drawn; default: standard error. */
  readonly progress?: (Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }) | undefined;
}

/** Left free on the disk: a full one breaks more than the download. */
const SPARE_BYTES = 200_000_000;

/**
 * Downloads what the bot reads of a repository into a folder. The folder appears when everything is there and was
 * checked; until then the files lie in `<folder>.download` under their hashes, and the next call goes on with them.
 *
 * @throws {BotError} `DOWNLOAD` saying what to do: no such repository or revision, no right to read it, no
 *   connection, no room, damaged content
 * @throws {UnsupportedModelError} when it holds nothing that can be read
 */
export async function downloadModel(name: HubName, folder: string, options: DownloadOptions): Promise<void> {
  const { commit, files } = await told(name, options, () => listRepository(name, options));
  const store = `${folder}.download`;
  await mkdir(store, { recursive: true });
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const there = new Map<string, number>();
  for (const file of files)
    there.set(
      file.oid,
      (await sizeAt(join(store, file.oid))) || (await sizeAt(join(store, `${file.oid}.part`))),
    );
  const done = (): number =>
    files.reduce((sum, { oid, size }) => sum + Math.min(size, there.get(oid) ?? 0), 0);
  await assertRoom(name, store, total - done());
  options.log.info(`downloading ${name.repository}: ${files.length} files, ${formatBytes(total)}`, {
    commit,
    folder,
    ...(done() > 0 ? { alreadyThere: formatBytes(done()) } : {}),
  });
  const bar = createProgressBar(name.repository, total, done(), options.progress);
  try {
    for (const file of files) {
      const target = join(store, file.oid);
      if (await isThere(target)) continue;
      await told(name, options, () =>
        fetchFile(name.repository, commit, file, target, options, (bytes) => {
          there.set(file.oid, bytes);
          bar.update(done());
        }),
      );
    }
  } finally {
    bar.end();
  }
  await settle(store, folder, files, { repository: name.repository, revision: name.revision, commit });
}

async function listRepository(
  { repository, revision, files: named }: HubName,
  { endpoint, token, variant }: DownloadOptions,
): Promise<{ commit: string; files: HubFile[] }> {
  const hub = {
    ...(endpoint === undefined ? {} : { hubUrl: endpoint }),
    ...(token === undefined ? {} : { accessToken: token }),
  };
  // One commit for all files: the branch may move during a download of hours.
  const { sha: commit } = await modelInfo({ name: repository, revision, additionalFields: ['sha'], ...hub });
  const all: HubFile[] = [];
  for await (const { type, path, size, oid, lfs } of listFiles({
    repo: repository,
    revision: commit,
    recursive: true,
    ...hub,
  }))
    if (type === 'file' && oid !== undefined)
      all.push({ path, size: lfs?.size ?? size, oid: lfs?.oid ?? oid, isLarge: lfs !== undefined });
  if (named === undefined) return { commit, files: chooseFiles(repository, all, variant) };
  const files = all.filter(({ path }) => named.includes(path));
  const missing = named.filter((path) => !files.some((file) => file.path === path));
  if (missing.length === 0) return { commit, files };
  const single = all.map(({ path }) => path).filter((path) => path.endsWith('.safetensors'));
  throw new BotError('DOWNLOAD', `${repository}: it has no file ${missing.join(', ')} at ${revision}`, {
    hint: `It has: ${single.join(', ') || 'no safetensors'}.`,
  });
}

/** Puts the files under their names into a folder that appears in one moment. */
async function settle(
  store: string,
  folder: string,
  files: readonly HubFile[],
  source: Readonly<Record<string, string>>,
): Promise<void> {
  const tree = join(store, 'tree');
  await rm(tree, { recursive: true, force: true });
  for (const { path, oid } of files) {
    const target = join(tree, path);
    await mkdir(dirname(target), { recursive: true });
    // Two files may have the same content; where a disk has no hard links it is copied.
    await link(join(store, oid), target).catch(() => copyFile(join(store, oid), target));
  }
  await writeFile(join(tree, 'hub.json'), `${JSON.stringify(source, undefined, 2)}\n`);
  await rename(tree, folder);
  await rm(store, { recursive: true, force: true });
}

async function assertRoom({ repository }: HubName, folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (bytes === 0 || free >= bytes + SPARE_BYTES) return;
  throw new BotError(
    'DOWNLOAD',
    `${repository}: it needs ${formatBytes(bytes)} in ${folder}, there are ${formatBytes(free)} free`,
    { hint: 'Make room, set MODELS_DIR to a larger disk, or take half the size with MODEL_WEIGHTS=fp16.' },
  );
}

/** Turns what the Hub or the connection said into an error that says what to do. */
async function told<T>(
  { repository, revision }: HubName,
  { endpoint = 'https://huggingface.co', token }: HubAccess,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BotError) throw error;
    const fail = (problem: string, hint: string): BotError =>
      new BotError('DOWNLOAD', `${repository}: ${problem}`, { hint, cause: error });
    if (!(error instanceof HubApiError))
      throw fail(
        `it is not below MODELS_DIR, and ${endpoint} cannot be reached (${reasonOf(error)})`,
        'Connect once, put the folder there yourself, or set HF_ENDPOINT to a mirror.',
      );
    if (error.statusCode === 401 || error.statusCode === 403)
      throw fail(
        `the Hub answers ${error.statusCode}${token === undefined ? '' : ' to the token in HF_TOKEN'}`,
        `It does not exist, or its licence must be accepted on ${endpoint}/${repository} first; then set HF_TOKEN to a token of that account that may read.`,
      );
    if (error.statusCode === 404)
      throw fail(
        `the Hub knows no such repository or revision '${revision}'`,
        'Check the spelling: owner/name@revision.',
      );
    throw fail(`the Hub answers ${error.statusCode}`, 'Try again later; what is there is kept.');
  }
}

export const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
