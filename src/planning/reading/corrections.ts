import { isColour } from '../../english/colours.ts';
import { cutWords, findMatch, fits, form, type Slots } from '../../english/forms.ts';
import { lacksNoun } from '../../english/lists.ts';
import { readReference } from '../../english/phrases.ts';
import { isThing, PRONOUN } from '../../english/things.ts';
import type { PlanStep } from '../plan.ts';
import { scalePlace } from '../strength.ts';
import { readDestination } from './destinations.ts';
import { nameOf, type Scene } from './scene.ts';

/** Reads an order on its own, for "no, make it green". */
export type ReadOrder = (words: string) => PlanStep[] | undefined;

const UNDO: PlanStep = { kind: 'session', action: 'undo' };
const slots: Slots = {
  THINGS: (words) => /^(?:the|both|all|every|that|my) /.test(words),
  OBJECT: (words) => isThing(words),
  OTHER: (words) => isThing(words),
  REST: () => true,
};
const DENIALS = [
  'no|nope|nah|noo|nooo|hmm_no|not_that_one|wrong|wrong_one|that_is_wrong|i_meant|i_mean|rather|i_said|sorry_i_meant|oops_i_meant|sorry_,_i_meant|oops_,_i_meant [,] [i_meant|i_mean|i_said|i_wanted] [on|to|with] [the_word]',
  'that|it is|was [the] wrong one|cat|dog|thing|side|colour|color|object',
].map((source) => form(source));
const WRONG_ONE =
  /^(?:no,? )*(?:not that (?:one)?|(?:that is |that was |it is |that's |it's )?(?:the )?wrong(?: one| \w+)?)!?$/;
const NOT_THIS = form('not OBJECT [,] [but|rather] OTHER');

const TOO = [
  '[and|do|now|apply] [it|that|this] [also|too] [the] same [thing] for|with|to|on THINGS [,] [too|as_well|also|next|now]',
  '[now] do that|this|it|the_same [thing] to|for|with THINGS [,] [too|as_well|also|next]',
  '[now|and] also THINGS [,] [too|as_well]',
  'and THINGS [,] [too|as_well|also|next|now]',
  'THINGS [,] too|as_well|also|next|now',
].map((source) => form(source));

const MORE = [
  '[a_bit|a_little|much|even|way|slightly|a_lot|a_tiny_bit|some] further|farther|more|again|stronger [please]',
  'not [far|big|small] enough',
  'more of that|it',
].map((source) => form(source));
const LESS = [
  '[a_bit|a_little|much|slightly] less|weaker [far]',
  '[that_is|it_is] too much|far|strong',
  'not so|that far|much',
].map((source) => form(source));
const SOFTER = form(
  '[only|just|not_so_much|less] [,] a_bit|a_little|a_little_bit|a_tiny_bit|slightly|half|half_as_much|a_touch|half_of_that|not_so_much|not_that_much|less',
);
const COMPARISON =
  /^(?:(?:a bit|a little|much|even|way|slightly|a lot) )?(?:more|less|further|farther|\w+er)\b/;

const isOne = (words: string, forms: readonly ReturnType<typeof form>[]): boolean =>
  forms.some((one) => fits(one, cutWords(words), slots));
const isEdit = (step: PlanStep): boolean => step.kind === 'instruct' || step.kind === 'place';

/**
 * Reads messages that lean on the last turn: "no, the other cat", "a bit more to the left", "the dog too", "now green".
 *
 * "No, …" undoes the last edit and does it again on what was meant.
 *
 * @param clause one clause, courtesies taken off
 */
