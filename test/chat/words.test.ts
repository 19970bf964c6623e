import { describe, expect, it } from 'vitest';
import { en } from '../../src/chat/words/en.ts';
import { languageOf, languages, say } from '../../src/chat/words/index.ts';
import type { WordKey } from '../../src/chat/words/index.ts';

const keys = Object.keys(en) as WordKey[];
const placeholders = (text: string) => (text.match(/\{\w+\}/gu) ?? []).toSorted();

describe('languageOf', () => {
  it.each([
    ['en-GB', 'en'],
    ['de', 'de'],
    ['fr', 'fr'],
    ['ja', 'ja'],
    ['es-419', 'es'],
    ['pt-BR', 'pt'],
    ['fi', 'en'],
    [undefined, 'en'],
  ])('reads %s as %s', (tag, language) => expect(languageOf(tag)).toBe(language));
});

describe('say', () => {
  it('fills in values', () => expect(say('de', 'done', { link: 'https://x' })).toBe('Fertig: https://x'));
  it('leaves a placeholder without a value as it is', () => expect(say('en', 'done')).toBe('Done: {link}'));
  it.each(languages.flatMap((language) => keys.map((key) => [language, key] as const)))(
    'has the same placeholders in %s for %s',
    (language, key) => {
      expect(placeholders(say(language, key))).toEqual(placeholders(en[key]));
      expect(say(language, key).trim()).not.toBe('');
    },
  );
});
