import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../tools/golden/comparison.ts';
import { findCases, openCase } from '../../tools/golden/golden-case.ts';
import { runCase } from '../../tools/golden/run-set.ts';

/** A failing outcome as one readable sentence; undefined when all is well. */
function failureOf(outcome: Outcome): string | undefined {
  if (outcome.status !== 'FAIL') return undefined;
  const { what, error, tolerance, where } = outcome.worst;
  return `${outcome.name}: ${what} is off by ${error}, allowed ${tolerance}; ${where}`;
}

async function describeSet(title: string, root: string, maySkip: boolean): Promise<void> {
  const paths = await findCases(root);
  const names = paths.map((path) => [path.slice(root.length + 1), path] as const);
  describe(title, () => {
    const skipped: string[] = [];
    it.each(names)('%s', async (_, path) => {
      const outcomes = await runCase(await openCase(root, path));
      expect(outcomes.map(failureOf).filter(Boolean)).toEqual([]);
      expect(outcomes).not.toHaveLength(0);
      for (const outcome of outcomes)
        if (outcome.status === 'skip') skipped.push(`${outcome.name} (${outcome.reason})`);
      if (!maySkip) expect(skipped).toEqual([]);
    });
    afterAll(() => {
      if (skipped.length > 0) console.log(`not compared in ${title}: ${skipped.join(', ')}`);
    });
  });
}

await describeSet('golden core', fileURLToPath(new URL('core', import.meta.url)), false);

// The whole set is too large for the repository; it is compared where somebody has it.
const whole = resolve(process.env['GOLDEN_DIR'] ?? '../shared/golden');
if (existsSync(resolve(whole, 'goldens'))) await describeSet('golden set at hand', whole, true);
else describe.skip(`golden set at hand: ${whole} is not there`, () => it('is compared'));
