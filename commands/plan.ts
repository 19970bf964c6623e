import { defineCommand, integer, optionalText } from '../src/chat/command.ts';
import type { Interaction, Services } from '../src/chat/command.ts';
import { givenAgain } from '../src/chat/given-mask.ts';
import { paint } from '../src/chat/paint.ts';
import { planLine } from '../src/chat/plan-line.ts';
import { planText } from '../src/chat/receipt-buttons.ts';
import { UserError } from '../src/errors.ts';
import { scaleStep } from '../src/planning/index.ts';
import type { PlanStep } from '../src/planning/plan.ts';
import { sentence } from '../src/sentence.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import { changePlan } from '../src/sessions/plans.ts';
import type { OpenPlan } from '../src/sessions/session.ts';
import { findPicture } from '../src/sessions/tree.ts';

/** One press of "stronger" or "weaker". */
const FACTOR = { stronger: 1.4, weaker: 0.7 } as const;

export const plan = defineCommand({
  name: 'plan',
  description:
    'Change the plan that is being painted: leave a part out, stronger, weaker, or in other words.',
  options: {
    drop: integer('Leave this part out: 1 = the first', 1, 12),
    change: optionalText('How strongly it shall act', ['stronger', 'weaker']),
    instruction: optionalText('The whole plan in other words, one part a line'),
    job: optionalText('Which plan; default: the latest of yours'),
  },
  async run(interaction, services): Promise<void> {
    const { drop, change, instruction } = interaction.options;
    const { job, open } = await findOpen(interaction, services);
    if (drop === undefined && change === undefined && instruction === undefined)
      return askInWords(interaction, services, job, open);
    // What cannot be done leaves the plan as it is, so it is worked out first.
    const steps = changedSteps(open.steps, drop, change);
    await replace(interaction, services, job);
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

type PlanInteraction = Interaction<typeof plan.options>;

/** The plan that is meant, while it is not painted yet. */
async function findOpen(
  { options, on, conversation, userId, isAdmin }: PlanInteraction,
  { sessions }: Services,
): Promise<{ readonly job: string; readonly open: OpenPlan }> {
  const { plans = {} } = await sessions.load(conversation);
  const job =
    options.job ??
    Object.keys(plans).findLast((id) =>
      on === undefined ? plans[id]?.userId === userId : plans[id]?.messages.includes(on.id) === true,
    );
  const open = job === undefined ? undefined : plans[job];
  if (job === undefined || open === undefined || open.isReplaced === true)
    throw new UserError(
      'PLAN_OVER',
      sentence('That is painted already, or was stopped. Under the picture you can still change its plan.'),
    );
  if (open.userId !== userId && !isAdmin)
    throw new UserError('NOT_YOURS', sentence('That plan is for the person whose edit it is.'));
  return { job, open };
}

/** Where there are no forms the plan is asked for as a reply. */
async function askInWords(
  { reply, conversation }: PlanInteraction,
  { sessions }: Services,
  job: string,
  { steps, messages }: OpenPlan,
): Promise<void> {
  const { id } = await reply({
    text: sentence('Reply to this with the plan as it shall be, one part a line. Now it is:\n{plan}', {
      plan: planText(steps),
    }),
  });
  await sessions.change(conversation, (session) => changePlan(session, job, { messages: [...messages, id] }));
}

function changedSteps(
  steps: readonly PlanStep[],
  drop: number | undefined,
  change: string | undefined,
): readonly PlanStep[] {
  if (drop !== undefined && drop > steps.length)
    throw new UserError(
      'NO_SUCH_STEP',
      sentence('That edit had {count} {count|one:part|other:parts}; there is no number {number}.', {
        count: steps.length,
        number: drop,
      }),
    );
  const kept = steps.filter((_, index) => index + 1 !== drop);
  if (change === undefined) return kept;
  const factor = FACTOR[change as keyof typeof FACTOR];
  if (kept.every((step) => scaleStep(step, factor) === undefined))
    throw new UserError('NO_STRENGTH', sentence('Nothing in this plan can be stronger or weaker.'));
  return kept.map((step) => scaleStep(step, factor) ?? step);
}

/** Stops the job for another plan; its receipt says so, not that it was cancelled. */
async function replace(
  { conversation }: PlanInteraction,
  { sessions, jobs }: Services,
  job: string,
): Promise<void> {
  await sessions.change(conversation, (session) => changePlan(session, job, { isReplaced: true }));
  if (await jobs.cancel(job)) return;
  throw new UserError(
    'PLAN_OVER',
    sentence('That is painted already, or was stopped. Under the picture you can still change its plan.'),
  );
}
