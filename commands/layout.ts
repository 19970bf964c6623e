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
  options: {
    prompt: optionalText(),
    regions: optionalText(),
    painting: image(),
    cross: number(0, 2),
    self: number(0, 2),
    seed: integer(0, 2 ** 32 - 1),
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
      line: sentence('layout.line', {
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
  throw new UserError('BAD_LAYOUT', sentence('layout.sayWhat'));
}
