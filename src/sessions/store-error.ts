import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';

/** What operating systems and lmdb say when there is no room: disk, quota, file size limit, map. */
const FULL = /ENOSPC|EDQUOT|EFBIG|MDB_MAP_FULL|no space left|disk quota|file too large/iu;
/** The same as numbers of lmdb: ENOSPC, EFBIG, EDQUOT, and EIO, which it gives for a write that was cut short. */
const FULL_NUMBERS = new Set<unknown>([28, 27, 122, 5]);

/** Turns "no room" in any wording into the sentence for the chat; other errors stay as they are. */
export function asStoreError(error: unknown): unknown {
  const { code, message } = error as { code?: string | number; message?: string };
  if (!FULL.test(`${code} ${message}`) && !FULL_NUMBERS.has(code)) return error;
  return new UserError('STORE_FULL', sentence('sessions.diskFull'), { cause: error });
}
