import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Context } from 'hono';
import type { Language } from '../../chat/words/index.ts';
import { languageModule, languageOfRequest, translatePage } from './page-language.ts';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Answers with a file of the page folder in the language of the request, fresh or "not changed"; only names that are in
 * the folder are served.
 */
export async function pageFile(c: Context, name: string): Promise<Response> {
  const type = TYPES[extname(name)];
  if (type === undefined || !(await readdir(FOLDER)).includes(name)) return c.notFound();
  const data = inLanguage(name, await readFile(new URL(name, FOLDER)), languageOfRequest(c));
  const etag = `"${createHash('sha256').update(data).digest('hex').slice(0, 20)}"`;
  c.header('ETag', etag);
  c.header('Cache-Control', 'no-cache');
  c.header('Vary', 'Accept-Language, Cookie');
  if (c.req.header('if-none-match') === etag) return c.body(null, 304);
  c.header('Content-Type', type);
  return c.body(new Uint8Array(data));
}

function inLanguage(name: string, data: Buffer, language: Language): Buffer {
  if (language === 'en') return data;
  if (name === 'language.js') return Buffer.from(languageModule(language));
  return name.endsWith('.html') ? Buffer.from(translatePage(data.toString('utf8'), language)) : data;
}
