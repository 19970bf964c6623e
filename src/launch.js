// @ts-check
import { readArguments, usage } from './arguments.js';

/**
 * Answers what needs nothing of the bot (help, mistyped words) at once, and loads the bot for everything else.
 *
 * @param {readonly string[]} given the words after the program's name
 * @param {object} start
 * @param {string} start.program how people call this program here: `npm start --`, `npx limner`
 * @param {() => Promise<{ main: (given: import('./arguments.js').Arguments) => Promise<void> }>} start.load
 */
export async function launch(given, { program, load }) {
  const asked = readArguments(given, program);
  if (asked.mode === 'help') {
    process.stdout.write(`${usage(program)}\n`);
  } else if (asked.mode === 'wrong') {
    process.stderr.write(`${asked.problem}\n`);
    process.exitCode = 2;
  } else {
    const { main } = await load();
    await main(asked);
  }
}
