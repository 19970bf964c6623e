import { createHash } from 'node:crypto';
import { PlatformError } from '../../errors.ts';
import type { Job, JobProgress, JobRequest, JobResult, KnownJob } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import { row, sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { closePlan, openPlan, spokenOfBefore } from '../../sessions/plans.ts';
import type { OpenPlan } from '../../sessions/session.ts';
import { setRunning } from '../../sessions/tree.ts';
import { commandButton } from '../command.ts';
import type { Interaction, Services } from '../command.ts';
import { deliver } from './deliver.ts';
import type { Button, Draft } from '../message.ts';
import { paintedFrom } from './painted-from.ts';
import type { PaintContext, PaintRequest } from './paint-request.ts';
import { checkRequest, notesOf, offerNearest } from './offer-nearest.ts';
import { receiptButtons } from './receipt-buttons.ts';

/** Runs a job with receipt, progress and result; ends when the result, or why there is none, has been shown. */
export async function paint(
  interaction: Interaction,
  services: Services,
  request: PaintRequest,
): Promise<void> {
  const { conversation, userId, locale, request: parent } = interaction;
  const id = parent.jobId();
  const known = parent.isKept ? await services.jobs.find(id) : undefined;
  if (known !== undefined) return goOn(interaction, services, known);
  const checked = request.isAgreed === true ? undefined : await checkRequest(services, request);
  if (checked !== undefined && checked.unknown.length > 0)
    return offerNearest(interaction, services, request, checked);
  const { base, settings, protect, said, line, plannedBy, question, missingModel } = request;
  const steps = checked?.steps ?? request.steps;
  const context: PaintContext = {
    said,
    caption: checked?.caption ?? request.caption,
    notes: checked === undefined ? undefined : notesOf(checked),
    line,
    plannedBy,
    question,
    missingModel,
    locale,
    parent: base?.number,
  };
  const session = base === undefined ? undefined : await services.sessions.load(conversation);
  const jobRequest: JobRequest = {
    steps,
    settings,
    protect,
    region: request.region,
    source: base?.picture,
    seen: base?.seen,
    spokenOf: request.spokenOf ?? (base && session && spokenOfBefore(session, base)),
    sourcePrompt: base && paintedFrom(base),
    sourceCaption: base?.caption,
    sourceSettings: base && paintedFrom(base) === undefined ? undefined : base?.settings,
  };
  const createdAt = new Date().toISOString();
  const job: Job = {
    id,
    conversation,
    userId,
    createdAt,
    request: jobRequest,
    context,
    ...(parent.isKept && { parent: parent.id }),
  };
  // Written down before it is told of: whoever has read "waiting" gets the picture, whatever happens now.
  await services.jobs.store(job);
  await work(interaction, services, await withReceipt(interaction, services, job));
}

/** Does what is left of a job that this request began before a crash: all, its result, its error, or nothing. */
async function goOn(
  interaction: Interaction,
  services: Services,
  { job, isSettled, error }: KnownJob,
): Promise<void> {
  if (!isSettled) return resumePaint(interaction, services, job);
  if (error === undefined) return;
  // Told by the one who catches it, in the place of the receipt.
  const { receipt, line } = job.context as PaintContext;
  if (receipt !== undefined) await interaction.update(receipt, waitingFor(line));
  throw error;
}

/** Goes on with a job that an earlier run of the bot accepted: runs it if need be, and shows its result once. */
export async function resumePaint(interaction: Interaction, services: Services, job: Job): Promise<void> {
  const { receipt } = job.context as PaintContext;
  const told = receipt === undefined ? await withReceipt(interaction, services, job) : job;
  // What was told before the crash looks interrupted by now.
  await showWaiting(interaction, services, told);
  await work(interaction, services, told);
}

async function showWaiting(interaction: Interaction, { log }: Services, job: Job): Promise<void> {
  const { line, receipt } = job.context as PaintContext;
  if (receipt === undefined) return;
  await interaction
    .update(receipt, waitingFor(line))
    .catch((error: unknown) => log.warn('the receipt is gone', { job: job.id, error }));
}

/** Tells that a job waits, and keeps with the job where that was told. */
async function withReceipt(interaction: Interaction, services: Services, job: Job): Promise<Job> {
  const context = job.context as PaintContext;
  try {
    const receipt = await interaction.reply({
      ...waitingFor(context.line),
      buttons: buttonsOf(interaction, services, job),
      ...(job.parent !== undefined && { key: `${job.id}/receipt` }),
    });
    return { ...job, context: { ...context, receipt } };
  } catch (error) {
    // A request that is kept is taken up again, and its job with it.
    if (job.parent === undefined || !(error instanceof PlatformError)) await services.jobs.settle(job.id);
    throw error;
  }
}

const buttonsOf = (interaction: Interaction, services: Services, job: Job) => [
  ...receiptButtons(interaction, job),
  ...modelButtons(interaction, services, job),
];

/** Offers to fetch the language model that the server lacks, to those who may. */
function modelButtons(
  interaction: Interaction,
  { planner }: Services,
  { context }: Job,
): readonly Button<Said>[] {
  const { missingModel } = context as PaintContext;
  if (missingModel === undefined || !interaction.isAdmin || planner.pullModel === undefined) return [];
  return [commandButton(interaction, sentence('work.download', { model: missingModel }), 'pull')];
}

async function work(interaction: Interaction, services: Services, job: Job): Promise<void> {
  const { sessions, jobs, log } = services;
  const { receipt, line } = job.context as PaintContext;
  const show = async (change: Draft) => receipt && interaction.update(receipt, change);
  await sessions.change(job.conversation, (session) =>
    openPlan(setRunning(session, job.id, job.userId), job.id, planOf(job)),
  );
  let isOver = true;
  // Signed once: everybody who waits hears of each job that ends.
  const buttons = buttonsOf(interaction, services, job);
  try {
    const result = await jobs.run(job, (progress) => {
      show({ ...describeProgress(line, progress), buttons }).catch((error: unknown) =>
        log.warn('a progress update got lost', { job: job.id, error }),
      );
    });
    await deliver(interaction, services, job, result);
    logJob(log, job, 'done', result);
    await show({ text: row(' ', ['✓', line]), ...shownButtons(modelButtons(interaction, services, job)) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // What waits for the next start, or cannot be shown while the platform is away, is kept.
    isOver = !(error instanceof PlatformError || ('code' in error && error.code === 'SHUTTING_DOWN'));
    if (error instanceof PlatformError && services.keepForLater !== undefined) {
      log.warn('a result cannot be shown yet', { job: job.id, error });
      return services.keepForLater(job);
    }
    logJob(log, job, error.name === 'AbortError' ? 'cancelled' : 'failed');
    if (error.name !== 'AbortError') throw error;
    const { plans = {} } = await sessions.load(job.conversation);
    await show({
      text:
        plans[job.id]?.isReplaced === true
          ? sentence('work.plannedAnew', { line })
          : sentence('work.cancelled', { line }),
      facts: { isCancelled: true },
    });
  } finally {
    if (isOver) await endJob(services, job);
  }
}

/** The one line that the log has of a job; who asked is told apart, not told. */
function logJob(
  log: Logger,
  { id, userId, request, createdAt }: Job,
  end: 'done' | 'failed' | 'cancelled',
  result?: JobResult,
): void {
  log.info(`job ${end}`, {
    job: id,
    user: createHash('sha256').update(userId).digest('hex').slice(0, 8),
    kind: request.steps.map(({ kind }) => kind).join('+'),
    model: result?.model ?? request.settings.model,
    steps: result?.steps ?? request.settings.steps,
    painted: result?.seconds,
    seconds: (Date.now() - Date.parse(createdAt)) / 1000,
  });
}

async function endJob({ sessions, jobs }: Services, { id, conversation }: Job): Promise<void> {
  await jobs.settle(id);
  await sessions.change(conversation, (session) => closePlan(setRunning(session, id, undefined), id));
}

const shownButtons = (buttons: readonly Button<Said>[]) => (buttons.length === 0 ? {} : { buttons });

/** What is told of a job before it runs, and may be changed until it is done. */
function planOf({ userId, request, context }: Job): OpenPlan {
  const { said, plannedBy, parent, receipt } = context as PaintContext;
  const { steps, protect, region, settings } = request;
  const messages = receipt === undefined ? [] : [receipt.id];
  return { userId, said, steps, protect, region, picture: parent, plannedBy, settings, messages };
}

const waitingFor = (line: Said): Draft => ({
  text: line,
  progress: { fraction: 0, label: sentence('work.waiting') },
});

const PHASES: Readonly<Record<Extract<JobProgress, { state: 'running' }>['phase'], Said>> = {
  load: sentence('work.loading'),
  text: sentence('work.encoding'),
  encode: sentence('work.looking'),
  denoise: sentence('work.painting'),
  decode: sentence('work.finishing'),
  detect: sentence('work.detecting'),
};

/** Progress as a message: a share, a few words, and the preview when there is one. */
export function describeProgress(line: Said, progress: JobProgress): Draft {
  if (progress.state === 'queued') {
    const { position } = progress;
    const label = position === 1 ? sentence('work.nextInLine') : sentence('work.inLine', { position });
    return { text: line, progress: { fraction: 0, label } };
  }
  const { phase, step, count, previewPng } = progress;
  const isPainting = phase === 'denoise' && count > 0;
  const label = isPainting ? sentence('work.step', { step, count }) : PHASES[phase];
  const fraction = isPainting ? 0.05 + (0.9 * step) / count : phase === 'decode' ? 0.95 : 0.02;
  return {
    text: line,
    progress: { fraction, label },
    ...(previewPng !== undefined && {
      pictures: [
        {
          name: 'preview.png',
          role: 'preview',
          alt: sentence('work.preview', { label }),
          mediaType: 'image/png',
          data: previewPng,
        },
      ],
    }),
  };
}
