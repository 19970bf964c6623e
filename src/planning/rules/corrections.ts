import type { PlanStep } from '../plan.ts';
import { scalePlace } from '../strength.ts';
import { readDestination } from './destinations.ts';
import { isColour } from './colours.ts';
import { lacksNoun } from './lists.ts';
import { readReference } from './references.ts';
import { nameOf, PRONOUN, type Scene } from './scene.ts';

const NO =
  /^(?:no+|nope|not that(?: one)?|wrong(?: one)?|that's wrong|that's the wrong (?:one|\w+)|that was the wrong (?:one|\w+)|i (?:meant|mean)|sorry,? i meant|oops,? i meant|rather|i said)\b[\s,.!:;-]*(?:i (?:meant|mean|said|wanted) )?/;

/**
 * Reads messages that lean on the last turn: "no, the other cat", "a bit more to the left", "the dog too", "now green".
 *
 * "No, …" undoes the last edit and does it again on what was meant.
 *
 * @param clause one clause, courtesies taken off
 */
export function readCorrection(clause: string, scene: Scene): PlanStep[] | undefined {
  const last = scene.context.turns?.findLast((turn) => turn.steps.some(isEdit));
  const steps = last?.steps.filter(isEdit) ?? [];
  if (steps.length === 0) return undefined;
  const denied = NO.exec(clause);
  if (denied !== null) {
    const rest = clause
      .slice(denied[0].length)
      .replace(/^(?:the word |on |to |with )?(?=the )/, '')
      .replace(/,? (?:not|instead of) .+$/, '');
    const less = softer(rest, steps);
    if (less !== undefined) return [{ kind: 'session', action: 'undo' }, ...less];
    // "not that one", "wrong one": another of the same kind.
    const corrected = retarget(isWrongOne(clause) ? 'the other one' : rest, steps, scene);
    if (corrected === undefined) return undefined;
    return isComparison(rest) ? corrected : [{ kind: 'session', action: 'undo' }, ...corrected];
  }
  if (/^(?:another|one more)(?: (?:like )?(?:that|it|this))?$/.test(clause)) {
    const step = steps.at(-1);
    const isRepeatable =
      step?.kind === 'place'
        ? step.operation === 'duplicate'
        : step?.kind === 'instruct' && step.action === 'add';
    if (step !== undefined && isRepeatable) return [step];
  }
  const too =
    /^(?:(?:and |do |now |apply )?(?:it |that |this )?(?:also |too )?(?:the )?same (?:thing )?(?:for|with|to|on) |(?:now )?do (?:that|this|it|the same)(?: thing)? (?:to|for|with) |(?:now )?also |and |same (?:for|with) )?((?:the|both|all|every|that|my) .+?)(?:,? (?:too|as well|also|next|now))?$/.exec(
      clause,
    );
  const isAddressed = too !== null && clause !== too[1];
  if (isAddressed && too !== null) {
    const again = onOther(too[1] ?? '', steps);
    if (again !== undefined) return again;
  }
  const continued = clause.replace(/^(?:now|and|then|actually|instead|rather|even|still) /, '');
  return goFurther(continued, steps, scene) ?? recolour(continued, steps, scene);
}

const isWrongOne = (clause: string): boolean =>
  /^(?:no,? )*(?:not that (?:one)?|(?:that's |that was |it's )?(?:the )?wrong(?: one| \w+)?)!?$/.test(clause);

/** "no, only a bit": the last edit with less of it. */
function softer(words: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  if (
    !/^(?:only|just|not so much,?|less,?)? ?(?:a (?:tiny |little )?bit|a little(?: bit)?|slightly|half(?: as much)?|a touch|half of that|not so much|not that much|less)$/.test(
      words,
    )
  )
    return undefined;
  const share = words.includes('half') ? 0.5 : 0.4;
  return steps.map((step): PlanStep => {
    if (step.kind === 'instruct') return { ...step, strength: Math.round(step.strength * 60) / 100 };
    return step.kind === 'place' ? (scalePlace(step, share) ?? step) : step;
  });
}

const MORE =
  /^(?:(?:a bit|a little|much|even|way|slightly|a lot|a tiny bit|some) )?(?:further|farther|more|again|stronger)(?: please)?$|^not (?:far |big |small )?enough$|^more of (?:that|it)$/;
const LESS =
  /^(?:(?:a bit|a little|much|slightly) )?(?:less(?: far)?|weaker)$|^(?:that's |it's )?too (?:much|far|strong)$|^not (?:so|that) (?:far|much)$/;

