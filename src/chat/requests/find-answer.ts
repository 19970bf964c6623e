import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { OpenChoice, Session } from '../../sessions/session.ts';
import { basePicture } from '../../sessions/tree.ts';
import { whichOf } from '../../sessions/which.ts';
import type { Interaction, Option } from '../command.ts';
import { meantBy } from './point-at.ts';

/** A call of /pick. */
type Picking = Interaction<{
  readonly number: Option<number | undefined>;
  readonly which: Option<string | undefined>;
  readonly question: Option<string | undefined>;
}>;

export interface Answered {
  readonly choice: OpenChoice;
  /** None when other words tell which. */
  readonly numbers: readonly number[];
}

export const MEANS_NONE = /^(?:none|neither|no one|nothing)\b/iu;

/** The question that is answered, and which numbers that means; an answer that was given may be changed. */
export function findAnswer(session: Session, interaction: Picking, words: string): Answered {
  const { userId, isAdmin } = interaction;
  const open = findOpen(session, interaction);
  const before = open === undefined ? findAnswered(session, interaction) : undefined;
  const choice = open ?? before;
  if (choice === undefined) throw new UserError('NO_CHOICE', sentence('pick.noQuestion'));
  if (choice.userId !== userId && !isAdmin) throw new UserError('NOT_YOURS', sentence('pick.notYours'));
  const numbers = whichOf(choice.objects, words, before?.numbers);
  if (before !== undefined && numbers.join() === before.numbers.join())
    throw new UserError('NO_CHOICE', sentence('pick.taken'));
  if (numbers.length === 0 && !MEANS_NONE.test(words) && meantBy(choice, words).length === 0)
    throw new UserError('NO_SUCH_OBJECT', sentence('pick.number', { most: choice.objects.length }));
  return { choice, numbers };
}

/** The answer that this request gave before a crash. */
export function closedBefore(session: Session, interaction: Picking): Answered {
  const choice = findAnswered(session, interaction) ?? session.answered?.at(-1);
  if (choice === undefined) throw new UserError('NO_CHOICE', sentence('pick.noQuestion'));
  return { choice, numbers: choice.numbers };
}

const findOpen = ({ choices }: Session, { options, on, userId }: Picking) =>
  choices.findLast(({ id, message, userId: owner }) =>
    options.question === undefined
      ? message === on?.id || (on === undefined && owner === userId)
      : id === options.question,
  );

/** A question whose answer may be changed: its number pressed again, or words about the picture that came of it. */
function findAnswered(session: Session, { options, on, userId }: Picking) {
  const { answered = [] } = session;
  if (options.question !== undefined) return answered.findLast(({ id }) => id === options.question);
  const byMessage = on && answered.findLast(({ message }) => message === on.id);
  const came = basePicture(session, on?.id)?.question;
  return byMessage ?? answered.findLast((choice) => choice.id === came && choice.userId === userId);
}
