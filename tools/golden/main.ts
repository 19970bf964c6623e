/** `npm run golden -- DIR [FILTER]`: runs every case of a golden set it understands; exit code 1 when one fails. */
import { parseArgs } from 'node:util';
import { runSet } from './run-set.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [folder, filter = ''] = positionals;
if (folder === undefined) {
  console.error('usage: npm run golden -- DIR [part of a case name]');
  process.exit(2);
}

const count = { ok: 0, FAIL: 0, skip: 0 };
for await (const outcome of runSet(
  folder,
  (name) => name.includes(filter) || filter.startsWith(`${name}/`),
)) {
  if (!outcome.name.includes(filter)) continue;
  count[outcome.status]++;
  if (outcome.status === 'skip') console.log(`skip ${outcome.name} (${outcome.reason})`);
  else {
    const { what, error, tolerance, where } = outcome.worst;
    console.log(`${outcome.status} ${outcome.name} ${error.toExponential(2)} ${tolerance.toExponential(2)}`);
    if (outcome.status === 'FAIL') console.log(`     ${what} ${where}`);
  }
}
console.log(`${count.ok} ok, ${count.FAIL} FAIL, ${count.skip} skip`);
process.exitCode = count.FAIL > 0 ? 1 : 0;
