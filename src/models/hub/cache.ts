import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve, sep } from 'node:path';
import { UnsupportedModelError } from '../../errors.ts';
import type { WeightVariant } from '../weight-files.ts';
import { WORD_FILES } from '../clip-words.ts';
import { chooseFiles, COMPONENTS, type Listed } from './choose-files.ts';
import type { HubName } from './model-name.ts';

/**
 * Where the programs of Hugging Face keep what they downloaded: `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else below
 * the home folder. `XDG_CACHE_HOME` is not looked at.
 *
 * @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 */
export const cacheFolder = (hubCache?: string, home = join('~', '.cache', 'huggingface')): string =>
  resolve((hubCache ?? join(home, 'hub')).replace(/^~(?=$|[/\\])/u, homedir()));

/**
 * Looks for a repository in the cache that Hugging Face's programs share: `models--owner--name/snapshots/COMMIT`,
 * whose files are symbolic links into `blobs`; `refs/REVISION` names the commit.
 *
 * @returns the snapshot; `undefined` when something that the bot reads is not there, and for single files
 * @see https://huggingface.co/docs/huggingface_hub/guides/manage-cache
 */
export async function findInCache(
  cache: string,
  { repository, revision, files }: HubName,
  variant?: WeightVariant,
): Promise<string | undefined> {
  // A single file gets words beside it, and the cache is not ours to write into.
  if (files !== undefined) return undefined;
  const own = join(cache, `models--${repository.replace('/', '--')}`);
  const commit = await readFile(join(own, 'refs', revision), 'utf8').catch(() => revision);
  const snapshot = join(own, 'snapshots', commit.trim());
  const listed = await listFiles(snapshot);
  return (await isWhole(snapshot, repository, listed, variant)) ? snapshot : undefined;
}

/** What a model is called by its path: that of a snapshot ends with a commit. */
export const modelName = (path: string): string =>
  /models--([^/\\]+)[/\\]snapshots[/\\][^/\\]+$/u.exec(path)?.[1]?.replace('--', '/') ?? basename(path);

/** Files below a folder whose content is there, links followed. */
async function listFiles(folder: string): Promise<Listed[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    return isFile ? [{ path: path.slice(folder.length + 1).replaceAll(sep, '/') }] : [];
  });
  return (await Promise.all(files)).flat();
}

/** Whether a snapshot has all that is read: another program may have wanted less, or been stopped. */
async function isWhole(
  snapshot: string,
  repository: string,
  listed: readonly Listed[],
  variant: WeightVariant | undefined,
): Promise<boolean> {
  try {
    const chosen = chooseFiles(repository, listed, variant).map(({ path }) => path);
    const weights = listed.map(({ path }) => path).filter((path) => path.endsWith('.safetensors'));
    return (
      (await neededIn(snapshot)).every((either) =>
        either.some((all) => all.every((file) => chosen.some((path) => path.startsWith(file)))),
      ) && hasAllShards(weights)
    );
  } catch (error) {
    if (error instanceof UnsupportedModelError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Folders and files without which a pipeline or, where there is none, a detector cannot be opened: of each row one of the
 * lists.
 */
async function neededIn(snapshot: string): Promise<readonly (readonly (readonly string[])[])[]> {
  const index = await readFile(join(snapshot, 'model_index.json'), 'utf8').catch(() => undefined);
  // An ONNX export of SAM has no words, and is downloaded: nothing tells whether data beside it are missing.
  if (index === undefined) return [WORD_FILES, [['preprocessor_config.json']]];
  const parts = Object.entries(JSON.parse(index) as Record<string, unknown>)
    .filter(([part, made]) => part in COMPONENTS && Array.isArray(made) && made[0] !== null)
    .map(([part]) => part);
  return parts.map((part) =>
    part.startsWith('tokenizer')
      ? WORD_FILES.map((layout) => layout.map((file) => `${part}/${file}`))
      : [[`${part}/`]],
  );
}

/** Of `model-00001-of-00002.safetensors` there must be two. */
const hasAllShards = (paths: readonly string[]): boolean =>
  paths.every((path) => {
    const [, before, count] = /^(.*)-\d{5}-of-(\d{5})/u.exec(path) ?? [];
    return (
      count === undefined || paths.filter((other) => other.startsWith(`${before}-`)).length === Number(count)
    );
  });
