import type { ObjectReference, PlanContext, PlanStep } from '../plan.ts';
import { plural, singular } from './grammar.ts';
import { readReference, type Phrase } from './references.ts';

/** What is known while one message is read; `antecedent` moves on with each step. */
export interface Scene {
  readonly context: PlanContext;
  /** What "it" means now. */
  antecedent?: ObjectReference | undefined;
  /** The objects of the last turn when there were several: "them", "both". */
  readonly group: readonly ObjectReference[];
  /** What "one" means in "the red one". */
  noun: string;
}

export interface Resolved extends Phrase {
  /** False for "it" when nothing was spoken of: then the whole picture is meant, or a question is due. */
  readonly isKnown: boolean;
  /** Puts the noun for the pronoun, so that the instruction is complete by itself. */
  replaceIn(clause: string): string;
}

export const PRONOUN =
  /^(?:it|them|him|her|this|that|they|these|those|he|she|this one|that one|the one|the same|these ones|its|both of them|all of them|it all)$/;

export function createScene(context: PlanContext): Scene {
  const antecedent = lastMentioned(context);
  const steps = context.turns?.at(-1)?.steps ?? [];
  const spoken = steps
    .map(mentionedBy)
    .filter((one) => one !== undefined && one.noun !== '') as ObjectReference[];
  const group = spoken.filter(
    (one, index) => spoken.findIndex((other) => other.words === one.words) === index,
  );
  return { context, antecedent, group: group.length > 1 ? group : [], noun: antecedent?.noun ?? '' };
}

/** Reads an object phrase; pronouns become what was spoken of last. */
export function resolve(words: string, scene: Scene): Resolved {
  const phrase = words.trim();
  if (!PRONOUN.test(phrase)) {
    const read = readReference(phrase, scene.noun);
    return {
      ...read,
      isKnown: true,
      replaceIn: (clause) => clause.replace(phrase, () => withNoun(phrase, scene.noun, read.head)),
    };
  }
  const known = scene.antecedent;
  if (known === undefined || known.noun === '')
    return {
      reference: { words: phrase, noun: '' },
      head: '',
      isKnown: false,
      replaceIn: (clause) => clause,
    };
  const name = nameOf(known);
  return {
    reference: known,
    head: known.noun,
    isKnown: true,
    replaceIn: (clause) => clause.replace(new RegExp(`\\b${phrase}\\b`), () => name),
  };
}

/** "the red one" → "the red car", "the second" → "the second car". */
function withNoun(phrase: string, noun: string, head: string): string {
  if (noun === '') return phrase;
  if (/\bones?\b/.test(phrase))
    return phrase.replace(/\bones?\b/, (one) => (one === 'ones' ? plural(noun) : noun));
  return head === noun && !phrase.includes(noun) ? `${phrase} ${noun}` : phrase;
}

/** "the red car": the noun with what tells it from others. */
export function nameOf(reference: ObjectReference): string {
  if (/^(?:the|both|all|every|each|my|his|her|two|three|four) /.test(reference.words)) return reference.words;
  return `the ${[...(reference.attributes ?? []), reference.noun].join(' ')}`;
}

/** What a step leaves to speak of: the horse after "replace the cat with a horse". */
export function mentionedBy(step: PlanStep): ObjectReference | undefined {
  if (step.kind === 'place') {
    // after a move "the left one" is on the left no more
    const { side: _side, order: _order, ordinal: _ordinal, relation: _relation, ...kept } = step.object;
    const isMoved = step.operation === 'move' || step.operation === 'swap';
    return isMoved && (_side ?? _order ?? _ordinal ?? _relation) !== undefined
      ? { ...kept, words: `the ${[...(kept.attributes ?? []), kept.noun].join(' ')}` }
      : step.object;
  }
  if (step.kind === 'inspect' && step.words?.length === 1) return named(step.words[0] ?? '');
  if (step.kind !== 'instruct' || step.action === 'remove') return undefined;
  if (
    (step.action === 'replace' || step.action === 'add') &&
    step.target !== undefined &&
    step.keyword !== ''
  ) {
    const target = readReference(step.target).reference;
    return { ...target, words: `the ${[...(target.attributes ?? []), target.noun].join(' ')}` };
  }
  if (step.object !== undefined && step.object.noun !== '') return step.object;
  return step.keyword === '' ? undefined : named(step.keyword);
}

const named = (keyword: string): ObjectReference => ({ words: `the ${keyword}`, noun: singular(keyword) });

function lastMentioned(context: PlanContext): ObjectReference | undefined {
  for (const turn of (context.turns ?? []).toReversed()) {
    for (const step of turn.steps.toReversed()) {
      const mentioned = mentionedBy(step);
      if (mentioned !== undefined && mentioned.noun !== '') return mentioned;
    }
  }
  const objects = context.objects ?? [];
  return objects.length === 1 && objects[0] !== undefined ? named(objects[0].label) : undefined;
}

/** True when the noun is in the picture's caption, among its objects, or was spoken of. */
export function isKnownThing(phrase: string, scene: Scene): boolean {
  const { noun } = readReference(phrase).reference;
  if (noun === '') return false;
  const { caption, objects, turns } = scene.context;
  return (
    (objects ?? []).some((object) => object.label.toLowerCase() === noun) ||
    new RegExp(`\\b${escape(noun)}(?:s|es)?\\b`, 'i').test(caption ?? '') ||
    (turns ?? []).some((turn) => turn.steps.some((step) => mentionedBy(step)?.noun === noun))
  );
}

/** Makes words safe inside a regular expression. */
export const escape = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
