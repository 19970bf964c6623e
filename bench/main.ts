import { parseArgs } from 'node:util';
import { suites } from './index.ts';

/** `npm run bench [-- --suite NAME] [--quick] [--json]`: measures speed and memory, prints a table. */
const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'engine' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const load = suites[values.suite];
if (load === undefined) {
  console.error(`--suite: got ${values.suite}, expected one of ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}
const suite = await load();
const rows = await suite.run({ quick: values.quick });
if (values.json) console.log(JSON.stringify({ suite: suite.name, rows }, null, 2));
else {
  const table = rows.map(({ work, value, unit, goal, note }) => [
    work,
    {
      value: value === undefined ? `skipped: ${note ?? ''}` : `${value.toPrecision(3)} ${unit}`,
      goal: goal ?? '',
    },
  ]);
  console.table(Object.fromEntries(table));
}
