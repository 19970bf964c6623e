import { bare } from '../../english/articles.ts';
import { readReference } from '../../english/phrases.ts';
import { isThing, PRONOUN } from '../../english/things.ts';
import { restoreQuotes, stripCourtesy } from '../../english/wording.ts';
import { sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import type { PlanStep } from '../plan.ts';
import { readsAsCaption, readTelegram } from './bare.ts';
import { beginsOrder, cuts, type IsOrder, splitClauses } from './clauses.ts';
import { readCorrection } from './corrections.ts';
import { readEdit } from './edits.ts';
import { readPlace } from './places.ts';
import { takeProtection } from './protection.ts';
import { isQuestion, isRemark, refusalOf } from './refusals.ts';
import { isKnownThing, mentionedBy, nameOf, type Scene, thingsIn } from './scene.ts';
import { readSession } from './sessions.ts';
import { type Reading, slotsFor } from './slots.ts';
import { isSmallTalk, speaksToMachine } from './talk.ts';
import { readWish } from './wishes.ts';

/** How one clause of a message was taken. */
export interface ClauseRead {
  /** The words, courtesies taken off. */
  readonly said: string;
  /** The order it was read as, where it was a wish: "the car should be red" → "make the car red". */
  readonly order?: string;
  readonly kind: 'order' | 'ambiguous' | 'refused' | 'remark' | 'question' | 'unsafe' | 'unread';
  readonly steps: readonly PlanStep[];
  /** What to ask or to say to it. */
  readonly answer?: Said;
}

/** A message as it was understood: data that can be printed. */
export interface MessageRead {
  readonly clauses: readonly ClauseRead[];
  /** What stays as it is. */
  readonly protect: readonly string[];
}

/** A plan holds at most twelve steps; a message that goes on is cut here. */
const MOST_CLAUSES = 14;

/** Reads a message of several edits, clause by clause; what one clause speaks of is "it" in the next. */
export function readMessage(text: string, scene: Scene, quotes: readonly string[]): MessageRead {
  const reading: Reading = { scene, slots: slotsFor(scene) };
  const order = orderReader(reading);
  const isSafe = !speaksToMachine(text);
  const whole = isSafe ? readCorrection(text, scene, order) : undefined;
  if (whole !== undefined) return { clauses: [{ said: text, kind: 'order', steps: whole }], protect: [] };
  if (isSafe && readsAsCaption(text, (thing) => isKnownThing(thing, scene)))
    return { clauses: [askAboutCaption(text)], protect: [] };
  const { clauses, protect } = takeProtection(splitClauses(text, orderTest(scene)), scene);
  const read: ClauseRead[] = [];
  let verb = '';
  for (const [index, clause] of clauses.slice(0, MOST_CLAUSES).entries()) {
    const isMany = clauses.length > 1;
    const one = readClause({ clause, next: clauses[index + 1], verb, isMany, quotes }, reading);
    read.push(...one);
    verb = leadingVerb(one.find(({ kind }) => kind === 'order')?.order) ?? verb;
    for (const { steps } of one) for (const step of steps) speakOf(step, scene);
  }
  return { clauses: read.filter(({ said }) => said !== ''), protect };
}

const leadingVerb = (order: string | undefined): string | undefined =>
  /^(?:remove|delete|erase|add|put|blur|duplicate|make)(?= )/.exec(order ?? '')?.[0];

/** Tells whether words are an order in this scene, without changing what was spoken of. */
export function orderTest(scene: Scene): IsOrder {
  const known = new Map<string, boolean>();
  const copy = { ...scene };
  const order = orderReader({ scene: copy, slots: slotsFor(copy) });
  return (words) => {
    const before = known.get(words);
    if (before !== undefined) return before;
    const is = order(stripCourtesy(words)) !== undefined;
    known.set(words, is);
    return is;
  };
}

function orderReader(reading: Reading): (clause: string) => PlanStep[] | undefined {
  const full = (clause: string): PlanStep[] | undefined =>
    readPlace(clause, reading) ?? readEdit(clause, reading);
  return (said) => {
    const clause = readWish(nameGroup(trim(said), reading.scene), reading.slots);
    return full(clause) ?? readTelegram(clause, reading, (short) => full(readWish(short, reading.slots)));
  };
}

interface Clause {
  readonly clause: string;
  readonly next: string | undefined;
  /** The verb of the clause before. */
  readonly verb: string;
  readonly isMany: boolean;
  readonly quotes: readonly string[];
}

function readClause(given: Clause, reading: Reading): ClauseRead[] {
  const { clause, next, isMany, quotes } = given;
  const { scene } = reading;
  const said = trim(stripCourtesy(clause.replace(/^\d[.)]\s+/, '')));
  const answer = (kind: ClauseRead['kind'], words?: Said): ClauseRead[] => [
    { said, kind, steps: [], ...(words !== undefined && { answer: words }) },
  ];
  if (isUnsafe(clause, said, quotes)) return answer('unsafe');
  if (said === '' || (isSmallTalk(said) && !beginsOrder(said))) return answer('remark');
  if (next !== undefined && complainsOf(said, next, scene)) return answer('remark');
  const preferred = PREFERRED.exec(said)?.[1];
  if (preferred !== undefined) return [askAboutCaption(preferred)];
  const refused = refusalOf(said);
  if (refused !== undefined) return answer('refused', refused);
  const midway = isMany ? readMidway(said, scene) : undefined;
  if (midway !== undefined) return [{ said, kind: 'order', steps: [midway] }];
  const understood = understand(given, said, reading);
  if (understood !== undefined) return understood;
  if (isQuestion(said)) return answer('question');
  return answer(isRemark(said) ? 'remark' : 'unread');
}

