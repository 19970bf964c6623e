/** `npm start`: installs what is missing, then becomes the bot. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installMissing } from './install-missing.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
installMissing(root, { withDev: false });
if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));

// In this very process, so that signals arrive and there is one process less.
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(join(root, 'src', 'main.ts')).href);
