import { UserError } from '../../errors.ts';
import type { PlannedBy, PlanStep } from '../../planning/plan.ts';
import { lines, sentence } from '../../sentence.ts';
import { captionAfter } from '../../sessions/caption.ts';
import { basePicture, findPicture, noSuchPicture } from '../../sessions/tree.ts';
import type { Interaction, Option, Services } from '../command.ts';
import { keepGivenMask, photoAmong } from './given-mask.ts';
import { paint } from '../painting/paint.ts';
import { paintSettings } from '../painting/paint-settings.ts';
import { planLine } from './plan-line.ts';
import { callSessionStep } from './session-steps.ts';

/** A call that edits a picture: which one, and from which noise. */
type Editing = Interaction<{
  readonly picture: Option<number | undefined>;
  readonly seed: Option<number | undefined>;
}>;

/** The picture that is meant: a photo just sent, the number given, the one replied to, or the newest. */
export async function findBase({ conversation, options, on, files }: Editing, { sessions }: Services) {
  const session = await sessions.load(conversation);
  if (options.picture === undefined)
    return basePicture(session, photoAmong(files) === undefined ? on?.id : undefined);
  const node = findPicture(session, options.picture);
  if (node === undefined) throw noSuchPicture(session, options.picture);
  return node;
}

/** Does the steps in their order: what can be painted together is one job, the others are commands. */
export async function carryOut(
  interaction: Editing,
  services: Services,
  said: string,
  planned: PlannedBy,
): Promise<void> {
  const { unread = [] } = planned;
  if (unread.length > 0) await interaction.reply({ text: lines(...unread) });
  const { protect } = planned.plan;
  const region = await keepGivenMask(interaction.files, services.pictures);
  const { seed } = interaction.options;
  let left = planned.plan.steps;
  let target = interaction;
  while (left.length > 0) {
    const painted = left.findIndex((step) => step.kind === 'session' || step.kind === 'generate');
    const steps: readonly PlanStep[] = painted < 0 ? left : left.slice(0, Math.max(1, painted));
    left = left.slice(steps.length);
    const [first] = steps;
    if (first?.kind === 'session') {
      await callSessionStep(target, first);
    } else if (first?.kind === 'generate') {
      await target.call('imagine', { prompt: first.prompt, negative: first.negativePrompt, seed });
    } else {
      const base = await findBase(target, services);
      if (base === undefined) throw new UserError('NO_PICTURE', sentence('picture.noneToChange'));
      const session = await services.sessions.load(target.conversation);
      await paint(target, services, {
        said,
        base,
        steps,
        protect,
        region,
        caption: captionAfter(base.caption, steps),
        line: planLine({ ...planned, plan: { ...planned.plan, steps: [...steps] } }),
        plannedBy: planned.by,
        missingModel: planned.missingModel,
        settings: paintSettings(session, target.userId, { seed }),
      });
    }
    // What follows is about what has just come out of it.
    target = { ...interaction, on: undefined, options: { ...interaction.options, picture: undefined } };
  }
}
