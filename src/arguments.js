// @ts-check
// Plain JavaScript, and nothing of ours is imported: help and mistyped words are answered before anything is compiled.
import { parseArgs } from 'node:util';

/**
 * What was asked for on the command line.
 *
 * @typedef {object} Help
 * @property {'help'} mode
 *
 * @typedef {object} Wrong
 * @property {'wrong'} mode
 * @property {string} problem what was wrong and what to do
 *
 * @typedef {object} Serve
 * @property {'serve'} mode
 * @property {string} [port]
 * @property {string} [host]
 *
 * @typedef {object} SubCommand
 * @property {'command'} mode
 * @property {string} name
 * @property {readonly string[]} rest
 *
 * @typedef {object} Once
 * @property {'once'} mode
 * @property {readonly string[]} messages
 * @property {number | undefined} seed
 * @property {string | undefined} language BCP 47 tag; English without it, whatever the machine speaks
 * @property {string} out
 * @property {string | undefined} image
 * @property {string | undefined} layouts a file of painted layouts in the format of DenseDiffusion's benchmark
 * @property {string | undefined} items which of its items
 * @property {boolean} json
 *
 * @typedef {Serve | SubCommand | Once} Arguments
 */

/** What there is to do besides serving, and what each line of help says of it. */
const COMMANDS = {
  connect: [
    'connect discord|slack',
    "asks for a platform's tokens, tries them, and writes .env after asking",
  ],
  doctor: ['doctor', 'looks at every part of the installation, one line each'],
  invite: ['invite NAME', 'prints the link that lets one person into the web chat of an open port'],
  mcp: ['mcp', 'serves the Model Context Protocol on standard input and output, for other programs'],
  parse: [
    'parse "make the dog blue"',
    'shows how a sentence is read: its phrases, steps, and what was not understood',
  ],
  worker: ['worker', 'paints what other processes put into the queue of REDIS_URL'],
};

/**
 * The page of help.
 *
 * @param {string} program how this program is called here: `npm start --`, `npx limner`
 */
export function usage(program) {
  const start = program.replace(/ --$/u, '');
  const commands = Object.values(COMMANDS).map(
    ([words = '', what]) => `  ${`${program} ${words}`.padEnd(37)} ${what}`,
  );
  return `Limner paints pictures and repaints exactly what you ask for.

  ${start.padEnd(37)} the web chat, and Discord and Slack when their tokens are set (see .env.example)
      --port N       where the web chat listens; default: 3000, or the next free one
      --host H       the address it listens on; default: 127.0.0.1, this machine only
  ${program} --once "/imagine a cat" "make the cat blue"
                                        says the messages one after another, writes the pictures, and ends
      --out DIR      where pictures and masks go; default: out
      --seed N       the seed of all pictures
      --language L   the language of the answers: de, fr, ja, es, pt; default: en
      --image FILE   a photo that comes with the first message
      --layouts FILE painted layouts in the format of DenseDiffusion's benchmark (testset.pkl beside testset_layout/),
                     each painted from; --items 0,3-5 chooses some
      --json         one JSON object a reply on standard output, nothing else
${commands.join('\n')}
  ${`${program} --help`.padEnd(37)} this page`;
}

const SEEDS = 2 ** 32;
const PORTS = 2 ** 16;

/** Which mode an option belongs to. */
const OPTIONS = /** @type {const} */ ({
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  host: { type: 'string' },
  once: { type: 'boolean' },
  seed: { type: 'string' },
  language: { type: 'string' },
  out: { type: 'string' },
  image: { type: 'string' },
  layouts: { type: 'string' },
  items: { type: 'string' },
  json: { type: 'boolean' },
});
const OF_SERVING = ['port', 'host'];

/**
 * Reads the command line.
 *
 * @param {readonly string[]} given
 * @param {string} program as in `usage`
 * @returns {Arguments | Help | Wrong}
 */
export function readArguments(given, program) {
  try {
    return read(given);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const end = error.message.endsWith('?') ? '' : '.';
    return { mode: 'wrong', problem: `${error.message}${end} See ${program} --help.` };
  }
}

