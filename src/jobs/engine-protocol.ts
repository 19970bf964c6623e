/** What the bot's process and the engine's process say to each other, over the channel of `child_process.fork`. */
import type { EngineProgress, EngineRequest, EngineResult } from '../engine/engine.ts';
import { BotError, JobError, UserError } from '../errors.ts';
import type { Said } from '../sentence.ts';

/** From the bot to the engine. */
export type EngineOrder =
  | { readonly type: 'run'; readonly id: number; readonly request: EngineRequest }
  | { readonly type: 'warm-up'; readonly id: number }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'dispose' };

/** From the engine to the bot. */
export type EngineNews =
  | { readonly type: 'ready' }
  | { readonly type: 'heartbeat' }
  | { readonly type: 'progress'; readonly id: number; readonly progress: EngineProgress }
  | { readonly type: 'result'; readonly id: number; readonly result: EngineResult | undefined }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorRecord };

/** An error as plain data. */
export interface ErrorRecord {
  readonly kind: 'user' | 'abort' | 'known' | 'job' | 'unknown';
  readonly code: string;
  readonly message: string;
  /** The message of an error for people, before it is put into their language. */
  readonly said?: Said | undefined;
  readonly hint?: string | undefined;
  readonly stack?: string | undefined;
  readonly isRetryable: boolean;
}

/** True for the error of something that was cancelled. */
export const isAbort = (error: unknown): boolean => (error as Error | undefined)?.name === 'AbortError';

/** The standard error of something that was cancelled. */
export const abortError = (): Error => new DOMException('cancelled', 'AbortError');

/** Writes an error as plain data, for another process or for the journal. */
export function recordError(error: unknown): ErrorRecord {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof BotError ? error.code : 'UNKNOWN';
  const hint = error instanceof BotError ? error.hint : undefined;
  const isRetryable = error instanceof JobError && error.retryable;
  const said = error instanceof UserError ? error.said : undefined;
  return { kind: kindOf(error), code, message, said, hint, stack, isRetryable };
}

function kindOf(error: unknown): ErrorRecord['kind'] {
  if (isAbort(error)) return 'abort';
  if (error instanceof UserError) return 'user';
  if (error instanceof JobError) return 'job';
  return error instanceof BotError ? 'known' : 'unknown';
}

/** Makes the error again: `UserError` stays one, what nobody expected becomes a `JobError`. */
export function reviveError({ kind, code, message, said, hint, stack, isRetryable }: ErrorRecord): Error {
  if (kind === 'abort') return abortError();
  const details = hint === undefined ? {} : { hint };
  if (kind === 'user') return new UserError(code, said ?? message, details);
  if (kind === 'known') return new BotError(code, message, details);
  // The stack of the other process says where it happened; ours would only say where it arrived.
  return new JobError(message, isRetryable, { ...details, cause: stack });
}
