import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the program is installed. */
const root = resolve(import.meta.dirname, '../..');
/** The models that come with the program. */
export const EMBEDDED = join(root, 'models');

/** The folder of the person's models; one that is not absolute is taken from where the program is installed. */
export const modelsFolder = (modelsDir: string): string => resolve(root, modelsDir);

/** Where a model lies, or would lie: below the person's folder, else, when it comes with the program, there. */
export function modelFolder(modelsDir: string, name: string): string {
  const own = join(modelsFolder(modelsDir), name);
  const embedded = join(EMBEDDED, name);
  return existsSync(own) || !existsSync(embedded) ? own : embedded;
}
