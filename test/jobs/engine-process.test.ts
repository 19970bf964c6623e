import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Engine, EngineProgress, EngineRequest } from '../../src/engine/engine.ts';
import { UserError } from '../../src/errors.ts';
import { createEngineProcess } from '../../src/jobs/engine-process.ts';
import { createLogger } from '../../src/log.ts';
import { flatPicture } from '../fakes/engine.ts';

const module = join(import.meta.dirname, '..', 'fakes', 'engine-entry.ts');
const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
});

function openEngine({ stepMs = 1, graceMs = 5000, silentMs = 60_000 } = {}) {
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line));
  const env = { ...process.env, STEP_MS: String(stepMs) };
  const engine = createEngineProcess({ module, env, log, graceMs, silentMs });
  engines.push(engine);
  return { engine, lines };
}

const request = (prompt: string, steps = 4): EngineRequest => ({
  steps: [{ kind: 'generate', prompt }],
  settings: { seed: 7, steps },
});
const never = new AbortController().signal;
const ignore = () => {};

describe('createEngineProcess', () => {
  it('paints in another process and tells of every step', async () => {
    const { engine } = openEngine();
    const told: EngineProgress[] = [];
    const result = await engine.run(request('a cat'), (progress) => told.push(progress), never);
    expect(result.picture).toEqual(flatPicture(7));
    expect(result.picture?.data).toBeInstanceOf(Uint8Array);
    expect(told.map(({ step, count }) => [step, count])).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    expect(told[0]?.preview).toEqual(flatPicture(8, 8, 8));
  });

  it('brings errors over as what they were', async () => {
    const { engine } = openEngine();
    const refused = await engine.run(request('a zebra'), ignore, never).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ code: 'NO_SUCH_OBJECT' });
    await expect(engine.run(request('explode'), ignore, never)).rejects.toThrow('undefined is not a picture');
    await expect(engine.run(request('a cat'), ignore, never)).resolves.toMatchObject({ seed: 7 });
  });

  it('runs a job once more when its process dies, then gives up with a sentence, and serves the next', async () => {
    const { engine, lines } = openEngine();
    const failed = await engine.run(request('crash'), ignore, never).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(UserError);
    expect(failed).toMatchObject({
      code: 'ENGINE_DIED',
      message: expect.stringContaining('SIGKILL') as string,
    });
    expect(lines.filter((line) => line.includes('running once more'))).toHaveLength(1);
    await expect(engine.run(request('a cat'), ignore, never)).resolves.toMatchObject({ seed: 7 });
  });

  it('survives a kill from outside in mid-job', async () => {
    const { engine } = openEngine({ stepMs: 30 });
    let isKilled = false;
    const result = engine.run(
      request('a cat', 10),
      ({ step }) => {
        if (step < 3 || isKilled) return;
        isKilled = true;
        for (const pid of childrenOf(process.pid))
          if (commandOf(pid).includes('engine-entry')) process.kill(pid, 'SIGKILL');
      },
      never,
    );
    await expect(result).resolves.toMatchObject({ seed: 7 });
    expect(isKilled).toBe(true);
  });

  it('cancels between two steps', async () => {
    const { engine, lines } = openEngine({ stepMs: 20 });
    const controller = new AbortController();
    const told: number[] = [];
    const run = engine.run(
      request('a cat', 500),
      ({ step }) => {
        told.push(step);
        if (step === 2) controller.abort();
      },
      controller.signal,
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(told.length).toBeLessThan(500);
    expect(lines).toEqual([]);
    await expect(engine.run(request('a cat'), ignore, never)).resolves.toMatchObject({ seed: 7 });
  });

  it('kills what does not hear, without running it again', async () => {
    const { engine, lines } = openEngine({ graceMs: 200 });
    const controller = new AbortController();
    const run = engine.run(request('hang'), ignore, controller.signal);
    await sleep(300);
    controller.abort();
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(lines.filter((line) => line.includes('once more'))).toEqual([]);
    await expect(engine.run(request('a cat'), ignore, never)).resolves.toMatchObject({ seed: 7 });
  });

  it('kills a process that says nothing any more', async () => {
    const { engine } = openEngine({ silentMs: 1500 });
    await expect(engine.run(request('hang'), ignore, never)).rejects.toMatchObject({ code: 'ENGINE_DIED' });
  });

  it('refuses what was cancelled before it began', async () => {
    const { engine } = openEngine();
    await expect(engine.run(request('a cat'), ignore, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('leaves the event loop free while the engine computes', async () => {
    const { engine } = openEngine({ graceMs: 100 });
    await engine.run(request('a cat'), ignore, never);
    const controller = new AbortController();
    const run = engine.run(request('hang'), ignore, controller.signal).catch(() => 'cancelled');
    let ticks = 0;
    for (let i = 0; i < 20; i++) {
      await sleep(1);
      ticks++;
    }
    controller.abort();
    expect([ticks, await run]).toEqual([20, 'cancelled']);
  });

  it('has no process left after dispose', async () => {
    const { engine } = openEngine();
    await engine.warmUp();
    await engine.dispose();
    expect(childrenOf(process.pid).filter((pid) => commandOf(pid).includes('engine-entry'))).toEqual([]);
    await expect(engine.run(request('a cat'), ignore, never)).rejects.toThrow('shut down');
  });

  it('ends with its parent, however that ends', async () => {
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'engine-parent.ts'), module],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(String(line).trim());
    expect(commandOf(child)).toContain('engine-entry');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    while (commandOf(child).includes('engine-entry')) await sleep(20);
  });
});

/** Process ids of the children of a process, from /proc. */
function childrenOf(pid: number): number[] {
  try {
    const tasks = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return tasks.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
