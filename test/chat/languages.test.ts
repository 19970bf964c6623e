import { describe, expect, it } from 'vitest';
import { COMMON_THINGS } from '../../src/detection/lookable.ts';
import { languages, wordsOf } from '../../src/chat/words/index.ts';
import { de as things } from '../../src/chat/words/things/de.ts';
import { translationProblems } from '../contracts/translations.contract.ts';
import { sentencesIn, sourcesBelow } from './find-sentences.ts';

const sources = sourcesBelow('src', 'commands').filter(({ file }) => !file.includes('/words/'));
const found = sources.flatMap(({ file, source }) => sentencesIn(source, file));
const english = [...new Set(found.map(({ pattern }) => pattern))];
/** Said to whoever runs the bot, on the command line. */
const COMMAND_LINE =
  /^src\/(?:arguments|connect|main|doctor|once\/.*|platforms\/\w+\/(?:connection\/)?(?:connect|doctor|workspace))\.ts$/u;
/** Words that are the same in another language. */
const MINUTES = '{minutes} min {seconds} s';
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['Info', MINUTES],
  fr: ['{number}, {width} × {height} pixels', MINUTES],
  es: ['Info', MINUTES],
  pt: ['Info', '{number}, {width} × {height} pixels', 'layout: {regions}', MINUTES],
};

describe('what is said', () => {
  it('is found in the sources', () => {
    expect(sentencesIn(`sentence('It\\'s {name}.', { name })`, 'a.ts')).toEqual([
      { pattern: "It's {name}.", where: 'a.ts:1' },
    ]);
    expect(english.length).toBeGreaterThan(100);
  });
  it('is one string literal each', () =>
    expect(found.filter(({ pattern }) => pattern === '').map(({ where }) => where)).toEqual([]));
  it('is a sentence in every error for people', () => {
    const bare = sources.flatMap(({ file, source }) =>
      COMMAND_LINE.test(file)
        ? []
        : [...source.matchAll(/new UserError\(\s*'(\w+)',\s*['"`]/gu)].map(([, code]) => `${file}: ${code}`),
    );
    expect(bare).toEqual([]);
  });
});

describe.each(languages.filter((language) => language !== 'en'))('in %s', (language) => {
  const { sentences, tag } = wordsOf(language);
  it('is said everything', () => {
    const lost = [
      ...new Set(found.filter(({ pattern }) => !(pattern in sentences)).map(({ pattern }) => pattern)),
    ];
    expect(lost).toEqual([]);
  });
  it('has no words that nobody says', () =>
    expect(Object.keys(sentences).filter((said) => !english.includes(said) && !(said in things))).toEqual(
      [],
    ));
  it('is called everything that a detector can see', () =>
    expect(COMMON_THINGS.filter((thing) => !(thing in sentences))).toEqual([]));
  it('is said with the same values, in other words, in a way that every number fits', () =>
    expect(translationProblems(tag, sentences, SAME[language])).toEqual([]));
});
