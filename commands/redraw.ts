import { adoptPhoto } from '../src/chat/requests/adopt.ts';
import {
  defineCommand,
  image,
  integer,
  number,
  optionalText,
  pictureNumber,
  text,
} from '../src/chat/command.ts';
import { listedWords } from '../src/chat/requests/listed-words.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { targetCaption } from '../src/chat/requests/target-caption.ts';
import { describePlan } from '../src/planning/index.ts';
import type { StepOf } from '../src/planning/plan.ts';
import { sentence } from '../src/sentence.ts';
import { requirePicture } from '../src/sessions/tree.ts';

/** Share of the steps that run when nothing is said: by the preset the middle of the poster's range. */
const STRENGTH = { own: 0.7, cmu: 0.475 } as const;
/** How much more the words of `louder` are attended to. */
const LOUDER = 2;

export const redraw = defineCommand({
  name: 'redraw',
  options: {
    words: text(),
    picture: pictureNumber(),
    image: image(),
    strength: number(0.05, 1),
    guidance: number(0, 30),
    louder: optionalText(),
    preset: optionalText(['cmu']),
    seed: integer(0, 2 ** 32 - 1),
  },
  async run(interaction, services) {
    const { words, picture, guidance, louder, preset, seed } = interaction.options;
    const [file] = interaction.files;
    if (file !== undefined) await adoptPhoto(interaction, services, file);
    const session = await services.sessions.load(interaction.conversation);
    const base = requirePicture(
      session,
      picture,
      file === undefined ? interaction.on?.id : undefined,
      sentence('redraw.noPictureYet'),
    );
    const { caption, by } = await targetCaption(services, base, words);
    const isPoster = preset === 'cmu';
    const step: StepOf<'redraw'> = {
      kind: 'redraw',
      prompt: caption,
      strength: interaction.options.strength ?? (isPoster ? STRENGTH.cmu : STRENGTH.own),
      ...(isPoster && { preset: 'cmu' }),
      ...(louder !== undefined && { weights: louderWords(louder) }),
    };
    await paint(interaction, services, {
      said: words,
      base,
      caption,
      line: describePlan({ steps: [step], protect: [] }),
      plannedBy: by,
      steps: [step],
      settings: paintSettings(session, interaction.userId, { seed, guidanceScale: guidance }),
    });
  },
});

const louderWords = (words: string): Record<string, number> =>
  Object.fromEntries(listedWords(words).map((each) => [each, LOUDER]));
