/**
 * The two header pages of an lmdb file, as far as they tell whether the file is one and is whole: lmdb maps the file and
 * believes what it says, so that one which was cut short or overwritten ends the process by a signal, without a word.
 *
 * Layout: `MDB_page` and `MDB_meta` in mdb.c of the lmdb package, 64 bits, little endian.
 */
import { type FileHandle, open } from 'node:fs/promises';

const MAGIC = 0xbe_ef_c0_de;
const VERSION = 2;
const AT = { magic: 24, version: 28, pageSize: 48, lastPage: 144 } as const;
const META_BYTES = 168;
/** The smallest page that lmdb makes; the second header stands one page behind the first. */
const LEAST_PAGE = 256;

/** Says what is wrong with an lmdb file; nothing for a whole one, and for one that is not there or has no byte yet. */
export async function damageOf(file: string): Promise<string | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    if ((await handle.stat()).size === 0) return undefined;
    const first = await readMeta(handle, 0);
    if (first === undefined || first.pageSize < LEAST_PAGE) return 'it is not a store';
    const second = await readMeta(handle, first.pageSize);
    if (second === undefined) return 'its second header is gone';
    const needed = first.pageSize * (Math.max(first.lastPage, second.lastPage) + 1);
    // Only now: another process may be writing, and pages are there before a header speaks of them.
    const { size } = await handle.stat();
    return size < needed ? `it has ${size} bytes, and had at least ${needed}` : undefined;
  } finally {
    await handle.close();
  }
}

async function readMeta(
  handle: FileHandle,
  offset: number,
): Promise<{ readonly pageSize: number; readonly lastPage: number } | undefined> {
  const page = Buffer.alloc(META_BYTES);
  await handle.read(page, 0, META_BYTES, offset);
  // The upper half of the version is lmdb's own bookkeeping.
  if (page.readUInt32LE(AT.magic) !== MAGIC || page.readUInt16LE(AT.version) !== VERSION) return undefined;
  return { pageSize: page.readUInt32LE(AT.pageSize), lastPage: Number(page.readBigUInt64LE(AT.lastPage)) };
}
