import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';

const module = join(import.meta.dirname, 'crash-bot.ts');

/** Runs the bot and kills it at its n-th line after "ready"; without n it comes to its end. */
async function runBot(folder: string, said: readonly string[], killAt?: number): Promise<readonly string[]> {
  const bot = spawn(process.execPath, ['--import', 'tsx', module, folder, ...said], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: bot.stdout })) {
    lines.push(line);
    if (killAt !== undefined && lines.length > killAt) bot.kill('SIGKILL');
  }
  return lines;
}

describe('a bot that is killed', () => {
  // The lines: receipt, position, steps, result, receipt: every place where a job can be.
  it.each([1, 4, 6, 7])(
    'at line %i of a job shows its result once after the next start',
    async (killAt) => {
      const folder = mkdtempSync(join(tmpdir(), 'limner-crash-'));
      const before = await runBot(folder, ['/imagine a cat seed:7'], killAt);
      expect(before[0]).toBe('ready');
      expect(before.at(-1)).not.toBe('end');
      await runBot(folder, []);
      await runBot(folder, []);
      const messages = readFileSync(join(folder, 'messages.jsonl'), 'utf8').trim().split('\n');
      const results = messages.filter((line) => (JSON.parse(line) as { isResult: boolean }).isResult);
      expect(results).toHaveLength(1);
      expect(results[0]).toContain('#1 · seed 7');
      rmSync(folder, { recursive: true });
    },
    60_000,
  );
});