/** "i'd rather have a horse": nobody knows in place of what. */
const PREFERRED = /^(?:i'd|i would) (?:rather have|prefer) (an? [a-z ]+)$/;

const isUnsafe = (clause: string, said: string, quotes: readonly string[]): boolean =>
  speaksToMachine(said) ||
  speaksToMachine(clause) ||
  quotes.some((quote, index) => clause.includes(`quote${index}`) && speaksToMachine(quote.toLowerCase()));

/** An order as it stands, with the verb of the one before, or two in one. */
function understand({ verb, quotes }: Clause, said: string, reading: Reading): ClauseRead[] | undefined {
  const order = orderReader(reading);
  const named = nameGroup(said, reading.scene);
  const corrected = readCorrection(named, reading.scene, order);
  const isThingOnly = verb !== '' && isThing(said);
  const steps = corrected ?? order(said) ?? (isThingOnly ? order(`${verb} ${said}`) : undefined);
  if (steps !== undefined) {
    const wished = readWish(named, reading.slots);
    const asked = askBack(wished, steps, reading.scene, quotes);
    const taken = { said, order: wished };
    if (asked === undefined) return [{ ...taken, kind: 'order', steps }];
    return [{ ...taken, kind: 'ambiguous', steps: [], answer: asked }];
  }
  return understandTwo({ verb, quotes }, said, reading);
}

/** Two orders without a word between them: "dog red cat blue". */
function understandTwo(
  { verb, quotes }: Pick<Clause, 'verb' | 'quotes'>,
  said: string,
  reading: Reading,
): ClauseRead[] | undefined {
  const order = orderReader(reading);
  if (said.split(' ').length > 16 || isQuestion(said)) return undefined;
  for (const [first, rest] of cuts(said)) {
    const before = order(first);
    if (before === undefined || order(rest) === undefined) continue;
    const one = understand({ clause: first, next: rest, verb, isMany: true, quotes }, first, reading);
    for (const step of before) speakOf(step, reading.scene);
    const other = understand({ clause: rest, next: undefined, verb, isMany: true, quotes }, rest, reading);
    if (one !== undefined && other !== undefined) return [...one, ...other];
  }
  return undefined;
}

function speakOf(step: PlanStep, scene: Scene): void {
  const mentioned = mentionedBy(step);
  if (mentioned === undefined || mentioned.noun === '') return;
  scene.antecedent = mentioned;
  scene.isSpoken = true;
  scene.noun = mentioned.noun;
}

const WEIRD =
  /^(?:i (?:don't|do not|dont) (?:like|love|want)|i hate|don't like|dont like|not a fan of) (.+)$/;
const STATED = /^((?:the|that|this|his|her|my) .+?) (?:is|are|looks?|seems?|feels?) .+$/;

/** "that dog looks weird, fix it": the first half only says what "it" is in the second. */
function complainsOf(clause: string, next: string, scene: Scene): boolean {
  const thing = (WEIRD.exec(clause) ?? STATED.exec(clause))?.[1];
  if (thing === undefined || !/\b(?:it|them|him|her|this|that)\b/.test(next)) return false;
  const { reference } = readReference(thing);
  if (reference.noun === '') return false;
  scene.antecedent = {
    ...reference,
    words: `the ${[...(reference.attributes ?? []), reference.noun].join(' ')}`,
  };
  scene.noun = reference.noun;
  return true;
}

const IN_PICTURE = / (?:in|to|from|into) (?:the|this|my) (?:picture|image|photo|scene|pic)$/;
const SAYS_NOTHING =
  /(?<=\S+ \S.*),? (?:there )?(?:instead|again|as well|too|there|once more|though|already|first|please)$/;

/** Takes off what says nothing more: "in the picture", "instead", "again". */
const trim = (said: string): string =>
  stripCourtesy(said)
    .replace(/(?<= out) of (?:the|this) (?:picture|image|photo)$/, '')
    .replace(IN_PICTURE, '')
    .replace(SAYS_NOTHING, '');

const THEM =
  /\b(?:both of them|them both|all of them|them all|each of them|everyone|everybody|them|both(?! (?:of|the|\w+s)\b)|these two|those two|the two(?! \w+)|everything(?= (?:smaller|bigger)))\b/;

/** Puts names for "them" and "both" when two or several things were spoken of, or are all that there is. */
function nameGroup(clause: string, { group }: Scene): string {
  if (
    group.length === 0 ||
    /^(?:swap|switch|exchange|trade|let them|have them|make them swap)\b/.test(clause)
  )
    return clause;
  return clause.replace(THEM, () => group.map(nameOf).join(' and '));
}

/** "undo and make the horse white": words about the session may lead an edit. */
function readMidway(clause: string, scene: Scene): PlanStep | undefined {
  const step = readSession(clause, scene);
  return step !== undefined && /^(?:undo|redo|goto)$/.test(step.action) ? step : undefined;
}

const askAboutCaption = (text: string): ClauseRead => ({
  said: text,
  kind: 'ambiguous',
  steps: [],
  answer: sentence('edit.addOrPaint', {
    words: text.slice(0, 80),
  }),
});

/** "give him a hat", "a bird on it": a place that is only a pronoun. */
const ON_PRONOUN =
  /\b(?:him|her|them|both of them|(?:to|on|onto|of|give|for|around|under|behind|above|let|make|beside|next to) it)\b/;

/** A question when a pronoun stands for nothing and several things could be meant. */
function askBack(
  clause: string,
  steps: readonly PlanStep[],
  { context }: Scene,
  quotes: readonly string[],
): Said | undefined {
  const labels = [...new Set(thingsIn(context))];
  const words = restoreQuotes(clause, quotes).slice(0, 80);
  if (!steps.some((step) => isUnclear(step, clause, labels.length))) return undefined;
  return labels.length === 0
    ? sentence('edit.whichObject', { words })
    : sentence('edit.whichObjectSeen', {
        words,
        objects: labels.slice(0, 8).map(word),
      });
}

function isUnclear(step: PlanStep, clause: string, kinds: number): boolean {
  if (step.kind === 'place') return step.object.noun === '';
  if (step.kind !== 'instruct' || kinds < 2) return false;
  if (step.scope === 'local' && step.keyword === '') return true;
  const isNowhere = step.action === 'add' && step.object === undefined && ON_PRONOUN.test(clause);
  const isWhole = step.scope === 'global' && /^(?:recolor|change|remove|replace)$/.test(step.action);
  return isNowhere || (isWhole && clause.split(' ').some((each) => PRONOUN.test(each)));
}

/** The steps of a message; "replace the cat with a horse and make it blue" is one: a blue horse. */
export function stepsOf({ clauses }: MessageRead): readonly PlanStep[] {
  const steps: PlanStep[] = [];
  for (const step of clauses.flatMap((clause) => clause.steps)) {
    const last = steps.at(-1);
    const merged = last === undefined ? undefined : merge(last, step);
    if (merged === undefined) steps.push(step);
    else steps[steps.length - 1] = merged;
  }
  return steps.slice(0, 12);
}

function merge(last: PlanStep, step: PlanStep): PlanStep | undefined {
  if (last.kind !== 'instruct' || step.kind !== 'instruct') return undefined;
  const { target: thing } = last;
  const { target: look } = step;
  if (thing === undefined || look === undefined || !/^(?:replace|add)$/.test(last.action)) return undefined;
  if (!/^(?:recolor|change)$/.test(step.action) || look.split(' ').length > 2) return undefined;
  if (step.object?.words !== mentionedBy(last)?.words) return undefined;
  const target = `${look} ${thing}`;
  const at = last.instruction.lastIndexOf(thing);
  const head = last.instruction.slice(0, at).replace(/\ban? $/, /^[aeiou]/.test(target) ? 'an ' : 'a ');
  return {
    ...last,
    target: bare(target).slice(0, 120),
    instruction: `${head}${target}${last.instruction.slice(at + thing.length)}`.slice(0, 400),
  };
}
