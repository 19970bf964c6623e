import type { Job, JobResult } from '../../jobs/job.ts';
import type { PlanStep } from '../../planning/plan.ts';
import type { PictureNode, Session } from '../../sessions/session.ts';
import { addPicture, linkMessage } from '../../sessions/tree.ts';
import { askWhich } from './ask-which.ts';
import type { Interaction, Services } from '../command.ts';
import { lookedAt } from './looked-at.ts';
import type { PaintContext } from './paint-request.ts';
import { tellChange } from './tell-change.ts';
import { pictureMessage } from './picture-message.ts';

/**
 * Shows what a job gave: a picture joins the session and is posted, several candidates become a question, and a
 * look at the picture becomes words. Showing the same job twice adds one picture and posts under one key.
 */
export async function deliver(
  interaction: Interaction,
  services: Services,
  job: Job,
  result: JobResult,
): Promise<void> {
  await keepSeen(services, job, result);
  if (result.question !== undefined) return askWhich(interaction, services, job, result.question);
  if (result.picture === undefined) {
    await interaction.post({ ...(await lookedAt(services, job, result)), key: job.id });
    return;
  }
  const picture = toPicture(job, result, result.picture);
  const session = await services.sessions.change(job.conversation, (before) => addPicture(before, picture));
  const node = session.pictures.findLast((each) => each.job === job.id) as PictureNode;
  const { plannedBy, notes = [] } = job.context as PaintContext;
  await postPicture(interaction, services, session, node, {
    key: job.id,
    notes: [
      tellChange(job.request.steps, job.request.protect ?? [], result),
      ...notes,
      ...result.notes,
    ].filter((note) => note !== undefined),
    coverages: result.masks.map(({ coverage }) => coverage),
    facts: { plan: job.request.steps, ...(plannedBy !== undefined && { plannedBy }) },
  });
}

/** Keeps with the picture what was looked for in it: the same words are not asked twice. */
async function keepSeen({ sessions }: Services, { conversation, context }: Job, { seen }: JobResult) {
  const { parent } = context as PaintContext;
  if (seen === undefined || seen.length === 0) return;
  await sessions.change(conversation, (session) => ({
    ...session,
    pictures: session.pictures.map((node) => (node.number === parent ? { ...node, seen } : node)),
  }));
}

function toPicture(job: Job, result: JobResult, picture: string): Omit<PictureNode, 'number'> {
  const { said, caption, parent, question } = job.context as PaintContext;
  const { settings } = job.request;
  const steps = job.request.steps.map(withoutOther);
  const prompts = steps.flatMap((step) =>
    step.kind === 'generate' || step.kind === 'reword' || step.kind === 'layout' ? [step.prompt] : [],
  );
  return {
    job: job.id,
    userId: job.userId,
    said,
    steps,
    caption,
    parent,
    picture,
    createdAt: new Date().toISOString(),
    prompt: steps.length === 1 ? prompts[0] : undefined,
    width: result.width,
    height: result.height,
    region: job.request.region,
    masks: result.masks.map(({ instruction, keyword, picture: mask }) => ({
      instruction,
      keyword,
      picture: mask,
    })),
    settings: {
      ...settings,
      seed: result.seed,
      ...(result.attempt !== undefined && { attempt: result.attempt }),
      steps: result.steps,
      guidanceScale: result.guidanceScale,
      sampler: result.sampler,
    },
    objects: result.objects,
    meant: result.meant,
    question,
    model: result.model,
    method: result.method,
    changed: result.changed,
    seconds: result.seconds,
  };
}

/** "The other cat" is the cat that was spoken of last, as soon as it was edited. */
function withoutOther(step: PlanStep): PlanStep {
  if (step.kind !== 'instruct' && step.kind !== 'place') return step;
  const { object } = step;
  if (object?.attributes?.includes('other') !== true) return step;
  const attributes = object.attributes.filter((attribute) => attribute !== 'other');
  const words = `the ${[...attributes, object.noun].join(' ')}`;
  return { ...step, object: { ...object, words, attributes } };
}

/** Posts a picture of the session as a message that can be replied to. */
export async function postPicture(
  interaction: Interaction,
  { sessions, pictures }: Services,
  session: Session,
  node: PictureNode,
  extra: Parameters<typeof pictureMessage>[4] = {},
): Promise<void> {
  const message = await pictureMessage(interaction, pictures, session, node, extra);
  const { id } = await interaction.post(message);
  await sessions.change(session.conversation, (before) => linkMessage(before, id, node.number));
}
