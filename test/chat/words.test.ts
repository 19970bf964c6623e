import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { commandWords, languageOf, languages, tell } from '../../src/chat/words/index.ts';
import { sentence } from '../../src/sentence.ts';

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

describe('tell', () => {
  const done = sentence('Done: {link}', { link: 'https://x' });
  it('says it in the language of a locale', () => expect(tell('de-AT', done)).toBe('Fertig: https://x'));
  it('says it in English to whom we know no language', () =>
    expect(tell('fi', done)).toBe('Done: https://x'));
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
  /** Choices that are names, the same in all languages. */
  const names =
    /^(?:(?:cmu|en|de|fr|ja|es|pt|auto|sam)|(?:negative-prompt|null-text)|(?:attention|difference|detector)|(?:copy|copy-repaint|palaev|palaev-plus))$/u;
  const choices = commands.flatMap(({ name, options }) =>
    Object.values(options).flatMap((option) =>
      (option.choices ?? []).filter((choice) => !names.test(choice)).map((choice) => [name, choice] as const),
    ),
  );
  it.each(translated.flatMap((language) => choices.map((choice) => [language, ...choice] as const)))(
    'says in %s what can be chosen: %s %s',
    (language, command, choice) => {
      const words = commandWords(language, command)?.choices?.[choice] ?? '';
      expect(words.length).toBeGreaterThan(0);
      expect(words.length).toBeLessThanOrEqual(100);
    },
  );
  it('leaves English to the command itself', () => expect(commandWords('en', 'imagine')).toBeUndefined());
});
