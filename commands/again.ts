import { sentence } from '../src/sentence.ts';
import { defineCommand, integer, optionalText, pictureNumber } from '../src/chat/command.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { randomSeed } from '../src/chat/painting/paint-settings.ts';
import { UserError } from '../src/errors.ts';
import { describePlan, scaleStep } from '../src/planning/index.ts';
import type { PlanStep } from '../src/planning/plan.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import { findPicture, requirePicture } from '../src/sessions/tree.ts';

/** One press of "stronger" or "weaker". */
const FACTOR = { stronger: 1.4, weaker: 0.7 } as const;

export const again = defineCommand({
  name: 'again',
  options: {
    picture: pictureNumber(),
    change: optionalText(['stronger', 'weaker']),
    only: integer(1, 12),
    seed: integer(0, 2 ** 32 - 1),
  },
  async run(interaction, services) {
    const { picture, change, only, seed } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const node = requirePicture(session, picture, interaction.on?.id);
    if (node.steps.length === 0)
      throw new UserError('NOTHING_TO_REPEAT', sentence('again.photo', { number: String(node.number) }));
    const kept = only === undefined ? node.steps : pickStep(node.steps, only);
    const steps =
      change === undefined ? kept : kept.map((step) => stepScaled(step, FACTOR[change as 'stronger']));
    const base = node.parent === undefined ? undefined : findPicture(session, node.parent);
    // The try belongs to the seed it was of.
    const { attempt: _attempt, ...fresh } = node.settings;
    // A changed strength is compared on the same noise; without any change it would be the same picture.
    const isChanged = change !== undefined || only !== undefined;
    await paint(interaction, services, {
      said: node.said,
      base,
      steps,
      region: node.region,
      // Done again it is about the same objects, whatever was spoken of since.
      ...(node.meant !== undefined && { spokenOf: { turns: [node.meant], isUndone: false } }),
      caption: base === undefined ? node.caption : captionAfter(base.caption, steps),
      line: sentence('again.line', { plan: describePlan({ steps: [...steps], protect: [] }) }),
      settings: isChanged && seed === undefined ? node.settings : { ...fresh, seed: seed ?? randomSeed() },
    });
  },
});

function pickStep(steps: readonly PlanStep[], only: number): readonly PlanStep[] {
  const step = steps[only - 1];
  if (step !== undefined) return [step];
  throw new UserError(
    'NO_SUCH_STEP',
    sentence('again.noSuchPart', {
      count: steps.length,
      number: only,
    }),
  );
}

function stepScaled(step: PlanStep, factor: number): PlanStep {
  const scaled = scaleStep(step, factor);
  if (scaled === undefined) {
    throw new UserError('NO_STRENGTH', sentence('again.notAnEdit'));
  }
  return scaled;
}
