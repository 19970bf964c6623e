import { readWhich } from '../../planning/index.ts';
import { jobOfMessage } from '../../sessions/plans.ts';
import type { Interaction, Services } from '../command.ts';
import type { Session } from '../../sessions/session.ts';
import { asAnswer } from './point-at.ts';

/**
 * Takes words that answer something open in place of a new edit: a reply to a plan that is not painted yet is the new
 * plan, and "the left cat" answers "which one?".
 *
 * @returns true when they did, and the command they stand for has been carried out
 */
export async function answersOpen(
  interaction: Interaction,
  { sessions }: Services,
  words: string,
): Promise<boolean> {
  // Decided once: after a crash the question it answers is closed already.
  const meant = await interaction.request.remember('what it answers', async () =>
    whatItAnswers(interaction, await sessions.load(interaction.conversation), words),
  );
  if (meant === undefined) return false;
  await interaction.call(meant.name, meant.options);
  return true;
}

/** The command call that the words stand for when they answer something open. */
function whatItAnswers({ userId, on }: Interaction, session: Session, words: string) {
  const job = on && jobOfMessage(session, on.id);
  if (job !== undefined) return { name: 'plan', options: { job, instruction: words } };
  const choice = session.choices.findLast(({ message, userId: owner }) =>
    on === undefined ? owner === userId : message === on.id,
  );
  const isNone = /^(?:none|neither|no one|nothing)(?: of (?:them|these|those))?[.!]?$/iu.test(words.trim());
  if (choice === undefined || !(isNone || readWhich(asAnswer(choice, words)) !== undefined)) return undefined;
  return { name: 'pick', options: { which: words, question: choice.id } };
}
