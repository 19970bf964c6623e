import { parseArgs } from 'node:util';
import { UserError } from './errors.ts';

/** What was asked for on the command line. */
export type Arguments =
  | { readonly mode: 'help' }
  | { readonly mode: 'serve' }
  | { readonly mode: 'command'; readonly name: string; readonly rest: readonly string[] }
  | {
      readonly mode: 'once';
      readonly messages: readonly string[];
      readonly seed?: number | undefined;
      /** BCP 47 tag; English without it, whatever the machine speaks. */
      readonly language?: string | undefined;
      readonly out: string;
      readonly image?: string | undefined;
      /** A file of painted layouts in the format of DenseDiffusion's benchmark, and which of its items. */
      readonly layouts?: string | undefined;
      readonly items?: string | undefined;
      readonly json: boolean;
    };

export const USAGE = `Limner paints pictures and repaints exactly what you ask for.

  npm start                             the web chat, and Discord and Slack when their tokens are set (see .env.example)
  npm start -- --once "/imagine a cat" "make the cat blue"
                                        says the messages one after another, writes the pictures, and ends
      --out DIR      where pictures and masks go; default: out
      --seed N       the seed of all pictures
      --language L   the language of the answers: de, fr, ja, es, pt; default: en
      --image FILE   a photo that comes with the first message
      --layouts FILE painted layouts in the format of DenseDiffusion's benchmark (testset.pkl beside testset_layout/),
                     each painted from; --items 0,3-5 chooses some
      --json         one JSON object a reply on standard output, nothing else
  npm start -- connect discord|slack    asks for a platform's tokens, tries them, and writes .env after asking
  npm start -- doctor                   looks at every part of the installation, one line each
  npm start -- --help                   this page`;

const SEEDS = 2 ** 32;

/**
 * Reads the command line.
 *
 * @param commands names of sub-commands
 * @throws {UserError} `BAD_ARGUMENTS` with what was wrong and what to do
 */
export function readArguments(given: readonly string[], commands: readonly string[] = []): Arguments {
  const [first = '', ...rest] = given;
  if (commands.includes(first)) return { mode: 'command', name: first, rest };
  const { values, positionals } = parse(given);
  if (values.help === true) return { mode: 'help' };
  const { once = false, json = false, out = 'out', image, seed, language, layouts, items } = values;
  if (!once) {
    const [stray] = positionals;
    const [option] = Object.keys(values);
    if (stray !== undefined)
      throw bad(
        `"${stray}" is no command${commands.length > 0 ? ` (there is ${commands.join(', ')})` : ''}; to say it, put --once before it`,
      );
    if (option !== undefined) throw bad(`--${option} belongs to --once`);
    return { mode: 'serve' };
  }
  if (positionals.length === 0 && layouts === undefined)
    throw bad('--once needs at least one message, for example --once "/imagine a cat on grass"');
  return {
    mode: 'once',
    messages: positionals,
    seed: readSeed(seed),
    language,
    out,
    image,
    layouts,
    items,
    json,
  };
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        once: { type: 'boolean' },
        seed: { type: 'string' },
        language: { type: 'string' },
        out: { type: 'string' },
        image: { type: 'string' },
        layouts: { type: 'string' },
        items: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw bad((error as Error).message.split('. ', 1)[0] ?? '');
  }
}

function readSeed(words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  const seed = Number(words);
  if (/^\d+$/u.test(words) && seed < SEEDS) return seed;
  throw bad(`--seed takes a whole number from 0 to ${SEEDS - 1}, got "${words}"`);
}

const bad = (problem: string): UserError =>
  new UserError('BAD_ARGUMENTS', `${problem}. See npm start -- --help.`);
