import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { COMMON_THINGS } from '../../src/detection/lookable.ts';
import { messagesOf } from '../../src/locales/catalog.ts';
import { messageArguments } from '../../tools/locales/message-arguments.ts';
import { writeMessageValues } from '../../tools/locales/message-values.ts';
import { messagesIn, sourcesBelow } from './find-messages.ts';

const english = messagesOf('en');
const sources = sourcesBelow(['src', 'commands'], /\.(?:ts|js|html)$/u).filter(
  ({ file }) => file !== 'src/locales/message-values.ts',
);
const found = sources
  .filter(({ file }) => !/page\/say\.js$|\.html$/u.test(file))
  .flatMap(({ file, source }) => messagesIn(source, file));
/** Said to whoever runs the bot, on the command line. */
const COMMAND_LINE =
  /^src\/(?:arguments|connect|main|doctor|once\/.*|platforms\/\w+\/(?:\w+\/)?(?:connect|doctor|workspace))\.ts$/u;

describe('what is said', () => {
  it('is found in the sources', () => {
    const source = `sentence('a.b', { name, in: f({ x: 1 }, [y]) })\nsentence(\n'c.d')`;
    expect(messagesIn(source, 'a.ts')).toEqual([
      { key: 'a.b', values: ['in', 'name'], where: 'a.ts:1' },
      { key: 'c.d', values: [], where: 'a.ts:2' },
    ]);
    expect(messagesIn('say(x)', 'a.js')).toEqual([{ key: '', values: undefined, where: 'a.js:1' }]);
    expect(found.length).toBeGreaterThan(300);
  });
  it('is a key of en.json', () => {
    const unknown = found.filter(({ key }) => !english.has(key));
    expect(
      unknown.map(
        ({ key, where }) =>
          `${where}: "${key}" is not a key of src/locales/en.json. Write the English there under a short key, ` +
          'say sentence(key), and run npm run locales; docs/adding/language.md',
      ),
    ).toEqual([]);
  });
  it('has the values that its message takes', () => {
    const wrong = found.flatMap(({ key, values, where }) => {
      const expected = [...messageArguments(english.get(key) ?? '').keys()].toSorted();
      return values === undefined || values.join() === expected.join()
        ? []
        : [
            `${where}: ${key} takes ${expected.join(', ') || 'nothing'}; got ${values.join(', ') || 'nothing'}`,
          ];
    });
    expect(wrong).toEqual([]);
  });
  it('is said somewhere', () => {
    const all = sources.map(({ source }) => source).join('\n');
    const isSaid = (key: string) => [`'${key}'`, `{{${key}}}`].some((quoted) => all.includes(quoted));
    expect([...english.keys()].filter((key) => !/^(?:words|commands)\./u.test(key) && !isSaid(key))).toEqual(
      [],
    );
  });
  it('is a sentence in every error for people', () => {
    const bare = sources.flatMap(({ file, source }) =>
      COMMAND_LINE.test(file)
        ? []
        : [...source.matchAll(/new UserError\(\s*'(\w+)',\s*['"`]/gu)].map(([, code]) => `${file}: ${code}`),
    );
    expect(bare).toEqual([]);
  });
  it('has types of the messages there are', () =>
    expect(
      readFileSync(new URL('../../src/locales/message-values.ts', import.meta.url), 'utf8'),
      'en.json has changed: npm run locales',
    ).toBe(writeMessageValues(english)));
});

describe('words', () => {
  it('name everything that a detector can see', () =>
    expect(COMMON_THINGS.filter((thing) => !english.has(`words.${thing}`))).toEqual([]));
});

describe('words of commands', () => {
  it('are those of the commands and options there are', () => {
    const there = commands.flatMap(({ name, options }) => [
      `${name}.description`,
      ...Object.keys(options).map((option) => `${name}.options.${option}`),
    ]);
    const said = [...english.keys()]
      .filter((key) => key.startsWith('commands.') && !key.includes('.choices.'))
      .map((key) => key.slice('commands.'.length));
    expect(said.toSorted()).toEqual(there.toSorted());
  });
  it('are those of the choices there are', () => {
    const there = new Set(
      commands.flatMap(({ name, options }) =>
        Object.values(options).flatMap((option) =>
          (option.choices ?? []).map((choice) => `commands.${name}.choices.${choice}`),
        ),
      ),
    );
    expect([...english.keys()].filter((key) => key.includes('.choices.') && !there.has(key))).toEqual([]);
  });
});
