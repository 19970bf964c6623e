import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { languageOf, languages } from '../../chat/words/index.ts';
import type { Language } from '../../chat/words/index.ts';
import { pageWords } from './words/index.ts';

/**
 * The language of a request: what the person chose on the page (cookie `language`), else the first of the browser's
 * languages that we speak, else English.
 */
export function languageOfRequest(c: Context): Language {
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

/** A text between tags, with the tag before it; keys of the keyboard and other languages are none. */
const TEXT = /(<(?!kbd|sup|output|script|[^<>]*\slang=)\/?\w+[^<>]*>)([^<>]*\p{L}[^<>]*)/gu;
const ATTRIBUTE = /(\s(?:aria-label|placeholder|title)="|name="description" content=")([^"]+)/gu;

/** All that is to be read in a page of ours, in English. */
export const textsOf = (html: string): string[] =>
  [...html.matchAll(TEXT), ...html.matchAll(ATTRIBUTE)].map(([, , text = '']) => text.trim());

/** Puts a page of ours into another language; what has no translation stays English. */
export function translatePage(html: string, language: Language): string {
  if (language === 'en') return html;
  const translate = (_: string, before: string, text: string) =>
    before + text.replace(text.trim(), escape(pageWords[language][text.trim()] ?? text.trim()));
  return html
    .replace('<html lang="en">', `<html lang="${language}">`)
    .replace(TEXT, translate)
    .replace(ATTRIBUTE, translate);
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The page's `language.js` in another language than English. */
export const languageModule = (language: Exclude<Language, 'en'>): string =>
  `export const language = ${JSON.stringify(language)};\nexport const words = ${JSON.stringify(pageWords[language])};\n`;
