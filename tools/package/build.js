/**
 * `npm run package`: compiles what is published into `dist/`, which is the npm package: JavaScript with types, the
 * embedded models, nothing for tests or training. `npm pack ./dist` and `npm publish ./dist` take it from there.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf } from './manifest.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');

/** What is taken as it is, besides what is compiled. */
const COPIED = [
  'README.md',
  'LICENSE',
  'NOTICE',
  'CHANGELOG.md',
  '.env.example',
  'bin/limner.js',
  'docs/setup/slack-manifest.json',
  'models/pocket',
  'models/pocket-detector',
  'src',
];
/** Of these, what is compiled, trained from, or only looked at stays out. */
const LEFT_OUT = /\.ts$|\/models\/pocket\/(?:train|[\w-]+\.png)|\/src\/(?:arguments|launch)\.js$/u;

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(status ?? 1);
for (const path of COPIED) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  cpSync(join(root, path), join(dist, path), {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(source.replaceAll('\\', '/')),
  });
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifestOf(manifest), undefined, 2)}\n`);