export function readCorrection(clause: string, scene: Scene, readOrder?: ReadOrder): PlanStep[] | undefined {
  const last = scene.context.turns?.findLast((turn) => turn.steps.some(isEdit));
  const steps = last?.steps.filter(isEdit) ?? [];
  if (steps.length === 0) return undefined;
  const other = findMatch(NOT_THIS, cutWords(clause), slots, (found) => onOther(found['other'] ?? '', steps));
  if (other !== undefined) return [UNDO, ...other];
  const rest = takeDenial(clause);
  if (rest !== undefined) return readDenied(clause, rest, steps, scene, readOrder);
  return readRepeat(clause, steps) ?? readOngoing(clause, steps, scene);
}

/** What is said behind "no, i meant"; undefined when nothing is denied. */
function takeDenial(clause: string): string | undefined {
  const words = cutWords(clause.replace(/^([a-z]+)[.!:;-]+ /, '$1, '));
  for (const denial of DENIALS)
    for (let end = Math.min(words.length, 9); end > 0; end -= 1)
      if (fits(denial, words.slice(0, end), slots))
        return words
          .slice(end)
          .join(' ')
          .replace(/ ,/g, ',')
          .replace(/^[\s,.!:;-]+/, '')
          .replace(/^i (?:meant|mean|said|wanted) /, '')
          .replace(/,? (?:not|instead of) .+$/, '');
  return undefined;
}

function readDenied(
  clause: string,
  rest: string,
  steps: readonly PlanStep[],
  scene: Scene,
  readOrder: ReadOrder | undefined,
): PlanStep[] | undefined {
  const less = softer(rest, steps);
  if (less !== undefined) return [UNDO, ...less];
  // "not that one", "wrong one": another of the same kind.
  const corrected = retarget(WRONG_ONE.test(clause) ? 'the other one' : rest, steps, scene);
  if (corrected !== undefined) return COMPARISON.test(rest) ? corrected : [UNDO, ...corrected];
  const again = rest === '' ? undefined : readOrder?.(rest);
  const isAlike = again?.every((step) => steps.some((other) => isAboutSame(step, other))) === true;
  return isAlike && again !== undefined ? [UNDO, ...again] : again;
}

const isAboutSame = (step: PlanStep, other: PlanStep): boolean =>
  step.kind === 'instruct' &&
  other.kind === 'instruct' &&
  step.action === other.action &&
  step.object?.noun === other.object?.noun;

/** "one more", "the dog too". */
function readRepeat(clause: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  if (/^(?:another|one more)(?: (?:like )?(?:that|it|this))?$/.test(clause)) {
    const step = steps.at(-1);
    const isCopy = step?.kind === 'place' && step.operation === 'duplicate';
    if (step !== undefined && (isCopy || (step.kind === 'instruct' && step.action === 'add'))) return [step];
  }
  for (const too of TOO) {
    const again = findMatch(too, cutWords(clause), slots, ({ things = '' }) => onOther(things, steps));
    if (again !== undefined) return again;
  }
  return undefined;
}

function readOngoing(clause: string, steps: readonly PlanStep[], scene: Scene): PlanStep[] | undefined {
  const continued = clause.replace(/^(?:now|and|then|actually|instead|rather|even|still) /, '');
  return goFurther(continued, steps, scene) ?? recolour(continued, steps, scene);
}

/** "no, only a bit": the last edit with less of it. */
function softer(words: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  if (!isOne(words, [SOFTER])) return undefined;
  const share = words.includes('half') ? 0.5 : 0.4;
  return steps.map((step): PlanStep => {
    if (step.kind === 'instruct') return { ...step, strength: Math.round(step.strength * 60) / 100 };
    return step.kind === 'place' ? (scalePlace(step, share) ?? step) : step;
  });
}

/** The last edit on another object: "no, the other cat", "the red one", "i meant the dog". */
function retarget(rest: string, steps: readonly PlanStep[], scene: Scene): PlanStep[] | undefined {
  if (rest === '') return undefined;
  if (/^(?:the|both|all|every|that|my) /.test(rest) && isThing(rest)) {
    const last = steps.at(-1);
    const result = last?.kind === 'place' ? readDestination(rest, nameOf(last.object), scene) : undefined;
    if (result === undefined) return onOther(rest, steps);
  }
  return goFurther(rest, steps, scene) ?? recolour(rest, steps, scene) ?? newTarget(rest, steps);
}

