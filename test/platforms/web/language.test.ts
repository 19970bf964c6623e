import { readdirSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../src/chat/words/index.ts';
import {
  languageModule,
  languageOfRequest,
  textsOf,
  translatePage,
} from '../../../src/platforms/web/page-language.ts';
import { pageWords } from '../../../src/platforms/web/words/index.ts';
import { inEnglish } from '../../../src/sentence.ts';
import { translationProblems } from '../../contracts/translations.contract.ts';

const FOLDER = new URL('../../../src/platforms/web/page/', import.meta.url);
/** A script of the page has no types. */
const { say } = (await import(new URL('say.js', FOLDER).href)) as {
  say: (pattern: string, values: Readonly<Record<string, string | number>>) => string;
};
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');
const names = readdirSync(FOLDER);
const pages = names.filter((name) => name.endsWith('.html'));
const CALL = /(?<![\w.])say\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")?/gu;
const calls = names
  .filter((name) => name.endsWith('.js') && name !== 'say.js')
  .flatMap((name) =>
    [...read(name).matchAll(CALL)].map(([, single, double]) => ({
      name,
      pattern: (single ?? double ?? '').replaceAll(/\\(.)/gu, '$1'),
    })),
  );
/** Names, and words on keys. */
const UNTRANSLATED = new Set(['Limner']);
const english = new Set(
  [...pages.flatMap((page) => textsOf(read(page))), ...calls.map(({ pattern }) => pattern)].filter(
    (text) => !UNTRANSLATED.has(text),
  ),
);
/** Words that are the same in another language. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['Chat', 'Plan'],
  fr: [
    'Message',
    'Messages',
    'Conversations',
    'Suggestions',
    'Chat',
    'Rectangle',
    'Actions',
    'Long message',
    'Plan',
  ],
  es: ['Chat', 'Plan'],
  pt: ['Chat'],
};

describe('what the page says', () => {
  it('is found', () => {
    expect(english).toContain('What shall we paint?');
    expect(english).toContain('Say what to paint or change');
    expect(english).toContain('Replying to {message}');
    expect(calls.filter(({ pattern }) => pattern === '')).toEqual([]);
  });
  describe.each(languages.filter((language) => language !== 'en'))('in %s', (language) => {
    const words = pageWords[language];
    it('is translated, and nothing else', () => {
      expect([...english].filter((text) => !(text in words))).toEqual([]);
      expect(Object.keys(words).filter((text) => !english.has(text))).toEqual([]);
    });
    it('has the same values, in other words', () =>
      expect(translationProblems(language, words, SAME[language])).toEqual([]));
  });
});

describe('say', () => {
  it.each([
    ['{count} {count|one:picture|other:pictures}', { count: 1 }],
    ['{count} {count|one:picture|other:pictures}', { count: 1234 }],
    ['Replying to {message}', { message: '{count} $1' }],
  ])('says "%s" as the bot does', (pattern, values) =>
    expect(say(pattern, values)).toBe(inEnglish({ pattern, values })),
  );
});

const tags = (html: string) => html.match(/<[^<>\s]+/gu);

describe('translatePage', () => {
  it('leaves the English page as it is', () =>
    expect(translatePage(read('index.html'), 'en')).toBe(read('index.html')));
  it('changes words and nothing else', () => {
    const page =
      '<html lang="en">\n<button aria-label="Send">  Newest </button><kbd>Close</kbd><p class="Send">?</p>';
    expect(translatePage(page, 'de')).toBe(
      '<html lang="de">\n<button aria-label="Senden">  Neueste </button><kbd>Close</kbd><p class="Send">?</p>',
    );
  });
  it('keeps the markup in every language', () => {
    for (const page of pages)
      for (const language of languages)
        expect(tags(translatePage(read(page), language))).toEqual(tags(read(page)));
  });
});

describe('languageModule', () => {
  it('is a module with the language and its words', async () => {
    const source = `data:text/javascript,${encodeURIComponent(languageModule('fr'))}`;
    const { language, words } = (await import(/* @vite-ignore */ source)) as {
      language: string;
      words: object;
    };
    expect(language).toBe('fr');
    expect(words).toEqual(pageWords.fr);
  });
});

describe('languageOfRequest', () => {
  const app = new Hono().get('/', (c) => c.text(languageOfRequest(c)));
  it.each([
    [{}, 'en'],
    [{ 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' }, 'de'],
    [{ 'accept-language': 'fi, ja;q=0.7, en;q=0.5' }, 'ja'],
    [{ 'accept-language': 'en-GB, fr;q=0.9' }, 'en'],
    [{ 'accept-language': 'en;q=0.5, fr;q=0.9' }, 'fr'],
    [{ 'accept-language': '*' }, 'en'],
    [{ 'accept-language': 'fr', cookie: 'language=pt' }, 'pt'],
    [{ 'accept-language': 'fr', cookie: 'language=tlh' }, 'fr'],
  ])('reads %o as %s', async (headers, language) =>
    expect(await (await app.request('/', { headers: headers as Record<string, string> })).text()).toBe(
      language,
    ),
  );
});
