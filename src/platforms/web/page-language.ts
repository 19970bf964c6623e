import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { languageName, languageOf, languages, messagesOf } from '../../locales/catalog.ts';

/**
 * The language of a request: what the person chose on the page (cookie `language`), else the first of the browser's
 * languages that we speak, else English.
 */
export function languageOfRequest(c: Context): string {
  const chosen = languages.find((language) => language === getCookie(c, 'language'));
  if (chosen !== undefined) return chosen;
  const wanted = (c.req.header('accept-language') ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q=/u);
      return { tag, quality: Number(quality ?? 1) };
    })
    .toSorted((a, b) => b.quality - a.quality);
  // Who reads English first wants English, not the language that comes after it.
  const spoken = wanted.find(({ tag }) => languageOf(tag) !== 'en' || /^en\b/iu.test(tag));
  return languageOf(spoken?.tag);
}

const PREFIX = 'page.';

/** What the page itself says, in English where nobody has translated it. */
const pageMessages = (language: string): ReadonlyMap<string, string> =>
  new Map([...messagesOf('en'), ...messagesOf(language)].filter(([key]) => key.startsWith(PREFIX)));

/** Puts a page of ours into a language: `{{page.send}}` becomes the message. */
export function translatePage(html: string, language: string): string {
  const messages = pageMessages(language);
  const options = languages.map(
    (each) => `<option value="${each}" lang="${each}">${languageName(each)}</option>`,
  );
  return html
    .replace('<html lang="en">', `<html lang="${language}">`)
    .replace('{{languages}}', options.join('\n          '))
    .replaceAll(/\{\{([\w.]+)\}\}/gu, (_, key: string) => escape(messages.get(key) ?? key));
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The page's `language.js`: its language and everything that its scripts say. */
export const languageModule = (language: string): string =>
  `export const language = ${JSON.stringify(language)};\n` +
  `export const messages = ${JSON.stringify(Object.fromEntries(pageMessages(language)))};\n`;
