/** Installs what the lock file asks for and is not there; needs nothing but Node itself. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const OLDEST_NODE = [20, 19];

/**
 * True when a package of the lock file is missing or has another version. Packages for other machines and
 * optional ones may be missing.
 *
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, link?: boolean }> }} wanted
 * @param {typeof wanted | undefined} found what `npm` noted in node_modules
 * @param {boolean} withDev
 */
export function isMissingSomething(wanted, found, withDev) {
  return Object.entries(wanted.packages ?? {}).some(
    ([path, { version, optional, dev, devOptional, link }]) => {
      if (path === '' || optional || devOptional || link || (dev && !withDev)) return false;
      return found?.packages?.[path]?.version !== version;
    },
  );
}

/** @param {string} file */
const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/**
 * Installs with `npm ci` when something is missing; ends the process when that fails.
 *
 * @param {string} root folder of package-lock.json
 * @param {{ withDev: boolean }} options
 */
export function installMissing(root, { withDev }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(`Limner needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const wanted = readJson(join(root, 'package-lock.json'));
  const found = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (!isMissingSomething(wanted, found, withDev)) return;
  console.error('Installing what is missing (npm ci); this happens once …');
  // Standard output belongs to the program: with --json there may be nothing else on it.
  const { status, error } = spawnSync('npm', ['ci', ...(withDev ? [] : ['--omit=dev'])], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`npm ci failed${error ? `: ${error.message}` : ''}. Run it by hand to see why.`);
  process.exit(status ?? 1);
}
