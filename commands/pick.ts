import { defineCommand, integer, optionalText } from '../src/chat/command.ts';
import { paint } from '../src/chat/paint.ts';
import { paintSettings } from '../src/chat/paint-settings.ts';
import { planLine } from '../src/chat/plan-line.ts';
import { UserError } from '../src/errors.ts';
import type { PlanStep } from '../src/planning/plan.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import type { OpenChoice } from '../src/sessions/session.ts';
import { closeChoice, findPicture } from '../src/sessions/tree.ts';
import { whichOf } from '../src/sessions/which.ts';

export const pick = defineCommand({
  name: 'pick',
  description: 'Say which one you mean when I ask.',
  options: {
    number: integer('The number in the picture', 1, 50),
    which: optionalText('In words: the left one, the biggest, both'),
    question: optionalText('Which question; default: the latest of yours'),
  },
  async run(interaction, services) {
    const { conversation, userId, isAdmin, on, options } = interaction;
    let answered: OpenChoice | undefined;
    let numbers: readonly number[] = [];
    // Found and closed in one change, so that of two presses one wins.
    const session = await services.sessions.change(conversation, (before) => {
      const choice = before.choices.findLast(({ id, message, userId: owner }) =>
        options.question === undefined
          ? message === on?.id || (on === undefined && owner === userId)
          : id === options.question,
      );
      if (choice === undefined)
        throw new UserError('NO_CHOICE', 'There is no open question; it may have been answered already.');
      if (choice.userId !== userId && !isAdmin)
        throw new UserError('NOT_YOURS', 'That question is for the person whose edit it is.');
      numbers = whichOf(choice.objects, `${options.number ?? options.which ?? ''}`);
      if (numbers.length === 0)
        throw new UserError('NO_SUCH_OBJECT', `There are the numbers 1 to ${choice.objects.length}.`);
      answered = choice;
      return closeChoice(before, choice.id);
    });
    const choice = answered as OpenChoice;
    const base = findPicture(session, choice.picture);
    const steps = choice.steps.map((step, index) =>
      index === choice.step ? pointedAt(step, choice, numbers) : step,
    );
    await paint(interaction, services, {
      said: choice.said,
      base,
      steps,
      protect: choice.protect,
      caption: captionAfter(base?.caption ?? '', steps),
      line: planLine({ plan: { steps, protect: [] }, by: 'your pick' }),
      settings: paintSettings(session, userId),
    });
  },
});

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Makes a step mean what was picked: the n-th of its kind from the left, or all of them. */
function pointedAt(step: PlanStep, { objects }: OpenChoice, numbers: readonly number[]): PlanStep {
  if (step.kind !== 'instruct' && step.kind !== 'place') return step;
  const [number = 1] = numbers;
  const label = objects[number - 1]?.label ?? '';
  if (numbers.length > 1) return { ...step, object: { words: `every ${label}`, noun: label, count: 'all' } };
  const ordinal = objects.slice(0, number).filter((object) => object.label === label).length;
  const words = `the ${ORDINALS[ordinal - 1] ?? `${ordinal}th`} ${label} from the left`;
  return { ...step, object: { ...step.object, words, noun: label, ordinal, order: 'left', count: 1 } };
}
