import { defineCommand, integer, optionalText } from '../src/chat/command.ts';
import type { Interaction } from '../src/chat/command.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { planLine } from '../src/chat/requests/plan-line.ts';
import { meantBy, pointAt } from '../src/chat/requests/point-at.ts';
import { UserError } from '../src/errors.ts';
import { sentence } from '../src/sentence.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import type { OpenChoice, Session } from '../src/sessions/session.ts';
import { basePicture, closeChoice, findPicture } from '../src/sessions/tree.ts';
import { whichOf } from '../src/sessions/which.ts';

export const pick = defineCommand({
  name: 'pick',
  description: 'Say which one you mean when I ask, or afterwards that it was another one.',
  options: {
    number: integer('The number in the picture', 1, 50),
    which: optionalText('In words: the left one, the biggest, both'),
    question: optionalText('Which question; default: the latest of yours'),
  },
  async run(interaction, services) {
    const { conversation, userId, options } = interaction;
    const words = `${options.number ?? options.which ?? ''}`;
    let answered: Answered | undefined;
    // Found and closed in one change, so that of two presses one wins.
    const session = await services.sessions.change(conversation, (before) => {
      answered = findAnswer(before, interaction, words);
      return closeChoice(before, answered.choice.id, answered.numbers);
    });
    const { choice, numbers } = answered as Answered;
    if (MEANS_NONE.test(words)) {
      await interaction.reply({ text: sentence('All right, then I change nothing.') });
      return;
    }
    const base = findPicture(session, choice.picture);
    const steps = numbers.length > 0 ? pointAt(choice, numbers) : meantBy(choice, words);
    await paint(interaction, services, {
      said: choice.said,
      base,
      steps,
      protect: choice.protect,
      region: choice.region,
      caption: captionAfter(base?.caption ?? '', steps),
      line: planLine({ plan: { steps: [...steps], protect: [] }, by: 'your pick' }),
      settings: choice.settings ?? paintSettings(session, userId),
      question: choice.id,
    });
  },
});

type PickInteraction = Interaction<typeof pick.options>;

interface Answered {
  readonly choice: OpenChoice;
  /** None when other words tell which. */
  readonly numbers: readonly number[];
}

const MEANS_NONE = /^(?:none|neither|no one|nothing)\b/iu;

/** The question that is answered, and which numbers that means; an answer that was given may be changed. */
function findAnswer(session: Session, interaction: PickInteraction, words: string): Answered {
  const { userId, isAdmin } = interaction;
  const open = findOpen(session, interaction);
  const before = open === undefined ? findAnswered(session, interaction) : undefined;
  const choice = open ?? before;
  if (choice === undefined)
    throw new UserError(
      'NO_CHOICE',
      sentence('There is no open question; it may have been answered already.'),
    );
  if (choice.userId !== userId && !isAdmin)
    throw new UserError('NOT_YOURS', sentence('That question is for the person whose edit it is.'));
  const numbers = whichOf(choice.objects, words, before?.numbers);
  if (before !== undefined && numbers.join() === before.numbers.join())
    throw new UserError('NO_CHOICE', sentence('That is the one I took.'));
  if (numbers.length === 0 && !MEANS_NONE.test(words) && meantBy(choice, words).length === 0)
    throw new UserError(
      'NO_SUCH_OBJECT',
      sentence('Which one do you mean? Say a number from 1 to {most}.', { most: choice.objects.length }),
    );
  return { choice, numbers };
}

const findOpen = ({ choices }: Session, { options, on, userId }: PickInteraction) =>
  choices.findLast(({ id, message, userId: owner }) =>
    options.question === undefined
      ? message === on?.id || (on === undefined && owner === userId)
      : id === options.question,
  );

/** A question whose answer may be changed: its number pressed again, or words about the picture that came of it. */
function findAnswered(session: Session, { options, on, userId }: PickInteraction) {
  const { answered = [] } = session;
  if (options.question !== undefined) return answered.findLast(({ id }) => id === options.question);
  const byMessage = on && answered.findLast(({ message }) => message === on.id);
  const came = basePicture(session, on?.id)?.question;
  return byMessage ?? answered.findLast((choice) => choice.id === came && choice.userId === userId);
}
