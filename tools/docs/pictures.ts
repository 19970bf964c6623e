/**
 * Makes the picture of a conversation that the README shows: `npm run docs:pictures`.
 * It says real messages to the bot, so what it shows is what a newcomer gets.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodePicture } from '../../src/image/decode.ts';
import { contactSheet } from '../../src/image/drawing.ts';
import { encodePng } from '../../src/image/encode.ts';

const root = join(import.meta.dirname, '../..');
const MESSAGES = process.argv.slice(2);
const SAID =
  MESSAGES.length > 0
    ? MESSAGES
    : ['/imagine a mushroom on grass', 'move the mushroom left', 'make the mushroom blue'];

interface Reply {
  readonly text: string;
  readonly pictures: readonly { readonly file: string; readonly role: string; readonly alt: string }[];
}

const folder = await mkdtemp(join(tmpdir(), 'limner-pictures-'));
const { stdout } = await promisify(execFile)(
  process.execPath,
  [join(root, 'tools/start.js'), '--once', ...SAID, '--seed', '11', '--out', folder, '--json'],
  { cwd: root },
);
const replies = stdout
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Reply);
const entries = await Promise.all(
  replies.flatMap((reply, turn) =>
    reply.pictures.map(async ({ file, role }) => ({
      image: await decodePicture(await readFile(file)),
      caption: role === 'mask' ? 'the mask' : (SAID[turn] as string),
    })),
  ),
);
const sheet = await contactSheet(entries, { columns: Math.min(5, entries.length) });
await writeFile(join(root, 'docs/pictures/conversation.png'), await encodePng(sheet));
await rm(folder, { recursive: true });
console.log(`docs/pictures/conversation.png: ${SAID.join(' → ')}`);
