import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';

const module = join(import.meta.dirname, 'crash-bot.ts');

/** Runs the bot, which is killed at its first line that begins like this; without one it comes to its end. */
async function runBot(folder: string, said: readonly string[], killAt?: string): Promise<readonly string[]> {
  const bot = spawn(process.execPath, ['--import', 'tsx', module, folder, ...said], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(killAt !== undefined && { KILL_AT: killAt }) },
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: bot.stdout })) lines.push(line);
  return lines;
}

describe('a bot that is killed', () => {
  // Every place where a job can be; which steps are told, a busy machine decides.
  it.each([
    ['its receipt', 'post "a cat"'],
    ['a step', 'update "a cat" step'],
    ['its result', 'post #1'],
    ['its end', 'update ✓'],
  ])(
    'at %s of a job shows its result once after the next start',
    async (_place, killAt) => {
      const folder = mkdtempSync(join(tmpdir(), 'limner-crash-'));
      const before = await runBot(folder, ['/imagine a cat seed:7'], killAt);
      expect(before[0]).toBe('ready');
      expect(before.at(-1)).toMatch(new RegExp(`^${killAt}`, 'u'));
      await runBot(folder, []);
      await runBot(folder, []);
      const messages = readFileSync(join(folder, 'messages.jsonl'), 'utf8').trim().split('\n');
      const results = messages.filter((line) => (JSON.parse(line) as { isResult: boolean }).isResult);
      expect(results).toHaveLength(1);
      expect(results[0]).toContain('#1 · seed 7');
      rmSync(folder, { recursive: true });
    },
    // Three whole starts of a bot, each of which takes a minute where ten others compute.
    600_000,
  );
});
