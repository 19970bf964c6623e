import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Context } from 'hono';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Answers with a file of the page folder, fresh or "not changed"; only names that are in the folder are served. */
export async function pageFile(c: Context, name: string): Promise<Response> {
  const type = TYPES[extname(name)];
  if (type === undefined || !(await readdir(FOLDER)).includes(name)) return c.notFound();
  const data = await readFile(new URL(name, FOLDER));
  const etag = `"${createHash('sha256').update(data).digest('hex').slice(0, 20)}"`;
  c.header('ETag', etag);
  c.header('Cache-Control', 'no-cache');
  if (c.req.header('if-none-match') === etag) return c.body(null, 304);
  c.header('Content-Type', type);
  return c.body(new Uint8Array(data));
}
