import { parsePrompt } from '../../english/captions.ts';
import { plural, singular } from '../../english/nouns.ts';
import { type Phrase, readReference } from '../../english/phrases.ts';
import { PRONOUN } from '../../english/things.ts';
import type { ObjectReference, PlanContext, PlanStep } from '../plan.ts';

/** What is known while one message is read; `antecedent` moves on with each step. */
export interface Scene {
  readonly context: PlanContext;
  /** What "it" means now. */
  antecedent?: ObjectReference | undefined;
  /** True when "it" was spoken of; false when it is only the one thing in the picture. */
  isSpoken: boolean;
  /** "Them", "both": the objects of the last turn when there were several, else the only two of the picture. */
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

export function createScene(context: PlanContext): Scene {
  const spoken = lastSpoken(context);
  const things = thingsIn(context);
  const [only] = things;
  const antecedent = spoken ?? (things.length === 1 && only !== undefined ? namedThing(only) : undefined);
  return {
    context,
    antecedent,
    isSpoken: spoken !== undefined,
    group: groupOf(context, things),
    noun: antecedent?.noun ?? '',
  };
}

function groupOf({ turns }: PlanContext, things: readonly string[]): readonly ObjectReference[] {
  const told = (turns?.at(-1)?.steps ?? [])
    .map(mentionedBy)
    .filter((one): one is ObjectReference => one !== undefined && one.noun !== '');
  const group = told.filter((one, index) => told.findIndex((other) => other.words === one.words) === index);
  if (group.length > 1) return group;
  const kinds = [...new Set(things)];
  return things.length === 2 && kinds.length === 2 ? kinds.map(namedThing) : [];
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
  return {
    reference: known,
    head: known.noun,
    isKnown: true,
    replaceIn: (clause) => clause.replace(new RegExp(`\\b${phrase}\\b`), () => nameOf(known)),
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
  return shortName(reference);
}

/** The noun and its attributes alone: its place may have changed. */
const shortName = ({ attributes = [], noun }: ObjectReference): string =>
  `the ${[...attributes, noun].join(' ')}`;

/** What a step leaves to speak of: the horse after "replace the cat with a horse". */
export function mentionedBy(step: PlanStep): ObjectReference | undefined {
  if (step.kind === 'place') return mentionedByPlace(step);
  if (step.kind === 'inspect' && step.words?.length === 1) return namedThing(step.words[0] ?? '');
  if (step.kind !== 'instruct' || step.action === 'remove') return undefined;
  const isNew = step.action === 'replace' || step.action === 'add';
  if (isNew && step.target !== undefined && step.keyword !== '') {
    const target = readReference(step.target).reference;
    return { ...target, words: shortName(target) };
  }
  if (step.object !== undefined && step.object.noun !== '') return step.object;
  return step.keyword === '' ? undefined : namedThing(step.keyword);
}

/** After a move "the left one" is on the left no more. */
function mentionedByPlace({ object, operation }: Extract<PlanStep, { kind: 'place' }>): ObjectReference {
  const { side, order, ordinal, relation, ...kept } = object;
  const isMoved = operation === 'move' || operation === 'swap';
  const isPlaced = [side, order, ordinal, relation].some((part) => part !== undefined);
  return isMoved && isPlaced ? { ...kept, words: shortName(kept) } : object;
}

const namedThing = (keyword: string): ObjectReference => ({
  words: `the ${keyword}`,
  noun: singular(keyword),
});

/** What was spoken of last, in the turns before. */
function lastSpoken({ turns = [] }: PlanContext): ObjectReference | undefined {
  return turns
    .flatMap(({ steps }) => steps)
    .map(mentionedBy)
    .findLast((mentioned) => mentioned !== undefined && mentioned.noun !== '');
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

/** Words of the picture and the conversation: never misspelled. */
export function wordsOf({ caption = '', objects = [], turns = [] }: PlanContext): ReadonlySet<string> {
  const said = turns.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      if (step.kind === 'instruct') return [step.keyword, step.target ?? ''];
      return step.kind === 'place' ? [step.object.noun] : [];
    }),
  );
  const text = [caption, ...objects.map(({ label }) => label), ...said].join(' ');
  return new Set(text.toLowerCase().match(/[a-z']{3,}/g) ?? []);
}

/** Makes words safe inside a regular expression. */
export const escape = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
