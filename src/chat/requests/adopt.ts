import { decodePicture } from '../../image/decode.ts';
import { encodePng } from '../../image/encode.ts';
import { resizeImage } from '../../image/resize.ts';
import type { PictureNode, Session } from '../../sessions/session.ts';
import { addPicture } from '../../sessions/tree.ts';
import type { Interaction, Services } from '../command.ts';
import type { IncomingFile } from '../message.ts';

/** The longest side that is kept of a photo: more than any of the models paints. */
const LONGEST_SIDE = 1024;

/**
 * Takes a photo that came with a message into the conversation, as a picture like any other.
 *
 * It is stored turned upright, at most 1024 pixels long, and without the camera's notes (place, name).
 *
 * @throws {UserError} when it is no picture, or too large; see `decodePicture`
 */
export async function adoptPhoto(
  { conversation, userId, request }: Interaction,
  { sessions, pictures }: Services,
  file: IncomingFile,
): Promise<{ readonly session: Session; readonly node: PictureNode }> {
  const photo = await decodePicture(await file.fetch());
  const scale = Math.min(1, LONGEST_SIDE / Math.max(photo.width, photo.height));
  const width = Math.max(1, Math.round(photo.width * scale));
  const height = Math.max(1, Math.round(photo.height * scale));
  const picture = await pictures.put(await encodePng(await resizeImage(photo, { width, height })));
  const createdAt = new Date().toISOString();
  const job = request.jobId();
  const session = await sessions.change(conversation, (before) =>
    addPicture(before, {
      job,
      picture,
      width,
      height,
      masks: [],
      caption: '',
      said: `(${file.name})`,
      steps: [],
      settings: { seed: 0 },
      changed: 0,
      seconds: 0,
      userId,
      createdAt,
    }),
  );
  return { session, node: session.pictures.findLast((each) => each.job === job) as PictureNode };
}
