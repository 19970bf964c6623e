import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { UnsupportedModelError } from '../../src/errors.ts';
import type { WeightVariant } from '../weight-files.ts';
import { chooseFiles, COMPONENTS, type Listed } from './choose-files.ts';
import type { HubName } from './model-name.ts';

/**
 * Where the programs of Hugging Face keep what they downloaded: `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else below
 * the home folder.
 *
 * @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 */
export const cacheFolder = (hubCache?: string, home = join(homedir(), '.cache', 'huggingface')): string =>
  hubCache ?? join(home, 'hub');

/**
 * Looks for a repository in the cache that Hugging Face's programs share: `models--owner--name/snapshots/COMMIT`,
 * whose files are symbolic links into `blobs`; `refs/REVISION` names the commit.
 *
 * @returns the snapshot; `undefined` when something that the bot reads is not there
 * @see https://huggingface.co/docs/huggingface_hub/guides/manage-cache
 */
export async function findInCache(
  cache: string,
  { repository, revision }: HubName,
  variant?: WeightVariant,
): Promise<string | undefined> {
  const own = join(cache, `models--${repository.replace('/', '--')}`);
  const commit = await readFile(join(own, 'refs', revision), 'utf8').catch(() => revision);
  const snapshot = join(own, 'snapshots', commit.trim());
  const listed = await listFiles(snapshot);
  return (await isWhole(snapshot, repository, listed, variant)) ? snapshot : undefined;
}

/** What a snapshot is called: its folder has the name of a commit. */
export const nameOfSnapshot = (path: string): string | undefined =>
  /models--([^/\\]+)[/\\]snapshots[/\\][^/\\]+$/u.exec(path)?.[1]?.replace('--', '/');

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

/** Whether a snapshot has all that would be downloaded: another program may have wanted less, or been stopped. */
async function isWhole(
  snapshot: string,
  repository: string,
  listed: readonly Listed[],
  variant: WeightVariant | undefined,
): Promise<boolean> {
  try {
    const chosen = chooseFiles(repository, listed, variant).map(({ path }) => path);
    const index = await readFile(join(snapshot, 'model_index.json'), 'utf8').catch(() => '{}');
    const parts = Object.entries(JSON.parse(index) as Record<string, unknown>)
      .filter(([part, made]) => part in COMPONENTS && Array.isArray(made) && made[0] !== null)
      .map(([part]) => part);
    return parts.every((part) => chosen.some((path) => path.startsWith(`${part}/`))) && hasAllShards(chosen);
  } catch (error) {
    if (error instanceof UnsupportedModelError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Of `model-00001-of-00002.safetensors` there must be two. */
const hasAllShards = (paths: readonly string[]): boolean =>
  paths.every((path) => {
    const [, before, count] = /^(.*)-\d{5}-of-(\d{5})/u.exec(path) ?? [];
    return (
      count === undefined || paths.filter((other) => other.startsWith(`${before}-`)).length === Number(count)
    );
  });
