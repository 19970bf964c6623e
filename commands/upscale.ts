import { boolean, defineCommand, integer, pictureNumber } from '../src/chat/command.ts';
import type { Interaction, Services } from '../src/chat/command.ts';
import { postPicture } from '../src/chat/painting/deliver.ts';
import { enlarge } from '../src/chat/painting/enlarge.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { UserError } from '../src/errors.ts';
import { sentence } from '../src/sentence.ts';
import type { PictureNode } from '../src/sessions/session.ts';
import { addPicture, requirePicture } from '../src/sessions/tree.ts';

/** Pixels of the longer side that every platform and browser still shows, and that a model may paint at once. */
const LONGEST_SIDE = 4096;
const LONGEST_PAINTED = 1536;
/** Share of the steps: enough for edges and surfaces, too little for other things to appear. */
const DETAIL_STRENGTH = 0.25;

export const upscale = defineCommand({
  name: 'upscale',
  options: {
    picture: pictureNumber(),
    factor: integer(2, 4),
    detail: boolean(),
  },
  async run(interaction, services) {
    const { picture, factor = 2, detail = false } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const base = requirePicture(session, picture, interaction.on?.id);
    const enlarged = await enlarge(
      interaction,
      services,
      base,
      factor,
      detail ? LONGEST_PAINTED : LONGEST_SIDE,
    );
    if (detail) return paintFiner(interaction, services, { ...enlarged, number: base.number }, factor);
    const after = await services.sessions.change(interaction.conversation, (before) =>
      addPicture(before, enlarged),
    );
    const node = after.pictures.at(-1) as PictureNode;
    await postPicture(interaction, services, after, node, {
      notes: [sentence('upscale.lanczos')],
    });
  },
});

/** Draws the enlarged picture again as its own caption says, from little noise. */
async function paintFiner(
  interaction: Interaction,
  services: Services,
  enlarged: PictureNode,
  factor: number,
): Promise<void> {
  const { caption, width, height } = enlarged;
  if (caption === '')
    throw new UserError(
      'NO_CAPTION',
      sentence('upscale.noWords', {
        number: String(enlarged.number),
      }),
    );
  const session = await services.sessions.load(interaction.conversation);
  await paint(interaction, services, {
    said: enlarged.said,
    base: enlarged,
    caption,
    steps: [{ kind: 'redraw', prompt: caption, strength: DETAIL_STRENGTH }],
    line: sentence('upscale.line', {
      number: String(enlarged.number),
      factor: String(factor),
    }),
    settings: { ...paintSettings(session, interaction.userId), seed: enlarged.settings.seed, width, height },
  });
}
