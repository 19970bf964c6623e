import type { Engine } from '../engine/engine.ts';
import type { EngineNews, EngineOrder } from './engine-protocol.ts';
import { recordError } from './engine-protocol.ts';

const HEARTBEAT_MS = 5000;

const tell = (news: EngineNews) => {
  // The parent may end at any moment; then `disconnect` ends this process too.
  if (process.connected) process.send?.(news, undefined, {}, () => undefined);
};

/**
 * Serves an engine to the process that forked this one, until that process says so or is gone. An engine that
 * cannot be made (a damaged model) makes every request fail with that reason, and is tried again with the next one.
 *
 * @throws {Error} when this process was not forked
 */
export function serveEngine(makeEngine: () => Promise<Engine>): void {
  if (process.send === undefined)
    throw new Error(
      'serveEngine: this process has no parent to serve; it is started by the bot, not by hand',
    );
  const running = new Map<number, AbortController>();
  let making: Promise<Engine> | undefined;
  const open = (): Promise<Engine> => {
    making ??= makeEngine().catch((error: unknown) => {
      making = undefined;
      throw error;
    });
    return making;
  };

  const work = async (id: number, action: (signal: AbortSignal) => Promise<EngineNews>) => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      tell(await action(controller.signal));
    } catch (error) {
      tell({ type: 'error', id, error: recordError(error) });
    } finally {
      running.delete(id);
    }
  };

  const obey = (order: EngineOrder): void => {
    if (order.type === 'run') {
      const { id, request } = order;
      void work(id, async (signal) => {
        const engine = await open();
        const onProgress = (progress: Parameters<Parameters<Engine['run']>[1]>[0]) =>
          tell({ type: 'progress', id, progress });
        return { type: 'result', id, result: await engine.run(request, onProgress, signal) };
      });
    } else if (order.type === 'warm-up') {
      void work(order.id, async () => {
        await (await open()).warmUp();
        return { type: 'result', id: order.id, result: undefined };
      });
    } else if (order.type === 'cancel') {
      running.get(order.id)?.abort();
    } else {
      void Promise.resolve(making?.then((engine) => engine.dispose())).finally(() => process.exit(0));
    }
  };

  process.on('message', obey);
  process.on('disconnect', () => process.exit(0));
  // A terminal sends Ctrl+C to both processes; the parent decides when this one ends.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  setInterval(() => tell({ type: 'heartbeat' }), HEARTBEAT_MS).unref();
  tell({ type: 'ready' });
}
