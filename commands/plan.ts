import { askForPlan, changedSteps, findOpenPlan, replacePlan } from '../src/chat/requests/change-plan.ts';
import { defineCommand, integer, optionalText } from '../src/chat/command.ts';
import { givenAgain } from '../src/chat/requests/given-mask.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { planLine } from '../src/chat/requests/plan-line.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import { findPicture } from '../src/sessions/tree.ts';

export const plan = defineCommand({
  name: 'plan',
  options: {
    drop: integer(1, 12),
    change: optionalText(['stronger', 'weaker']),
    instruction: optionalText(),
    job: optionalText(),
  },
  async run(interaction, services): Promise<void> {
    const { drop, change, instruction } = interaction.options;
    // Found once: after a crash it is replaced already, and its place is taken by this request.
    const { job, open } = await interaction.request.remember('plan to change', () =>
      findOpenPlan(interaction, services, interaction.options.job),
    );
    if (drop === undefined && change === undefined && instruction === undefined)
      return askForPlan(interaction, services, job, open);
    // What cannot be done leaves the plan as it is, so it is worked out first.
    const steps = changedSteps(open.steps, drop, change);
    await replacePlan(interaction.conversation, services, job);
    if (instruction !== undefined)
      return interaction.call(
        'edit',
        { instruction, picture: open.picture, seed: open.settings.seed },
        givenAgain(open.region, services.pictures),
      );
    if (steps.length === 0) return;
    const session = await services.sessions.load(interaction.conversation);
    const base = open.picture === undefined ? undefined : findPicture(session, open.picture);
    await paint(interaction, services, {
      said: open.said,
      base,
      steps,
      protect: open.protect,
      region: open.region,
      caption: captionAfter(base?.caption ?? '', steps),
      line: planLine({ plan: { steps: [...steps], protect: [...(open.protect ?? [])] }, by: 'you' }),
      plannedBy: open.plannedBy,
      settings: open.settings,
    });
  },
});
