import { UserError } from '../../errors.ts';
import type { PlanContext, PlannedBy } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { PictureNode } from '../../sessions/session.ts';
import { lineage } from '../../sessions/tree.ts';
import type { Interaction, Services } from '../command.ts';
import { readsLikePrompt } from './reads-like-prompt.ts';

const NOTHING_YET = sentence('plan.needsPicture');
/** How many of the latest turns a planner sees. */
const TURNS = 4;

/**
 * Plans what words mean for a picture, or in an empty conversation.
 *
 * @returns undefined when the answer was a question back to the person
 * @throws {UserError} `NO_EDIT` for words without an edit, `NO_PICTURE` for an edit without a picture
 */
export async function planWords(
  interaction: Interaction,
  { planner, sessions }: Services,
  words: string,
  base: PictureNode | undefined,
): Promise<PlannedBy | undefined> {
  const session = await sessions.load(interaction.conversation);
  if (base === undefined)
    return withoutPicture(await planOrNothing(planner, words, { hasPicture: false }), words);
  const { caption, objects = [], width, height, number } = base;
  const turns = lineage(session, number).slice(-TURNS);
  const context: PlanContext = {
    hasPicture: true,
    caption,
    objects,
    size: { width, height },
    turns: turns.map(({ said, steps }) => ({ said, steps })),
  };
  const planned = await planner.plan(words, context);
  if (base.question === undefined && picksByWords(planned)) {
    // "The left one", and nobody has asked: that is about what has just been done to another one.
    const corrected = await planOrNothing(planner, `no, ${words}`, context);
    if (corrected?.plan.steps.some(({ kind }) => kind !== 'session') === true) return corrected;
  }
  const question = planned.question ?? planned.plan.question;
  if (question === undefined) return planned;
  await interaction.reply({ text: question });
  return undefined;
}

/** "The left one": words, no number, that would answer "which one?". */
const picksByWords = ({ plan: { steps } }: PlannedBy): boolean =>
  steps.length === 1 &&
  steps.every((step) => step.kind === 'session' && step.action === 'pick' && step.number === undefined);

/** Words without an edit are no mistake here: they may be what to paint, or mean nothing more. */
async function planOrNothing(
  planner: Services['planner'],
  words: string,
  context: PlanContext,
): Promise<PlannedBy | undefined> {
  try {
    return await planner.plan(words, context);
  } catch (error) {
    if (error instanceof UserError && error.code !== 'ENGLISH_ONLY') return undefined;
    throw error;
  }
}

/** In an empty conversation there is nothing to edit: a description is painted, the rest is explained. */
function withoutPicture(planned: PlannedBy | undefined, words: string): PlannedBy {
  const steps = planned?.plan.steps ?? [];
  const isPossible = steps.length > 0 && steps.every(({ kind }) => kind === 'session' || kind === 'generate');
  if (planned !== undefined && isPossible) return planned;
  if (!readsLikePrompt(words)) throw new UserError('NO_PICTURE', NOTHING_YET);
  return { plan: { steps: [{ kind: 'generate', prompt: words }], protect: [] }, by: planned?.by ?? 'rules' };
}
