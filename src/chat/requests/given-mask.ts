import { UserError } from '../../errors.ts';
import { decodeMask } from '../../image/decode.ts';
import { encodeMask } from '../../image/encode.ts';
import type { Mask } from '../../image/image.ts';
import { sentence } from '../../sentence.ts';
import type { PictureStore } from '../../sessions/session.ts';
import type { IncomingFile } from '../message.ts';
import { MASK_FIELD } from '../painting/picture-forms.ts';

/** The photo among the files of a message: whatever was not given as a mask. */
export const photoAmong = (files: readonly IncomingFile[]): IncomingFile | undefined =>
  files.find(({ field }) => field !== MASK_FIELD);

/** A mask that was given before, as a file to hand on with another call; nothing when there was none. */
export const givenAgain = (
  region: string | undefined,
  pictures: Pick<PictureStore, 'get'>,
): readonly IncomingFile[] =>
  region === undefined
    ? []
    : [{ name: 'mask.png', field: MASK_FIELD, mediaType: 'image/png', fetch: () => pictures.get(region) }];

/**
 * Keeps the mask that was given with an edit.
 *
 * @returns its hash in the picture store; `undefined` when there is none
 * @throws {UserError} `EMPTY_MASK`, and what `decodeMask` throws
 */
export async function keepGivenMask(
  files: readonly IncomingFile[],
  pictures: PictureStore,
): Promise<string | undefined> {
  const file = files.find(({ field }) => field === MASK_FIELD);
  if (file === undefined) return undefined;
  const mask = await decodeMask(await file.fetch());
  if (isEmpty(mask)) throw new UserError('EMPTY_MASK', sentence('mask.black'));
  return pictures.put(await encodeMask(mask));
}

/** Without a callback per pixel: there may be four million. */
function isEmpty({ data }: Mask): boolean {
  for (let at = 0; at < data.length; at++) if (data[at]! > 0) return false;
  return true;
}
