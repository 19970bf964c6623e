import { UserError } from '../../errors.ts';
import { scaleStep } from '../../planning/index.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import { changePlan } from '../../sessions/plans.ts';
import type { OpenPlan } from '../../sessions/session.ts';
import type { Interaction, Services } from '../command.ts';
import { planText } from '../painting/receipt-buttons.ts';

/** One press of "stronger" or "weaker". */
const FACTOR = { stronger: 1.4, weaker: 0.7 } as const;

const isOver = () => new UserError('PLAN_OVER', sentence('replan.tooLate'));

/**
 * The plan that is meant, while it is not painted yet: of the job, of the message, or the latest of the person's own.
 *
 * @throws {UserError} `PLAN_OVER`, `NOT_YOURS`
 */
export async function findOpenPlan(
  { on, conversation, userId, isAdmin }: Pick<Interaction, 'on' | 'conversation' | 'userId' | 'isAdmin'>,
  { sessions }: Services,
  job?: string,
): Promise<{ readonly job: string; readonly open: OpenPlan }> {
  const { plans = {} } = await sessions.load(conversation);
  const id =
    job ??
    Object.keys(plans).findLast((each) =>
      on === undefined ? plans[each]?.userId === userId : plans[each]?.messages.includes(on.id) === true,
    );
  const open = id === undefined ? undefined : plans[id];
  if (id === undefined || open === undefined || open.isReplaced === true) throw isOver();
  if (open.userId !== userId && !isAdmin) throw new UserError('NOT_YOURS', sentence('replan.notYours'));
  return { job: id, open };
}

/** Asks for the plan as a reply, where there are no forms. */
export async function askForPlan(
  { reply, conversation }: Pick<Interaction, 'reply' | 'conversation'>,
  { sessions }: Services,
  job: string,
  { steps, messages }: OpenPlan,
): Promise<void> {
  const { id } = await reply({
    text: sentence('replan.ask', {
      plan: planText(steps),
    }),
  });
  await sessions.change(conversation, (session) => changePlan(session, job, { messages: [...messages, id] }));
}

/**
 * The steps without one, or each stronger or weaker.
 *
 * @throws {UserError} `NO_SUCH_STEP`, `NO_STRENGTH`
 */
export function changedSteps(
  steps: readonly PlanStep[],
  drop: number | undefined,
  change: string | undefined,
): readonly PlanStep[] {
  if (drop !== undefined && drop > steps.length)
    throw new UserError(
      'NO_SUCH_STEP',
      sentence('again.noSuchPart', {
        count: steps.length,
        number: drop,
      }),
    );
  const kept = steps.filter((_, index) => index + 1 !== drop);
  if (change === undefined) return kept;
  const factor = FACTOR[change as keyof typeof FACTOR];
  if (kept.every((step) => scaleStep(step, factor) === undefined))
    throw new UserError('NO_STRENGTH', sentence('replan.noStrength'));
  return kept.map((step) => scaleStep(step, factor) ?? step);
}

/**
 * Stops a job for another plan; its receipt says so, not that it was cancelled.
 *
 * @throws {UserError} `PLAN_OVER` when it is done meanwhile
 */
export async function replacePlan(
  conversation: string,
  { sessions, jobs }: Services,
  job: string,
): Promise<void> {
  await sessions.change(conversation, (session) => changePlan(session, job, { isReplaced: true }));
  if (!(await jobs.cancel(job))) throw isOver();
}
