import { BotError } from '../errors.ts';

/** What the runtime and the drivers behind it say when memory does not suffice. */
const OUT_OF_MEMORY = [
  /failed to allocate memory/iu,
  /bad[_ ]?alloc/iu,
  /out of (?:device |host )?memory/iu,
  /CUDA failure 2\b/u,
  /E_OUTOFMEMORY/u,
];

/**
 * The runtime's error as ours.
 *
 * @param phase    what was tried: loading a graph or running it
 * @param subject  the network
 * @returns `MEMORY` when memory did not suffice, otherwise `LOAD` or `RUN`; with the runtime's reason
 */
export function failure(phase: 'LOAD' | 'RUN', subject: string, cause: unknown): BotError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (!OUT_OF_MEMORY.some((words) => words.test(reason)))
    return new BotError(phase, `${subject}: ${reason}`, { cause });
  // A smaller picture does not make the weights smaller.
  const hint = { hint: 'Weights in float32 files stay on disk; a smaller model needs less.' };
  return new BotError('MEMORY', `${subject}: ${reason}`, { cause, ...(phase === 'LOAD' ? hint : {}) });
}

/** True for the error of a network that did not get the memory it asked for. */
export const isOutOfMemory = (error: unknown): error is BotError =>
  error instanceof BotError && error.code === 'MEMORY';
