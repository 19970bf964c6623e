/** `npm start`: installs what is missing, then becomes the bot. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launch } from '../src/launch.js';
import { installMissing } from './install-missing.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

await launch(process.argv.slice(2), {
  program: 'npm start --',
  async load() {
    installMissing(root, { withDev: false });
    if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
    // In this very process, so that signals arrive and there is one process less.
    const { register } = await import('tsx/esm/api');
    register();
    return import(pathToFileURL(join(root, 'src', 'main.ts')).href);
  },
});
