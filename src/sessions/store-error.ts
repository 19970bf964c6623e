import { UserError } from '../errors.ts';

/** What operating systems and lmdb say when there is no room: disk, quota, file size limit, map. */
const FULL = /ENOSPC|EDQUOT|EFBIG|MDB_MAP_FULL|no space left|disk quota|file too large|not enough space/iu;

/** Turns "no room" in any wording into the sentence for the chat; other errors stay as they are. */
export function asStoreError(error: unknown): unknown {
  const { code, message, commitError } = error as { code?: string; message?: string; commitError?: Error };
  if (!FULL.test(`${code} ${message} ${commitError?.message}`)) return error;
  return new UserError(
    'STORE_FULL',
    'There is no room left on the disk of this bot, so this could not be kept. Nothing that was there is lost; ' +
      'free some space and ask again.',
    { cause: error },
  );
}
