import type { ObjectReference, PlanContext, PlanStep } from '../plan.ts';
import { plural, singular } from './grammar.ts';
import { parsePrompt } from './prompts.ts';
import { readReference, type Phrase } from './references.ts';

/** What is known while one message is read; `antecedent` moves on with each step. */
export interface Scene {
  readonly context: PlanContext;
  /** What "it" means now. */
  antecedent?: ObjectReference | undefined;
  /** True when "it" was spoken of; false when it is only the one thing in the picture. */
  isSpoken: boolean;
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
  /^(?:it|them|him|her|this|that|they|these|those|he|she|this one|that one|the one|the same|these ones|both of them|all of them|it all)$/;

export function createScene(context: PlanContext): Scene {
  const spoken = lastSpoken(context);
  const things = spoken === undefined ? thingsIn(context) : [];
  const [only] = things;
  const antecedent = spoken ?? (things.length === 1 && only !== undefined ? named(only) : undefined);
  const told = (context.turns?.at(-1)?.steps ?? [])
    .map(mentionedBy)
    .filter((one) => one !== undefined && one.noun !== '') as ObjectReference[];
  const group = told.filter((one, index) => told.findIndex((other) => other.words === one.words) === index);
  return {
    context,
    antecedent,
    isSpoken: spoken !== undefined,
    group: group.length > 1 ? group : [],
    noun: antecedent?.noun ?? '',
  };
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

/** What was spoken of last, in the turns before. */
function lastSpoken({ turns = [] }: PlanContext): ObjectReference | undefined {
  for (const turn of turns.toReversed()) {
    for (const step of turn.steps.toReversed()) {
      const mentioned = mentionedBy(step);
      if (mentioned !== undefined && mentioned.noun !== '') return mentioned;
    }
  }
  return undefined;
}

/** The kinds of things in the picture: as detected, else as its caption says. */
export function thingsIn({ objects = [], caption = '' }: PlanContext): readonly string[] {
  const labels = objects.map(({ label }) => label);
  return labels.length > 0
    ? labels
    : parsePrompt(caption).objects.flatMap(({ noun, instances }) => instances.map(() => noun));
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
