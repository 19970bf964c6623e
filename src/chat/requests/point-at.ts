import { readWhich } from '../../planning/index.ts';
import type { ObjectReference, PlanStep } from '../../planning/plan.ts';
import type { OpenChoice } from '../../sessions/session.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/**
 * The steps of a question with its object replaced by what was picked: the n-th of its kind from the left, or all of
 * them. Other steps that speak of the object in the same words mean the same one.
 *
 * @param numbers  from 1, as the question numbers its objects
 * @throws {UserError} `ONE_OR_ALL` for some of several things in a step that moves them
 */
export function pointAt(choice: OpenChoice, numbers: readonly number[]): readonly PlanStep[] {
  const { objects } = choice;
  const isAll = numbers.length > 1 && numbers.length === objects.length;
  if (isAll || numbers.length === 1)
    return withObject(choice, (before) => pointed(before, choice, numbers, isAll));
  const step = choice.steps[choice.step];
  if (step?.kind !== 'instruct') throw new UserError('ONE_OR_ALL', sentence('move.oneByOne'));
  const copies = numbers.map((number): PlanStep => {
    const object = pointed(step.object, choice, [number], false);
    return { ...step, object };
  });
  return choice.steps.flatMap((each, index) => (index === choice.step ? copies : [each]));
}

/**
 * The steps with what words say of the object, when they say something: "the black one", "the one next to the house".
 *
 * @returns no steps when the words do not tell
 */
export function meantBy(choice: OpenChoice, words: string): readonly PlanStep[] {
  const told = readWhich(asAnswer(choice, words));
  const isTelling =
    told?.attributes?.some((attribute) => attribute !== 'other') ?? told?.relation !== undefined;
  if (told === undefined || !isTelling) return [];
  const { words: _words, noun: _noun, ...distinction } = told;
  return withObject(choice, (before) => ({ words, noun: before?.noun ?? '', ...distinction }));
}

/** An answer with "one" in place of the noun that was asked about: "the left cat" → "the left one". */
export function asAnswer({ objects }: OpenChoice, words: string): string {
  const label = objects[0]?.label ?? '';
  return words
    .toLowerCase()
    .replace(new RegExp(`\\b${label.replace(/[^\p{L}\d ]/gu, '')}(?=s?\\b)`, 'u'), 'one');
}

/** Changes the open object of the step, and of the steps that speak of it in the same words. */
function withObject(
  { steps, step: asked, role = 'object' }: OpenChoice,
  change: (before: ObjectReference | undefined) => ObjectReference,
): readonly PlanStep[] {
  const open = steps[asked];
  if (open?.kind === 'place' && role === 'other')
    return steps.map((step, index) => (index === asked ? { ...open, other: change(open.other) } : step));
  if (open?.kind !== 'instruct' && open?.kind !== 'place') return steps;
  const before = open.object;
  return steps.map((step, index) => {
    if (step.kind !== 'instruct' && step.kind !== 'place') return step;
    const isSame = before !== undefined && step.object?.words === before.words;
    return index === asked || isSame ? { ...step, object: change(step.object) } : step;
  });
}

function pointed(
  before: ObjectReference | undefined,
  { objects }: OpenChoice,
  numbers: readonly number[],
  isAll: boolean,
): ObjectReference {
  const [number = 1] = numbers;
  const label = objects[number - 1]?.label ?? '';
  if (isAll) return { words: `every ${label}`, noun: label, count: 'all' };
  const ordinal = objects.slice(0, number).filter((object) => object.label === label).length;
  const words = `the ${ORDINALS[ordinal - 1] ?? `${ordinal}th`} ${label} from the left`;
  return { ...before, words, noun: label, ordinal, order: 'left', count: 1 };
}
