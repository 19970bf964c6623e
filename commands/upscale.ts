import { defineCommand, integer, pictureNumber } from '../src/chat/command.ts';
import type { Interaction, Services } from '../src/chat/command.ts';
import { postPicture } from '../src/chat/deliver.ts';
import { UserError } from '../src/errors.ts';
import { decodePicture } from '../src/image/decode.ts';
import { encodePng } from '../src/image/encode.ts';
import { resizeImage } from '../src/image/resize.ts';
import { sentence } from '../src/sentence.ts';
import type { PictureNode } from '../src/sessions/session.ts';
import { addPicture, basePicture, findPicture, noSuchPicture } from '../src/sessions/tree.ts';

/** Pixels of the longer side that every platform and browser still shows. */
const LONGEST_SIDE = 4096;

export const upscale = defineCommand({
  name: 'upscale',
  description: 'Make a picture larger; it gets more pixels, not more detail.',
  options: {
    picture: pictureNumber('Number of the picture; default: the newest'),
    factor: integer('How many times as wide and high; default: 2', 2, 4),
  },
  async run(interaction, services) {
    const { picture, factor = 2 } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const base =
      picture === undefined ? basePicture(session, interaction.on?.id) : findPicture(session, picture);
    if (base === undefined) throw noSuchPicture(session, picture ?? 1);
    const enlarged = await enlarge(interaction, services, base, factor);
    const after = await services.sessions.change(interaction.conversation, (before) =>
      addPicture(before, enlarged),
    );
    const node = after.pictures.at(-1) as PictureNode;
    await postPicture(interaction, services, after, node, {
      notes: [sentence('Enlarged with a Lanczos filter: more pixels, no new detail.')],
    });
  },
});

async function enlarge(
  { userId, limits }: Pick<Interaction, 'userId' | 'limits'>,
  { pictures }: Services,
  base: PictureNode,
  factor: number,
): Promise<Omit<PictureNode, 'number'>> {
  const begun = performance.now();
  const size = { width: base.width * factor, height: base.height * factor };
  if (Math.max(size.width, size.height) > LONGEST_SIDE)
    throw new UserError(
      'TOO_LARGE',
      sentence('#{number} would have {width} × {height} pixels; I enlarge up to {most} on a side.', {
        number: String(base.number),
        width: String(size.width),
        height: String(size.height),
        most: String(LONGEST_SIDE),
      }),
    );
  const image = await resizeImage(await decodePicture(await pictures.get(base.picture)), size);
  const data = await encodePng(image);
  if (data.length > limits.attachmentBytes)
    throw new UserError(
      'TOO_LARGE',
      sentence('#{number} would be too large to be sent here. Try a smaller factor.', {
        number: String(base.number),
      }),
    );
  return {
    ...size,
    parent: base.number,
    picture: await pictures.put(data),
    masks: [],
    caption: base.caption,
    said: `upscale ×${factor}`,
    steps: [],
    settings: base.settings,
    objects: base.objects?.map(({ box: [x, y, width, height], ...object }) => ({
      ...object,
      box: [x * factor, y * factor, width * factor, height * factor] as const,
    })),
    model: base.model,
    method: 'lanczos',
    changed: 1,
    seconds: (performance.now() - begun) / 1000,
    userId,
    createdAt: new Date().toISOString(),
  };
}
