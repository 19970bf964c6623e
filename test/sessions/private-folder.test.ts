import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../src/sessions/open-store.ts';

it.skipIf(process.platform === 'win32')(
  'what the bot keeps is for nobody else on this machine, also in a folder that was open before',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limner-private-'));
    await chmod(folder, 0o755);
    const store = await openStore({ folder });
    await store.space('secrets').set('a', 'b');
    await store.pictures.put(new Uint8Array([1, 2, 3]));
    await store.close();
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
    expect(await modeOf(folder)).toBe(0o700);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      expect(await modeOf(join(entry.parentPath, entry.name)), entry.name).toBe(
        entry.isFile() ? 0o600 : 0o700,
      );
    await rm(folder, { recursive: true });
  },
);
