import type { FoundObject, SpokenOf } from '../engine/engine.ts';
import type { OpenPlan, PictureNode, Session } from './session.ts';
import { findPicture, lineage } from './tree.ts';

/** Remembers what a job is about to do, as long as it waits or runs. */
export const openPlan = (session: Session, job: string, plan: OpenPlan): Session => ({
  ...session,
  plans: { ...session.plans, [job]: plan },
});

/** Changes an open plan; a plan that is closed stays so. */
export function changePlan(session: Session, job: string, change: Partial<OpenPlan>): Session {
  const plan = session.plans?.[job];
  return plan === undefined ? session : openPlan(session, job, { ...plan, ...change });
}

/** Forgets the plan of a job that is over. */
export function closePlan(session: Session, job: string): Session {
  const { [job]: closed, ...plans } = session.plans ?? {};
  if (closed === undefined) return session;
  return { ...session, plans };
}

/** The job whose plan a message tells, or asks for in words, as long as it may be changed. */
export const jobOfMessage = ({ plans = {} }: Session, message: string): string | undefined =>
  Object.keys(plans).find(
    (job) => plans[job]?.isReplaced !== true && plans[job]?.messages.includes(message) === true,
  );

/** How many edits back an object counts as spoken of. */
const TURNS = 4;

/** What was spoken of before an edit of `base`: the objects of the edits that led to it, or of the one just undone. */
export function spokenOfBefore(session: Session, base: PictureNode): SpokenOf {
  const last = session.current === base.number ? session.redo.at(-1) : undefined;
  const undone = last === undefined ? undefined : findPicture(session, last);
  const isUndone = undone?.parent === base.number && undone.meant !== undefined;
  const now = ({ meant = [] }: PictureNode): readonly FoundObject[] =>
    meant.map(({ label, score, box, to }) => ({ label, score, box: to ?? box }));
  const earlier = lineage(session, base.number).slice(-TURNS).toReversed().map(now);
  return {
    // An edit that was taken back is about the picture as it is again now.
    turns: isUndone && undone.meant !== undefined ? [undone.meant, ...earlier] : earlier,
    isUndone,
  };
}