function onOther(words: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  const step = steps.at(-1);
  if (step?.kind !== 'place' && step?.kind !== 'instruct') return undefined;
  if (step.object === undefined) return undefined;
  const phrase = readReference(words, step.object.noun);
  const noun = phrase.reference.noun || step.object.noun;
  // "the other one" → "the other cat"
  const full = words.replace(/\bones?\b/, () => noun);
  const instruction = swapWords(step.instruction, step.object.words, step.object.noun, full);
  const object = { ...phrase.reference, words: full, noun };
  if (step.kind === 'place') return [{ ...step, instruction, object }];
  return [
    { ...step, instruction, keyword: step.action === 'add' ? step.keyword : phrase.head || noun, object },
  ];
}

/** Puts other words for the object into an instruction. */
function swapWords(instruction: string, old: string, noun: string, next: string): string {
  const lower = instruction.toLowerCase();
  for (const words of [old.toLowerCase(), `the ${noun}`, noun]) {
    const at = words === '' ? -1 : lower.indexOf(words);
    if (at !== -1)
      return `${instruction.slice(0, at)}${next}${instruction.slice(at + words.length)}`.slice(0, 400);
  }
  return `${instruction} (${next})`.slice(0, 400);
}

/** "a bit more to the left", "further", "bigger", "even smaller": the last object goes on. */
function goFurther(words: string, steps: readonly PlanStep[], scene: Scene): PlanStep[] | undefined {
  const object = scene.antecedent;
  const step = steps.at(-1);
  if (object === undefined || step === undefined) return undefined;
  if (step.kind === 'place' && isOne(words, MORE)) {
    const further = scalePlace(step, /bit|little|slight/.test(words) ? 0.4 : 1);
    return further === undefined ? undefined : [{ ...further, object }];
  }
  if (step.kind === 'place' && isOne(words, LESS)) {
    const nearer = scalePlace(step, 0.5);
    return nearer === undefined ? undefined : [UNDO, nearer];
  }
  const name = nameOf(object);
  const destination =
    PRONOUN.test(words) || !namesThing(words) ? readDestination(words, name, scene) : undefined;
  if (destination === undefined) return undefined;
  const instruction = `move ${name} ${words}`.slice(0, 400);
  return [{ kind: 'place', instruction, object, operation: 'move', ...destination }];
}

const namesThing = (words: string): boolean =>
  /^(?:the|a|an) (?!left|right|top|bottom|bit|little|middle|center|centre|lot)/.test(words);

/** "green", "no, blue": the last colour again. */
function recolour(words: string, steps: readonly PlanStep[], scene: Scene): PlanStep[] | undefined {
  const step = steps.at(-1);
  if (scene.antecedent === undefined || step?.kind !== 'instruct' || step.action !== 'recolor')
    return undefined;
  if (!isColour(words) || step.object === undefined) return undefined;
  const target = words.replace(/^(?:in |an? |the )/, '');
  return [{ ...step, instruction: `make ${nameOf(step.object)} ${target}`.slice(0, 400), target }];
}

/** "no, a horse": the last replacement or addition with another target. */
function newTarget(words: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  const step = steps.at(-1);
  if (step?.kind !== 'instruct' || step.target === undefined || lacksNoun(words) || !isThing(words))
    return undefined;
  if (!/^(?:an?|some|two|three|another) /.test(words)) return undefined;
  const target = words.replace(/^(?:an?|some|another) /, '').slice(0, 120);
  const instruction = swapWords(step.instruction, `a ${step.target}`, step.target, words);
  const keyword = step.action === 'add' ? readReference(target).head.slice(0, 60) : step.keyword;
  return [{ ...step, instruction, target, keyword }];
}
