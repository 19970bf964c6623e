import { adoptPhoto } from '../src/chat/requests/adopt.ts';
import { defineCommand, image, number, optionalText, pictureNumber, text } from '../src/chat/command.ts';
import { listedWords } from '../src/chat/requests/listed-words.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { paintedFrom } from '../src/chat/painting/painted-from.ts';
import { describePlan } from '../src/planning/index.ts';
import type { StepOf } from '../src/planning/plan.ts';
import { sentence } from '../src/sentence.ts';
import { requirePicture } from '../src/sessions/tree.ts';

/** Words whose places LocalBlend takes, at most. */
const BLENDED = 8;

export const reword = defineCommand({
  name: 'reword',
  options: {
    to: text(),
    from: optionalText(),
    only: optionalText(),
    picture: pictureNumber(),
    image: image(),
    cross: number(0, 1),
    self: number(0, 1),
    inversion: optionalText(['negative-prompt', 'null-text']),
  },
  async run(interaction, services) {
    const { to, from, only, picture, cross, self, inversion } = interaction.options;
    const [file] = interaction.files;
    if (file !== undefined) await adoptPhoto(interaction, services, file);
    const session = await services.sessions.load(interaction.conversation);
    const base = requirePicture(
      session,
      picture,
      file === undefined ? interaction.on?.id : undefined,
      sentence('reword.noPicture'),
    );
    const source = paintedFrom(base) ?? from ?? base.caption;
    const step: StepOf<'reword'> = {
      kind: 'reword',
      edit: source.split(/\s+/u).length === to.split(/\s+/u).length ? 'replace' : 'refine',
      prompt: to,
      ...(source !== '' && { source }),
      ...(only !== undefined && { blend: listedWords(only, BLENDED) }),
    };
    await paint(interaction, services, {
      said: to,
      base,
      caption: to,
      line: describePlan({ steps: [step], protect: [] }),
      steps: [step],
      settings: paintSettings(session, interaction.userId, { crossSteps: cross, selfSteps: self, inversion }),
    });
  },
});
