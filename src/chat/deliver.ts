import type { Job, JobResult } from '../jobs/job.ts';
import type { PictureNode, Session } from '../sessions/session.ts';
import { addPicture, linkMessage } from '../sessions/tree.ts';
import { askWhich } from './ask-which.ts';
import type { Interaction, Services } from './command.ts';
import { lookedAt } from './looked-at.ts';
import type { PaintContext } from './paint-request.ts';
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
  if (result.question !== undefined) return askWhich(interaction, services, job, result.question);
  if (result.picture === undefined) {
    await interaction.post({ ...(await lookedAt(services, job, result)), key: job.id });
    return;
  }
  const picture = toPicture(job, result, result.picture);
  const session = await services.sessions.change(job.conversation, (before) => addPicture(before, picture));
  const node = session.pictures.findLast((each) => each.job === job.id) as PictureNode;
  const { plannedBy } = job.context as PaintContext;
  await postPicture(interaction, services, session, node, {
    key: job.id,
    notes: result.notes,
    coverages: result.masks.map(({ coverage }) => coverage),
    facts: { plan: job.request.steps, ...(plannedBy !== undefined && { plannedBy }) },
  });
}

function toPicture(job: Job, result: JobResult, picture: string): Omit<PictureNode, 'number'> {
  const { said, caption, parent } = job.context as PaintContext;
  const { settings, steps } = job.request;
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
    model: result.model,
    method: result.method,
    changed: result.changed,
    seconds: result.seconds,
  };
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
