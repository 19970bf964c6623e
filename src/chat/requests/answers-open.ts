import { readWhich } from '../../planning/index.ts';
import { jobOfMessage } from '../../sessions/plans.ts';
import type { Interaction, Services } from '../command.ts';
import { asAnswer } from './point-at.ts';

/**
 * Takes words that answer something open in place of a new edit: a reply to a plan that is not painted yet is the new
 * plan, and "the left cat" answers "which one?".
 *
 * @returns true when they did, and the command they stand for has been carried out
 */
export async function answersOpen(
  { conversation, userId, on, call }: Interaction,
  { sessions }: Services,
  words: string,
): Promise<boolean> {
  const session = await sessions.load(conversation);
  const job = on && jobOfMessage(session, on.id);
  if (job !== undefined) {
    await call('plan', { job, instruction: words });
    return true;
  }
  const choice = session.choices.findLast(({ message, userId: owner }) =>
    on === undefined ? owner === userId : message === on.id,
  );
  const isNone = /^(?:none|neither|no one|nothing)(?: of (?:them|these|those))?[.!]?$/iu.test(words.trim());
  if (choice === undefined || !(isNone || readWhich(asAnswer(choice, words)) !== undefined)) return false;
  await call('pick', { which: words, question: choice.id });
  return true;
}
