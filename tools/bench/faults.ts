import { asked, killAt } from '../../test/reliability/kill-points.ts';
import type { Asked } from '../../test/reliability/kill-points.ts';
import { measureParts } from './suite.ts';
import type { BenchPart, BenchRow, BenchSuite } from './suite.ts';

/** After the last write of a request nothing kills the bot any more; so many moments there are at most. */
const MOST_POINTS = 400;

/** Kills the bot after each write into the store that a request makes, and counts what its person sees at the end. */
const killed = (request: Asked): BenchPart => ({
  name: `killed in "${request.words}"`,
  isLong: true,
  async rows(): Promise<readonly BenchRow[]> {
    const rows: BenchRow[] = [];
    for (let point = 1; point <= MOST_POINTS; point++) {
      const { lost, doubled, stuck, wasKilled } = await killAt(point, request);
      if (!wasKilled) break;
      console.error(`  write ${point}: lost ${lost}, doubled ${doubled}, stuck ${stuck}`);
      rows.push({
        work: `"${request.words}", killed after write ${point}: lost + doubled + stuck`,
        value: lost + doubled + stuck,
        unit: '',
        goal: '0',
      });
    }
    return rows;
  },
});

/** What is lost, doubled or stuck when the bot dies at any moment. */
export const faultsSuite: BenchSuite = {
  name: 'faults',
  run: (options) => measureParts(asked.map(killed), options),
};
