import { UserError } from '../../errors.ts';
import { decodePicture } from '../../image/decode.ts';
import { outlineBoxes } from '../../image/drawing.ts';
import { encodePng } from '../../image/encode.ts';
import type { Job, JobResult } from '../../jobs/job.ts';
import { row, sentence, word } from '../../sentence.ts';
import { findPicture, linkMessage, openChoice } from '../../sessions/tree.ts';
import type { Interaction, Services } from '../command.ts';
import type { PaintContext } from './paint-request.ts';
import { middleOfBox, placeWords } from './place-words.ts';

/** Asks which of several objects was meant: the picture with numbers, and one choice each. */
export async function askWhich(
  interaction: Interaction,
  { sessions, pictures }: Services,
  job: Job,
  { step, role, objects }: NonNullable<JobResult['question']>,
): Promise<void> {
  const { parent, said } = job.context as PaintContext;
  const session = await sessions.load(job.conversation);
  const base = parent === undefined ? undefined : findPicture(session, parent);
  if (base === undefined) throw new UserError('PICTURE_GONE', sentence('pick.pictureGone'));
  // From left to right, so that the numbers read like the picture.
  const candidates = objects
    .toSorted((a, b) => a.box[0] - b.box[0])
    .slice(0, Math.max(2, interaction.limits.choices));
  const picture = await outlineBoxes(
    await decodePicture(await pictures.get(base.picture)),
    candidates.map(({ box: [x, y, width, height] }, index) => ({ number: index + 1, x, y, width, height })),
  );
  // "Cat, cat, cat" tells nothing to those who do not see the numbers.
  const nameOf = ({ label, box }: (typeof candidates)[number]) =>
    row(' ', [word(label), placeWords(middleOfBox(box, base))]);
  const { id } = await interaction.post({
    text: sentence('pick.which', { said }),
    key: job.id,
    pictures: [
      {
        name: `choice-${base.number}.png`,
        role: 'choice',
        alt: sentence('pick.numbered', {
          objects: candidates.map((candidate, index) => row(' ', [`${index + 1}`, nameOf(candidate)])),
        }),
        mediaType: 'image/png',
        data: await encodePng(picture),
      },
    ],
    choices: candidates.map((candidate, index) => ({
      id: interaction.idOf('pick', { number: index + 1, question: job.id }),
      number: index + 1,
      label: nameOf(candidate),
    })),
  });
  await sessions.change(job.conversation, (before) =>
    openChoice(linkMessage(before, id, base.number), {
      id: job.id,
      message: id,
      userId: job.userId,
      picture: base.number,
      said,
      steps: job.request.steps,
      protect: job.request.protect,
      region: job.request.region,
      step,
      role,
      settings: job.request.settings,
      objects: candidates,
    }),
  );
}
