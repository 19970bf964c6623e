import { describe, expect, it } from 'vitest';
import { languages, messagesOf } from '../../src/locales/catalog.ts';
import { localeProblems } from './locale.contract.ts';

const english = messagesOf('en');

describe('the languages keep the locale contract', () => {
  it.each(languages)('%s.json', (language) =>
    expect(localeProblems(language, english, messagesOf(language))).toEqual([]),
  );
});

describe('the locale contract', () => {
  const check = (inEnglish: string, message: string, key = 'a.b') =>
    localeProblems('de', new Map([[key, inEnglish]]), new Map([[key, message]])).join();
  const PLURAL = '{count, plural, one {# picture} other {# pictures}}';

  it('passes what is right', () => {
    expect(check('I see {labels}.', 'Ich sehe {labels}.')).toBe('');
    expect(check(PLURAL, '{count, plural, =0 {kein Bild} one {# Bild} other {# Bilder}}')).toBe('');
    expect(check(PLURAL, '{count, number} Bilder')).toBe('');
  });
  it('passes what is missing', () => expect(localeProblems('de', english, new Map())).toEqual([]));
  it.each([
    ['I see {labels}.', 'Ich sehe {label}.', /has the placeholders label; expected labels/u],
    ['I see {labels}.', 'Ich sehe nichts.', /has the placeholders none; expected labels/u],
    [PLURAL, '{count} Bilder', /has the placeholders count; expected count \(a number\)/u],
    [PLURAL, '{count, plural, one {# Bild}}', /is malformed/u],
    [PLURAL, '{count, plural, few {# Bild} other {# Bilder}}', /plural form few, which de does not use/u],
    ['I see {labels}.', 'Ich sehe {labels.', /is malformed/u],
    ['Undo', ' ', /is empty/u],
  ])('rejects "%s" → "%s"', (inEnglish, message, problem) =>
    expect(check(inEnglish, message)).toMatch(problem),
  );
  it('rejects keys that English does not have', () =>
    expect(localeProblems('de', new Map(), new Map([['a.b', 'Hallo']]))).toEqual([
      'de.json: a.b is not a key of en.json',
    ]));
  it('rejects texts that do not fit into a menu', () =>
    expect(check('Undo', 'x'.repeat(101), 'commands.undo.description')).toMatch(/101 characters/u));
});
