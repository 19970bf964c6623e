import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const load = (name: string): Promise<unknown> => import(join(root, 'tools', name));
// Plain JavaScript, because it runs before anything is installed.
const { isMissingSomething } = (await load('install-missing.js')) as {
  readonly isMissingSomething: (wanted: object, found: object | undefined, withDev: boolean) => boolean;
};
const { countTests } = (await load('test-count.js')) as { readonly countTests: (report: object) => string };
const lock = (packages: Record<string, object>) => ({ packages: { '': {}, ...packages } });

describe('isMissingSomething', () => {
  const wanted = lock({
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', dev: true },
    'node_modules/c': { version: '3.0.0', optional: true },
  });
  it.each([
    ['nothing is installed', undefined, true, true],
    [
      'everything is there',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
      false,
      false,
    ],
    ['a tool for tests is missing', { 'node_modules/a': { version: '1.0.0' } }, false, true],
    ['a package is of another version', { 'node_modules/a': { version: '1.0.1' } }, true, true],
  ])('%s', (_name, found, forStart, forTest) => {
    const there = found === undefined ? undefined : lock(found);
    expect([isMissingSomething(wanted, there, false), isMissingSomething(wanted, there, true)]).toEqual([
      forStart,
      forTest,
    ]);
  });
});

describe('countTests', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, testResults: [] };
  it.each([
    [report, '3 passed, 0 failed'],
    [{ ...report, numPendingTests: 2, numTodoTests: 1 }, '3 passed, 0 failed, 3 skipped'],
    [
      { ...report, numFailedTests: 1, testResults: [{ status: 'failed', assertionResults: [] }] },
      '3 passed, 2 failed',
    ],
  ])('%#', (given, line) => expect(countTests(given)).toBe(line));
});

/** A project of one test file around the starters, with a lock file that wants nothing. */
function makeProject(test: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'limner-starter-'));
  for (const name of ['install-missing.js', 'test.js', 'test-count.js'])
    cpSync(join(root, 'tools', name), join(folder, 'tools', name));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'package-lock.json'), '{"packages":{"":{}}}');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'a.test.js'), test);
  return folder;
}

describe('tools/test.js', () => {
  it.each([
    [
      'passes',
      "import { it } from 'vitest'; it('a', () => {}); it.skip('b', () => {});",
      0,
      '1 passed, 0 failed, 1 skipped',
    ],
    [
      'fails',
      "import { it } from 'vitest'; it('a', () => { throw new Error('no'); });",
      1,
      '0 passed, 1 failed',
    ],
    ['cannot be read', 'this is no program', 1, '0 passed, 1 failed'],
  ])('closes with its own line and exit code when the suite %s', (_name, test, status, line) => {
    const folder = makeProject(test);
    const result = spawnSync(process.execPath, [join(folder, 'tools', 'test.js')], {
      encoding: 'utf8',
      env: { ...process.env, VITEST: '', NODE_OPTIONS: '' },
    });
    rmSync(folder, { recursive: true });
    expect([result.status, result.stdout.trimEnd().split('\n').at(-1)]).toEqual([status, line]);
  });
});

describe('.ci/run', () => {
  it('runs the same check as a person', () => {
    expect(readFileSync(join(root, '.ci', 'run'), 'utf8')).toMatch(/^npm ci\nnpm run (?:--silent )?check$/mu);
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['check']?.endsWith('npm test')).toBe(true);
    expect(scripts['test']).toBe('node tools/test.js');
    expect(scripts['start']).toBe('node tools/start.js');
  });
});
