import { inEnglish } from './locales/tell.ts';
import type { Said } from './sentence.ts';

/** What an error carries besides its message. */
export interface ErrorDetails {
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Base of every error this project throws on purpose; `code` is UPPER_SNAKE and stable. */
export class BotError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, { hint, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
  }
}

/** Writes what went wrong and what to do, each a sentence, for a terminal. */
export function inSentences({ message, hint }: BotError): string {
  if (hint === undefined || hint === '') return message;
  return /[.!?:]$/u.test(message) ? `${message} ${hint}` : `${message}. ${hint}`;
}

/**
 * What it says may be shown in the chat as it is: one clear sentence, no internals. `message` is the English of it,
 * `said` what the chat puts into the person's language.
 */
export class UserError extends BotError {
  readonly said: Said;

  constructor(code: string, said: Said, details: ErrorDetails = {}) {
    super(code, inEnglish(said), details);
    this.said = said;
  }
}

/** The environment or a file of settings is wrong; lists every problem at once. Exit code 2. */
export class ConfigError extends BotError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('CONFIG', `configuration: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** A chat platform refused or failed; `retryAfterMs` when it said when to come back. */
export class PlatformError extends BotError {
  readonly platform: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    platform: string,
    message: string,
    details: ErrorDetails & { readonly retryAfterMs?: number } = {},
  ) {
    super('PLATFORM', `${platform}: ${message}`, details);
    this.platform = platform;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** A planner answered something that is not a plan. */
export class PlanError extends BotError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('PLAN', message, details);
  }
}

/** A checkpoint whose mathematics this compiler does not know. */
export class UnsupportedModelError extends BotError {
  constructor(model: string, found: string, supported: string, details: ErrorDetails = {}) {
    super('UNSUPPORTED_MODEL', `${model}: got ${found}, expected ${supported}`, details);
  }
}

/** A tensor has not the shape that its use asks for. */
export class ShapeError extends BotError {
  constructor(subject: string, expected: string, got: string) {
    super('SHAPE', `${subject}: expected ${expected}, got ${got}`);
  }
}

/** The compiler was asked to write a graph that is not legal ONNX. */
export class GraphError extends BotError {
  constructor(node: string, problem: string) {
    super('GRAPH', `${node}: ${problem}`);
  }
}

/** A job failed; `retryable` says whether the same job may succeed when run again. */
export class JobError extends BotError {
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean, details: ErrorDetails = {}) {
    super('JOB', message, details);
    this.retryable = retryable;
  }
}
