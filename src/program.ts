import { extname } from 'node:path';

/** How people start this program: from a clone, where it runs as it is written, or from the package, compiled. */
export const START = extname(import.meta.filename) === '.ts' ? 'npm start' : 'npx limner';

/** The same with words behind it: `npm start -- doctor`, `npx limner doctor`. */
export const startWith = (words: string): string => `${START}${START === 'npm start' ? ' --' : ''} ${words}`;
