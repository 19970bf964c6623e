import { row, sentence } from '../src/sentence.ts';
import { defineCommand, image, integer, number, optionalText } from '../src/chat/command.ts';
import { layoutFromWords } from '../src/chat/requests/layout-words.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { paintedSegments } from '../src/chat/requests/painted-layout.ts';
import type { Services } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import type { StepOf } from '../src/planning/plan.ts';

export const layout = defineCommand({
  name: 'layout',
  description: 'Paint regions with words: a cat on the left and a house on the right.',
  options: {
    prompt: optionalText('Regions in words, or the whole text of a painted layout'),
    regions: optionalText('Colours and words of a painted layout, as JSON'),
    painting: image('A painted layout: one flat colour for each region'),
    cross: number('How strongly words keep to their region', 0, 2),
    self: number('How strongly a region keeps together', 0, 2),
    seed: integer('Same seed, same picture', 0, 2 ** 32 - 1),
  },
  async run(interaction, services) {
    const { prompt, regions, cross, self, seed } = interaction.options;
    const [file] = interaction.files;
    const step =
      regions !== undefined && file !== undefined
        ? await fromPainting(prompt, regions, await file.fetch(), services)
        : await fromWords(prompt, services);
    const weights = {
      ...(cross !== undefined && { crossWeight: cross }),
      ...(self !== undefined && { selfWeight: self }),
    };
    const session = await services.sessions.load(interaction.conversation);
    await paint(interaction, services, {
      said: step.prompt,
      caption: step.prompt,
      line: sentence('layout: {regions}', {
        regions: row(
          ' · ',
          step.segments.map(({ words }) => words),
        ),
      }),
      steps: [{ ...step, weights }],
      settings: paintSettings(session, interaction.userId, { seed }),
    });
  },
});

async function fromPainting(
  prompt: string | undefined,
  regions: string,
  file: Uint8Array,
  { pictures }: Services,
): Promise<StepOf<'layout'>> {
  const segments = await paintedSegments(regions, file, pictures);
  const joined = segments.map(({ words }) => words).join(', ');
  return { kind: 'layout', prompt: prompt === undefined || prompt.trim() === '' ? joined : prompt, segments };
}

async function fromWords(prompt: string | undefined, { planner }: Services): Promise<StepOf<'layout'>> {
  const step = prompt === undefined ? undefined : await layoutFromWords(planner, prompt);
  if (step !== undefined) return step;
  throw new UserError(
    'BAD_LAYOUT',
    sentence('Say what is where: /layout a cat on the left and a house on the right. Or paint it: /painter.'),
  );
}
