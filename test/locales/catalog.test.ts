import { describe, expect, it } from 'vitest';
import { commandWords, flatten, languageName, languageOf, languages } from '../../src/locales/catalog.ts';

describe('languages', () => {
  it('are the files of the folder, English first', () =>
    expect(languages).toEqual(['en', 'de', 'es', 'fr', 'ja', 'pt']));
  it('have names of their own', () =>
    expect(languages.map(languageName)).toEqual([
      'English',
      'Deutsch',
      'español',
      'français',
      '日本語',
      'português',
    ]));
});

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

describe('commandWords', () => {
  it('are what a command does', () => {
    expect(commandWords('en', 'undo')?.description).toMatch(/^[A-Z].*\.$/u);
    expect(commandWords('de', 'undo')?.description).not.toBe(commandWords('en', 'undo')?.description);
  });
  it('are none for what nobody has translated', () => expect(commandWords('de', 'fly')).toBeUndefined());
});

describe('flatten', () => {
  it('writes dotted keys', () =>
    expect(flatten({ undo: { line: 'a' }, pick: { no: { way: 'b' } } })).toEqual([
      ['undo.line', 'a'],
      ['pick.no.way', 'b'],
    ]));
});
