import { describe, expect, it } from 'vitest';
import { en } from '../../src/chat/words/en.ts';
import { commands } from '../../commands/index.ts';
import { commandWords, languageOf, languages, say } from '../../src/chat/words/index.ts';
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

describe('commandWords', () => {
  const translated = languages.filter((language) => language !== 'en');
  it.each(translated.flatMap((language) => commands.map((command) => [language, command] as const)))(
    'says in %s what $name and each of its options do',
    (language, { name, options }) => {
      const words = commandWords(language, name);
      expect(Object.keys(words?.options ?? {}).toSorted()).toEqual(Object.keys(options).toSorted());
      for (const text of [words?.description ?? '', ...Object.values(words?.options ?? {})]) {
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(100);
      }
    },
  );
  it('leaves English to the command itself', () => expect(commandWords('en', 'imagine')).toBeUndefined());
});
