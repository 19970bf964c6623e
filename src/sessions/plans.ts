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
  const earlier = lineage(session, base.number).slice(-TURNS).toReversed().map(now);
  return {
    // An edit that was taken back is about the picture as it is again now.
    turns: isUndone && undone.meant !== undefined ? [undone.meant, ...earlier] : earlier,
    isUndone,
  };
}

/** What an edit was about, by the name and in the place that it has since; what was removed is nowhere. */
function now({ meant = [], steps }: PictureNode): readonly FoundObject[] {
  const edits = steps.filter((step) => step.kind === 'instruct' || step.kind === 'place');
  return meant.flatMap(({ label, score, box, to }) => {
    const step = edits.length === 1 ? edits[0] : edits.find(({ object }) => object?.noun === label);
    if (step?.kind === 'place' ? step.operation === 'remove' : step?.action === 'remove') return [];
    const isReplaced = step?.kind === 'instruct' && step.action === 'replace';
    const name = isReplaced ? step.target?.split(' ').at(-1)?.toLowerCase() : undefined;
    return [{ label: name ?? label, score, box: to ?? box }];
  });
}
