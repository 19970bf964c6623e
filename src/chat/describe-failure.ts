import { randomBytes } from 'node:crypto';
import { BotError, UserError } from '../errors.ts';
import { row, sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';
import type { Draft } from './message.ts';

/** Codes of errors that are no `UserError` but whose words help the person who asked. */
const TELLING = new Set([
  'UNSUPPORTED_MODEL',
  'BAD_SAFETENSORS',
  'NO_MODEL',
  'NO_TENSOR',
  'LOAD',
  'DOWNLOAD',
]);

/** What is told of a call that failed: the words meant for people, else a number that the log has too. */
export function describeFailure(error: unknown, logIt: (id: string) => void): Draft {
  if (error instanceof UserError) return failure(error.code, row(' ', [error.said, error.hint]));
  const id = randomBytes(2).toString('hex');
  logIt(id);
  if (error instanceof BotError && TELLING.has(error.code))
    return failure(error.code, withoutFolders([error.message, error.hint ?? ''].join(' ').trim()));
  return failure(
    'INTERNAL',
    sentence('errors.unknown', {
      id,
    }),
  );
}

/** Leaves only the names of files: where they lie on this machine is nobody's business. */
const withoutFolders = (words: string): string =>
  words.replace(/(?<![\w:/])(?:\/[^\s/:]+)*\/(?=[^\s/])/gu, '');
const failure = (code: string, message: Said): Draft => ({ text: '', error: { code, message } });
