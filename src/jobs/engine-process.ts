import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Engine, EngineProgress, EngineRequest, EngineResult } from '../engine/engine.ts';
import { JobError, UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { allocatorEnvironment } from './allocator.ts';
import { abortError, isAbort, reviveError } from './engine-protocol.ts';
import type { EngineNews, EngineOrder } from './engine-protocol.ts';
import { sentence } from '../sentence.ts';

export interface EngineProcessOptions {
  /** The module that calls `serveEngine`, .ts or .js. */
  readonly module: string | URL;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** How long a cancelled run may go on until its next step before the process is killed. */
  readonly graceMs?: number;
  /** A process that says nothing for so long while it works is taken for hung and killed. */
  readonly silentMs?: number;
}

interface Waiting {
  readonly onProgress: (progress: EngineProgress) => void;
  readonly resolve: (result: EngineResult | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * An engine in a process of its own: the event loop of the caller never blocks, and a native crash costs one run.
 *
 * The process starts with the first request and again after a crash. A run whose process died is repeated once;
 * the second time it is a `UserError` `ENGINE_DIED`. Cancelling asks for an end between two steps and kills after `graceMs`.
 */
export function createEngineProcess({
  module,
  env = process.env,
  log,
  graceMs = 5000,
  silentMs = 600_000,
}: EngineProcessOptions): Engine {
  let child: ChildProcess | undefined;
  let isDisposed = false;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();
  let watch: NodeJS.Timeout | undefined;

  const heard = () => {
    clearTimeout(watch);
    if (waiting.size === 0) return;
    watch = setTimeout(() => {
      log.error('engine process: silent for too long, killing it', { silentMs });
      child?.kill('SIGKILL');
    }, silentMs).unref();
  };

  const receive = (news: EngineNews) => {
    heard();
    if (news.type === 'ready' || news.type === 'heartbeat') return;
    const caller = waiting.get(news.id);
    if (news.type === 'progress') return caller?.onProgress(news.progress);
    waiting.delete(news.id);
    if (news.type === 'result') caller?.resolve(news.result);
    else caller?.reject(reviveError(news.error));
  };

  const start = (): ChildProcess => {
    const file = module instanceof URL ? module.pathname : module;
    const started = fork(module, [], {
      serialization: 'advanced',
      execArgv: file.endsWith('.ts') ? ['--import', findTsx()] : [],
      env: { ...env, ...allocatorEnvironment(env) },
    });
    started.on('message', receive);
    started.on('error', (error) => log.error('engine process: cannot be reached', { error }));
    started.once('exit', (code, signal) => {
      if (child === started) child = undefined;
      clearTimeout(watch);
      if (!isDisposed) log.warn('engine process: ended', { code, signal });
      for (const { reject } of waiting.values()) reject(new ProcessGone(signal ?? `exit code ${code}`));
      waiting.clear();
    });
    return started;
  };

  const order = (
    make: (id: number) => EngineOrder,
    onProgress: Waiting['onProgress'],
    signal?: AbortSignal,
  ): Promise<EngineResult | undefined> =>
    new Promise((resolve, reject) => {
      if (isDisposed) return reject(new JobError('the engine is shut down', true));
      if (signal?.aborted === true) return reject(abortError());
      child ??= start();
      const at = child;
      const id = ++lastId;
      let killing: NodeJS.Timeout | undefined;
      const cancel = () => {
        at.send({ type: 'cancel', id } satisfies EngineOrder, () => undefined);
        killing = setTimeout(() => at.kill('SIGKILL'), graceMs);
      };
      const end = () => {
        clearTimeout(killing);
        signal?.removeEventListener('abort', cancel);
      };
      waiting.set(id, {
        onProgress,
        resolve: (result) => {
          end();
          resolve(result);
        },
        reject: (error) => {
          end();
          reject(signal?.aborted === true ? abortError() : error);
        },
      });
      signal?.addEventListener('abort', cancel, { once: true });
      heard();
      // When sending fails the process is going; its exit rejects the call.
      at.send(make(id), () => undefined);
    });

  const run = async (
    request: EngineRequest,
    onProgress: Waiting['onProgress'],
    signal: AbortSignal,
  ): Promise<EngineResult> => {
    const once = () => order((id) => ({ type: 'run', id, request }), onProgress, signal);
    try {
      return (await once()) as EngineResult;
    } catch (error) {
      if (!(error instanceof ProcessGone) || isAbort(error) || isDisposed) throw explained(error);
      log.warn('engine process: died in mid-run, running once more', { cause: error.message });
      return await once().then(
        (result) => result as EngineResult,
        (again: unknown) => {
          throw explained(again);
        },
      );
    }
  };

  return {
    run,
    async warmUp() {
      await order(
        (id) => ({ type: 'warm-up', id }),
        () => undefined,
      );
    },
    async dispose() {
      isDisposed = true;
      clearTimeout(watch);
      const ending = child;
      if (ending === undefined) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.send({ type: 'dispose' } satisfies EngineOrder, () => undefined);
      const killing = setTimeout(() => ending.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(killing);
    },
  };
}

/** Found from here: the folder the bot was started in may be any. What is compiled needs none. */
const findTsx = (): string => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** The engine's process ended while it worked. */
class ProcessGone extends Error {}

const explained = (error: unknown): unknown =>
  error instanceof ProcessGone
    ? new UserError('ENGINE_DIED', sentence('queue.crashedTwice', { reason: error.message }), {
        cause: error,
      })
    : error;