const isEdit = (step: PlanStep): boolean => step.kind === 'instruct' || step.kind === 'place';
const isComparison = (words: string): boolean =>
  /^(?:(?:a bit|a little|much|even|way|slightly|a lot) )?(?:more|less|further|farther|\w+er)\b/.test(words);

/** The last edit on another object: "no, the other cat", "the red one", "i meant the dog". */
function retarget(rest: string, steps: readonly PlanStep[], scene: Scene): PlanStep[] | undefined {
  if (rest === '') return undefined;
  if (/^(?:the|both|all|every|that|my) /.test(rest)) {
    const last = steps.at(-1);
    const result = last?.kind === 'place' ? readDestination(rest, nameOf(last.object), scene) : undefined;
    if (result === undefined) return onOther(rest, steps);
  }
  return goFurther(rest, steps, scene) ?? recolour(rest, steps, scene) ?? newTarget(rest, steps);
}

function onOther(words: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  const step = steps.at(-1);
  if (step === undefined) return undefined;
  if (step.kind === 'place') {
    const { reference } = readReference(words, step.object.noun);
    const full = withNoun(words, step.object.noun);
    return [
      {
        ...step,
        instruction: swapWords(step.instruction, step.object.words, step.object.noun, full),
        object: { ...reference, words: full, noun: reference.noun || step.object.noun },
      },
    ];
  }
  if (step.kind !== 'instruct' || step.object === undefined) return undefined;
  const phrase = readReference(words, step.object.noun);
  const noun = phrase.reference.noun || step.object.noun;
  const full = withNoun(words, noun);
  const isAddition = step.action === 'add';
  return [
    {
      ...step,
      instruction: swapWords(step.instruction, step.object.words, step.object.noun, full),
      keyword: isAddition ? step.keyword : phrase.head || noun,
      object: { ...phrase.reference, words: full, noun },
    },
  ];
}

/** "the other one" → "the other cat". */
const withNoun = (words: string, noun: string): string => words.replace(/\bones?\b/, () => noun);

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
  const name = nameOf(object);
  if (step.kind === 'place' && MORE.test(words)) {
    const further = scalePlace(step, /bit|little|slight/.test(words) ? 0.4 : 1);
    return further === undefined ? undefined : [{ ...further, object }];
  }
  if (step.kind === 'place' && LESS.test(words)) {
    const nearer = scalePlace(step, 0.5);
    return nearer === undefined ? undefined : [{ kind: 'session', action: 'undo' }, nearer];
  }
  const destination =
    PRONOUN.test(words) || lacksNounPhrase(words) ? readDestination(words, name, scene) : undefined;
  if (destination === undefined) return undefined;
  return [
    {
      kind: 'place',
      instruction: `move ${name} ${words}`.slice(0, 400),
      object,
      operation: 'move',
      ...destination,
    },
  ];
}

const lacksNounPhrase = (words: string): boolean =>
  !/^(?:the|a|an) (?!left|right|top|bottom|bit|little|middle|center|centre|lot)/.test(words);

/** "green", "now make that dark blue", "no, a horse" */
function recolour(words: string, steps: readonly PlanStep[], scene: Scene): PlanStep[] | undefined {
  const step = steps.at(-1);
  const object = scene.antecedent;
  if (step === undefined || object === undefined || step.kind !== 'instruct') return undefined;
  if (!isColour(words) || step.action !== 'recolor' || step.object === undefined) return undefined;
  const name = nameOf(step.object);
  const target = words.replace(/^(?:in |an? |the )/, '');
  return [{ ...step, instruction: `make ${name} ${target}`.slice(0, 400), target }];
}

/** "no, a horse": the last replacement or addition with another target. */
function newTarget(words: string, steps: readonly PlanStep[]): PlanStep[] | undefined {
  const step = steps.at(-1);
  if (step?.kind !== 'instruct' || step.target === undefined || lacksNoun(words)) return undefined;
  if (!/^(?:an?|some|two|three|another) /.test(words)) return undefined;
  const target = words.replace(/^(?:an?|some|another) /, '').slice(0, 120);
  const instruction = swapWords(step.instruction, `a ${step.target}`, step.target, words);
  return [
    {
      ...step,
      instruction,
      target,
      ...(step.action === 'add' ? { keyword: readReference(target).head.slice(0, 60) } : {}),
    },
  ];
}
