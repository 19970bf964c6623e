import { mkdirSync } from 'node:fs';

/** Where examples write when nobody says otherwise; git ignores it. */
const FOLDER = 'out';

/**
 * The words that an example was given, with its own words in place of those that are missing.
 *
 * `--help` prints how it is called and ends.
 */
export function wordsOr<const Words extends readonly string[]>(usage: string, ...usual: Words): Words {
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h')) {
    console.log(`node --import tsx examples/${usage}`);
    process.exit(0);
  }
  mkdirSync(FOLDER, { recursive: true });
  return usual.map((word, index) => given[index] ?? word) as unknown as Words;
}
