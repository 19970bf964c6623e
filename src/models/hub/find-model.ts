import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BotError } from '../../errors.ts';
import { findInCache } from './cache.ts';
import { modelFolder } from '../model-folder.ts';
import { downloadModel, type DownloadOptions, isThere } from './download.ts';
import { assertAllowed, parseHubName } from './model-name.ts';

export interface FindOptions extends DownloadOptions {
  /** Names that may be used, `owner/*` for all of an owner; `undefined`: any. */
  readonly allowed?: readonly string[] | undefined;
  /** Folder of the cache of Hugging Face's programs; `undefined`: it is not looked at. */
  readonly cache?: string | undefined;
}

/**
 * Finds a model by the name that the configuration has for it: a folder (or a single file) below `modelsDir`, one that comes with
 * the program, or else a repository of the Hub, which is taken from the cache of Hugging Face's programs, or downloaded to
 * `modelsDir/owner/name` (`…/name@revision` when one was named). What is there is never looked up again: a complete
 * folder works without a network.
 *
 * @returns its path
 * @throws {ConfigError} when it is not allowed
 * @throws {BotError} `NO_MODEL` when it is neither, `DOWNLOAD`
 */
export async function findModel(modelsDir: string, name: string, options: FindOptions): Promise<string> {
  const hubName = parseHubName(name);
  if (hubName !== undefined) assertAllowed(hubName.repository, options.allowed);
  const own = modelFolder(modelsDir, name);
  if (await isThere(own)) return own;
  if (hubName === undefined)
    throw new BotError(
      'NO_MODEL',
      `model "${name}": it is not there; expected a folder below MODELS_DIR or a name of the Hub (owner/name)`,
    );
  const { repository, revision, files: [file] = [] } = hubName;
  const at = revision === 'main' ? '' : `@${revision.replaceAll('/', '-')}`;
  // A single file gets a folder of its own, so that several of a repository do not meet.
  const folder = join(
    modelsDir,
    file === undefined ? `${repository}${at}` : `${repository}${at}.files/${file}`,
  );
  const path = file === undefined ? folder : join(folder, file);
  if (await isThere(path)) return path;
  const { cache, variant } = options;
  const cached = cache === undefined ? undefined : await findInCache(cache, hubName, variant);
  if (cached !== undefined) {
    options.log.info(`${name}: taken from the cache of Hugging Face's programs`, { path: cached });
    return cached;
  }
  await mkdir(dirname(folder), { recursive: true });
  await downloadModel(hubName, folder, options);
  return path;
}

/** The words of every Stable Diffusion model. */
const WORDS = {
  repository: 'openai/clip-vit-large-patch14',
  revision: 'main',
  files: ['vocab.json', 'merges.txt'],
};

/**
 * Finds a checkpoint as `findModel` does; a single file gets the words it does not contain into `tokenizer/` beside it.
 *
 * @returns its path
 */
export async function findCheckpoint(modelsDir: string, name: string, options: FindOptions): Promise<string> {
  const path = await findModel(modelsDir, name, options);
  const words = join(dirname(path), 'tokenizer');
  if (path.endsWith('.safetensors') && !(await isThere(words))) await downloadModel(WORDS, words, options);
  return path;
}