/**
 * @param {readonly string[]} given
 * @returns {Arguments | Help}
 */
function read(given) {
  const [first = '', ...rest] = given;
  if (first in COMMANDS)
    return rest.includes('--help') || rest.includes('-h')
      ? { mode: 'help' }
      : { mode: 'command', name: first, rest };
  const { values, positionals } = parse(given);
  if (values.help === true) return { mode: 'help' };
  if (values.once !== true) return readServe(values, positionals);
  const misplaced = OF_SERVING.find((name) => name in values);
  if (misplaced !== undefined)
    throw new RangeError(`--${misplaced} is of no use with --once: nothing listens`);
  const { layouts, seed } = values;
  if (positionals.length === 0 && layouts === undefined)
    throw new RangeError('--once needs at least one message, for example --once "/imagine a cat on grass"');
  return {
    mode: 'once',
    messages: positionals,
    seed: seed === undefined ? undefined : wholeNumber('--seed', seed, SEEDS - 1),
    language: values.language,
    out: values.out ?? 'out',
    image: values.image,
    layouts,
    items: values.items,
    json: values.json === true,
  };
}

/**
 * @param {ReturnType<typeof parse>['values']} values
 * @param {readonly string[]} positionals
 * @returns {Serve}
 */
function readServe({ port, host, ...others }, positionals) {
  const [stray] = positionals;
  const [option] = Object.keys(others);
  if (stray !== undefined) throw new RangeError(strangeWord(stray));
  if (option !== undefined) throw new RangeError(`--${option} belongs to --once`);
  if (port !== undefined) wholeNumber('--port', port, PORTS - 1);
  return { mode: 'serve', ...(port !== undefined && { port }), ...(host !== undefined && { host }) };
}

/** @param {readonly string[]} given */
function parse(given) {
  try {
    return parseArgs({ args: [...given], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    const [problem = ''] = /** @type {Error} */ (error).message.split('. ', 1);
    const [, typed] = /'--([\w-]+)'/u.exec(problem) ?? [];
    const near = typed === undefined ? undefined : nearest(typed, Object.keys(OPTIONS));
    throw new RangeError(
      near === undefined || near === typed ? problem : `${problem}. Did you mean --${near}?`,
    );
  }
}

/** @param {string} word */
function strangeWord(word) {
  const near = nearest(word, Object.keys(COMMANDS));
  if (near !== undefined) return `"${word}" is no command. Did you mean ${near}?`;
  return `"${word}" is no command (there is ${Object.keys(COMMANDS).join(', ')}); to say it, put --once before it`;
}

/**
 * The name that was probably meant: at most a third of its letters differ.
 *
 * @param {string} typed
 * @param {readonly string[]} names
 */
function nearest(typed, names) {
  const [best] = names
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name) }))
    .toSorted((one, other) => one.distance - other.distance);
  return best !== undefined && best.distance <= Math.ceil(best.name.length / 3) ? best.name : undefined;
}

/**
 * How many letters are added, left out, changed or swapped with their neighbor between two words.
 *
 * @param {string} one
 * @param {string} other
 */
function editDistance(one, other) {
  /** @type {number[][]} */
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        at(rows, i - 1, j) + 1,
        (row[j - 1] ?? 0) + 1,
        at(rows, i - 1, j - 1) + (isSame ? 0 : 1),
        isSwap ? at(rows, i - 2, j - 2) + 1 : Infinity,
      );
    }
    rows.push(row);
  }
  return at(rows, one.length, other.length);
}

/**
 * @param {number[][]} rows
 * @param {number} i
 * @param {number} j
 */
const at = (rows, i, j) => rows[i]?.[j] ?? Infinity;

/**
 * @param {string} option
 * @param {string} words
 * @param {number} most
 */
function wholeNumber(option, words, most) {
  const number = Number(words);
  if (/^\d+$/u.test(words) && number <= most) return number;
  throw new RangeError(`${option} takes a whole number from 0 to ${most}, got "${words}"`);
}
