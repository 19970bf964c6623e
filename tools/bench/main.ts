import { parseArgs } from 'node:util';
import { suites } from './index.ts';

/** `npm run bench [-- --suite NAME] [--only PART] [--build-peers] [--users N] [--quick] [--json]`: measures speed and memory, prints a table. */
const { values } = parseArgs({
  options: {
    suite: { type: 'string', default: 'engine' },
    only: { type: 'string' },
    'build-peers': { type: 'boolean', default: false },
    users: { type: 'string' },
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
const users = values.users === undefined ? undefined : Number(values.users);
if (users !== undefined && !(Number.isInteger(users) && users > 0)) {
  console.error(`--users: got ${values.users}, expected a whole number above 0.`);
  process.exit(2);
}
const rows = await suite.run({
  quick: values.quick,
  only: values.only,
  buildPeers: values['build-peers'],
  users,
});
if (values.json) console.log(JSON.stringify({ suite: suite.name, rows }, null, 2));
else {
  const table = rows.map(({ work, value, unit, goal }) => [
    work,
    { value: value === undefined ? 'skipped' : `${value.toPrecision(3)} ${unit}`, goal: goal ?? '' },
  ]);
  console.table(Object.fromEntries(table));
  for (const { work, note } of rows.filter(({ value }) => value === undefined))
    console.log(`skipped: ${work}: ${note ?? ''}`);
}
