import { parseArgs } from 'node:util';
import { suites } from './index.ts';

/** `npm run eval -- --suite NAME [--seed S] [--count N] [--json]`: measures quality and prints a table. */
const { values } = parseArgs({
  options: {
    suite: { type: 'string' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const load = suites[values.suite ?? ''];
if (load === undefined) {
  console.error(
    `--suite: got ${values.suite ?? 'nothing'}, expected one of ${Object.keys(suites).join(', ')}.`,
  );
  process.exit(2);
}
const suite = await load();
const rows = await suite.run({
  seed: Number(values.seed),
  ...(values.count !== undefined && { count: Number(values.count) }),
});
if (values.json) console.log(JSON.stringify({ suite: suite.name, rows }, null, 2));
else
  console.table(
    Object.fromEntries(rows.map(({ figure, value, goal }) => [figure, { value, goal: goal ?? '' }])),
  );
