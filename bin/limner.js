#!/usr/bin/env node
/** The program of the npm package: what is written goes into the person's own folders, never into the package. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { launch } from '../src/launch.js';

/** Where programs of this person keep their data on this system. */
function dataHome() {
  const { LOCALAPPDATA: local, XDG_DATA_HOME: xdg } = process.env;
  if (process.platform === 'win32') return local ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return xdg ?? join(homedir(), '.local', 'share');
}

await launch(process.argv.slice(2), {
  program: 'npx limner',
  load() {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const home = join(dataHome(), 'limner');
    // The engine's process reads them too: it must not depend on where it is started.
    process.env['DATA_DIR'] = resolve(process.env['DATA_DIR'] || join(home, 'data'));
    process.env['MODELS_DIR'] = resolve(process.env['MODELS_DIR'] || join(home, 'models'));
    return import('../src/main.js');
  },
});
