/** Fills a store until it refuses, then reports what is left; run by full-disk.test.ts under a file size limit. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/sessions/open-store.ts';
import { setSetting } from '../../src/sessions/tree.ts';

const [, , folder = '', kind = ''] = process.argv;
const store = await openStore({ folder });

const bytes = (size: number, seed: number) =>
  Uint8Array.from({ length: size }, (_, i) => (i * seed * 2_654_435_761) >>> 11);

/** Writes larger and larger things; gives the error that ends it. */
async function fill(
  write: (round: number) => Promise<unknown>,
): Promise<{ code?: string; message?: string }> {
  for (let round = 1; round < 400; round++) {
    try {
      await write(round);
    } catch (error) {
      return error as Error;
    }
  }
  return { message: 'the store never got full' };
}

const small = await store.pictures.put(bytes(1000, 1));
await store.sessions.change('web:kept', (session) => setSetting(session, 'seed', 7));
const hasAll = async (from: typeof store) =>
  (await from.pictures.get(small)).length === 1000 &&
  (await from.sessions.load('web:kept')).settings['seed'] === 7;

const { code, message } = await fill((round) =>
  kind === 'pictures'
    ? store.pictures.put(bytes(round * 100_000, round))
    : store.sessions.change(`web:${round}`, (session) => setSetting(session, 'words', 'x'.repeat(20_000))),
);
const before = await hasAll(store);
await store.close().catch(() => undefined);
const again = await openStore({ folder });
const after = await hasAll(again);
const strays = readdirSync(join(folder, 'pictures'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  /[0-9a-f]{64}\./u.test(name),
).length;
process.stdout.write(JSON.stringify({ code, message, before, strays, after }));
process.exit(0);
