import { ConfigError } from '../../errors.ts';

/** A model of the Hub: `owner/name`, `owner/name@revision`, `owner/name/file.safetensors`. */
export interface HubName {
  /** `owner/name` */
  readonly repository: string;
  /** A branch, a tag or a commit; `main` when nothing was said. */
  readonly revision: string;
  /** Single files, for checkpoints and additions that are one; default: what the bot reads of a repository. */
  readonly files?: readonly string[] | undefined;
}

const PART = String.raw`[A-Za-z0-9][\w.-]*`;
const NAME = new RegExp(`^(${PART}/${PART})((?:/${PART})*/${PART}\\.safetensors)?(?:@([\\w./-]+))?$`, 'u');

/** @returns `undefined` for what cannot be a name of the Hub: a plain word, a path with `..` */
export function parseHubName(text: string): HubName | undefined {
  const [, repository, file, revision = 'main'] = NAME.exec(text) ?? [];
  if (repository === undefined || text.includes('..')) return undefined;
  return { repository, revision, ...(file === undefined ? {} : { files: [file.slice(1)] }) };
}

/**
 * Checks a name against the list of allowed ones.
 *
 * @param allowed  names, or `owner/*` for all of an owner; `undefined` allows everything
 * @throws {ConfigError} naming the list
 */
export function assertAllowed(repository: string, allowed: readonly string[] | undefined): void {
  const [owner] = repository.split('/');
  if (allowed === undefined || allowed.includes(repository) || allowed.includes(`${owner}/*`)) return;
  throw new ConfigError([
    `model "${repository}" is not on the list MODELS_ALLOW (${allowed.join(', ')}); add it there to use it`,
  ]);
}
