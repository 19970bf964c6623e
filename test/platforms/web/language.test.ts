import { readdirSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { languages, messagesOf } from '../../../src/locales/catalog.ts';
import {
  languageModule,
  languageOfRequest,
  translatePage,
} from '../../../src/platforms/web/page-language.ts';

const FOLDER = new URL('../../../src/platforms/web/page/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');
const pages = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.html'),
);
const english = messagesOf('en');

const asModule = (source: string) => `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;

/** The page's `say`, with the language module that a browser would get. */
async function sayIn(language: string) {
  const source = read('say.js')
    .replace('./intl-messageformat.js', import.meta.resolve('intl-messageformat'))
    .replace('./language.js', asModule(languageModule(language)));
  const { say } = (await import(/* @vite-ignore */ asModule(source))) as {
    say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  };
  return say;
}

describe('say', () => {
  it('says what the page says in its language', async () => {
    expect((await sayIn('de'))('page.cancel')).toBe('Abbrechen');
    expect((await sayIn('en'))('page.suggestionCount', { count: 1 })).toMatch(/^1 suggestion\b/u);
    expect((await sayIn('en'))('page.suggestionCount', { count: 2 })).toMatch(/^2 suggestions\b/u);
  });
  it('never reads placeholders or tags in what it is given', async () =>
    expect((await sayIn('en'))('page.removeFile', { name: '{count} $1 <b>' })).toBe('Remove {count} $1 <b>'));
});

const tags = (html: string) => html.match(/<[^<>\s]+/gu);

describe('translatePage', () => {
  it('writes every word of the page in the language', () => {
    const page = '<html lang="en">\n<button aria-label="{{page.send}}">  {{page.newest}} </button>';
    expect(translatePage(page, 'de')).toBe(
      '<html lang="de">\n<button aria-label="Senden">  Neueste </button>',
    );
  });
  it('offers every language', () => {
    for (const language of languages)
      expect(translatePage(read('index.html'), 'fr')).toContain(
        `<option value="${language}" lang="${language}">`,
      );
  });
  it.each(pages)('names in %s only messages that there are', (page) => {
    const keys = [...read(page).matchAll(/\{\{([\w.]+)\}\}/gu)].map(([, key = '']) => key);
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((key) => key !== 'languages' && !english.has(key))).toEqual([]);
  });
  it.each(pages)('has no words of its own in %s', (page) =>
    expect(
      [...read(page).matchAll(/<(?!kbd|title|script)\w+[^<>]*>([^<>{}]*\p{Ll}{2}[^<>{}]*)</gu)]
        .map(([, text = '']) => text.trim())
        .filter((text) => text !== 'Limner'),
    ).toEqual([]),
  );
  it('keeps the markup in every language', () => {
    for (const page of pages)
      for (const language of languages)
        expect(tags(translatePage(read(page), language))).toEqual(tags(translatePage(read(page), 'en')));
  });
});

describe('languageModule', () => {
  it('is a module with the language and its messages, and no others', async () => {
    const { language, messages } = (await import(/* @vite-ignore */ asModule(languageModule('fr')))) as {
      language: string;
      messages: Readonly<Record<string, string>>;
    };
    expect(language).toBe('fr');
    expect(messages['page.cancel']).toBe(messagesOf('fr').get('page.cancel'));
    expect(Object.keys(messages)).toEqual([...english.keys()].filter((key) => key.startsWith('page.')));
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
