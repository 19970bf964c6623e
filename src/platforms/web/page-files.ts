import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, normalize } from 'node:path';
import type { Context } from 'hono';
import { languageModule, languageOfRequest, translatePage } from './page-language.ts';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The library of the bot's own messages, as one module for browsers. */
const MESSAGE_FORMAT = new URL('./intl-messageformat.iife.js', import.meta.resolve('intl-messageformat'));

/** Modules of the page that lie elsewhere. */
const ELSEWHERE: Readonly<Record<string, (language: string) => string | Promise<Buffer>>> = {
  'language.js': languageModule,
  'intl-messageformat.js': () => readFile(MESSAGE_FORMAT),
};

/**
 * Answers with a file of the page in the language of the request, fresh or "not changed"; only names that are in the
 * folder, and those above, are served.
 */
export async function pageFile(c: Context, name: string): Promise<Response> {
  const type = TYPES[extname(name)];
  const data = type === undefined ? undefined : await readPage(name, languageOfRequest(c));
  if (type === undefined || data === undefined) return c.notFound();
  const etag = `"${createHash('sha256').update(data).digest('hex').slice(0, 20)}"`;
  c.header('ETag', etag);
  c.header('Cache-Control', 'no-cache');
  c.header('Vary', 'Accept-Language, Cookie');
  if (c.req.header('if-none-match') === etag) return c.body(null, 304);
  c.header('Content-Type', type);
  return c.body(new Uint8Array(data));
}

async function readPage(name: string, language: string): Promise<Buffer | undefined> {
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  if (elsewhere !== undefined) return Buffer.from(await elsewhere(language));
  if (!(await readdir(FOLDER, { recursive: true })).includes(normalize(name))) return undefined;
  const data = await readFile(new URL(name, FOLDER));
  return name.endsWith('.html') ? Buffer.from(translatePage(data.toString('utf8'), language)) : data;
}
