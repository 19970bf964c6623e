import type { PlanStep } from '../plan.ts';
import { endsInResult, splitClauses } from './clauses.ts';
import { readCorrection } from './corrections.ts';
import { bare } from './instruct-step.ts';
import { readInstruct } from './instructions.ts';
import { readAnyVerb } from './qualities.ts';
import { readPlace } from './places.ts';
import { takeProtection } from './protection.ts';
import { lacksNoun, shareDeterminer, splitList } from './lists.ts';
import { readReference } from './references.ts';
import { readRequest } from './requests.ts';
import { sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { readSession } from './session-words.ts';
import { isKnownThing, mentionedBy, nameOf, PRONOUN, type Scene, thingsIn } from './scene.ts';
import { speaksToMachine } from './talk.ts';
import { stripCourtesy } from './wording.ts';

export interface ClausesRead {
  readonly steps: readonly PlanStep[];
  readonly protect: readonly string[];
  /** Asked back when "it" could be several things. */
  readonly question?: Said | undefined;
}

/** A plan holds at most twelve steps; a message that goes on is cut here. */
const MOST_CLAUSES = 14;

/** Reads a message of several edits, clause by clause; what one clause speaks of is "it" in the next. */
export function readClauses(text: string, scene: Scene, quotes: readonly string[]): ClausesRead {
  const whole = readCorrection(text, scene);
  if (whole !== undefined && !speaksToMachine(text)) return { steps: whole, protect: [] };
  if (!speaksToMachine(text) && readsAsCaption(text, scene))
    return {
      steps: [],
      protect: [],
      question: sentence('edit.addOrPaint', { words: text.slice(0, 80) }),
    };
  const { clauses, protect } = takeProtection(splitClauses(text), scene);
  let verb = '';
  const steps: PlanStep[] = [];
  let question: Said | undefined;
  for (const [index, said] of clauses.slice(0, MOST_CLAUSES).entries()) {
    const clause = readRequest(nameGroup(trimClause(said), scene));
    if (
      clause === '' ||
      speaksToMachine(said) ||
      quotes.some((quote) => clause.includes('quote') && speaksToMachine(quote.toLowerCase()))
    )
      continue;
    if (index < clauses.length - 1 && complainsOf(said, clauses[index + 1] ?? '', scene)) continue;
    if (/^(?:what|why|how|when|who|which|whose)\b/.test(clause)) continue;
    const found =
      readMidway(clause, clauses.length, scene) ??
      readClause(clause, scene) ??
      (verb !== '' && /^(?:the|an?|some|my|his|her|both|all) /.test(clause)
        ? readClause(`${verb} ${clause}`, scene)
        : undefined);
    if (found !== undefined)
      verb = /^(?:remove|delete|erase|add|put|blur|duplicate)(?= )/.exec(clause)?.[0] ?? verb;
    question ??= found === undefined ? undefined : askBack(clause, found, scene);
    if (found === undefined || question !== undefined) continue;
    for (const step of found) {
      addStep(steps, step);
      const mentioned = mentionedBy(step);
      if (mentioned === undefined || mentioned.noun === '') continue;
      scene.antecedent = mentioned;
      scene.isSpoken = true;
      scene.noun = mentioned.noun;
    }
  }
  return { steps: steps.slice(0, 12), protect, question };
}

/** "that dog looks weird, fix it": the first half only says what "it" is in the second. */
function complainsOf(clause: string, next: string, scene: Scene): boolean {
  const thing =
    /^(?:i (?:don't|do not|dont) (?:like|love|want)|i hate) (.+)$/.exec(clause)?.[1] ??
    /^((?:the|that|this|his|her|my) .+?) (?:is|are|looks?|seems?|feels?) .+$/.exec(clause)?.[1];
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

/** Takes off what says nothing more: "in the picture", "instead", "again". */
const trimClause = (said: string): string =>
  stripCourtesy(said)
    .replace(/ (?:in|to|from|into) (?:the|this|my) (?:picture|image|photo|scene|pic)$/, '')
    .replace(
      /(?<=\S+ \S.*),? (?:there )?(?:instead|again|as well|too|there|once more|though|already|first)$/,
      '',
    );

/** Puts names for "them" and "both" when the last turn was about several things. */
function nameGroup(clause: string, { group }: Scene): string {
  if (group.length === 0) return clause;
  const names = group.map(nameOf).join(' and ');
  return clause
    .replace(
      /^(swap|switch|exchange) (?:their (?:places|positions)|places|them|both)$/,
      (_whole, verb: string) => `${verb} ${names}`,
    )
    .replace(
      /\b(?:both of them|them both|all of them|them all|them|both(?! \w+)|these two|those two|the two)\b/,
      () => names,
    );
}

/** "undo and make the horse white": words about the session may lead an edit. */
function readMidway(clause: string, count: number, scene: Scene): PlanStep[] | undefined {
  const step = count < 2 ? undefined : readSession(clause, scene);
  return step !== undefined && /^(?:undo|redo|goto)$/.test(step.action) ? [step] : undefined;
}

function readClause(clause: string, scene: Scene): PlanStep[] | undefined {
  const corrected = readCorrection(clause, scene);
  if (corrected !== undefined) return corrected;
  const placed = readPlaces(clause, scene);
  if (placed !== undefined) return placed;
  return readInstruct(clause, scene) ?? readBare(clause, scene) ?? readAnyVerb(clause, scene);
}

/** Distributes "move the cat and the dog left": one place step for each. */
function readPlaces(clause: string, scene: Scene): PlanStep[] | undefined {
  const steps = readPlace(clause, scene);
  const step = steps?.[0];
  if (step === undefined || step.operation === 'swap') return steps;
  const members = shareDeterminer(splitList(step.object.words.replace(/^both (?=.+ and )/, '')));
  if (members.length < 2) return steps;
  return members.flatMap(
    (member) =>
      readPlace(
        clause.replace(step.object.words, () => member),
        scene,
      ) ?? [],
  );
}

/** "a cat and a dog on grass": a picture of its own rather than something to add to this one. */
function readsAsCaption(words: string, scene: Scene): boolean {
  const place =
    /^(?:an?|two|three|some) .+ (?:on|in|at|under|by|near|next to|behind) (?:the |an? )?(.+)$/.exec(
      words,
    )?.[1];
  return place !== undefined && / and (?:an?|two|three|some) |,/.test(words) && !isKnownThing(place, scene);
}

/** Clauses without a verb: "bigger", "darker", "a hat on the man", "to the left". */
function readBare(clause: string, scene: Scene): PlanStep[] | undefined {
  const words = clause.replace(/^(?:now|and|then|also|maybe|even|still) /, '').replace(/(?<=er) again$/, '');
  if (scene.antecedent !== undefined && words.split(' ').length <= 4) {
    const name = nameOf(scene.antecedent);
    const judged =
      /^(?:(?:way |a bit |much |still |just |far |a little )*(?:too \w+|not \w+ enough)|not (?:that|so) (\w+))$/.exec(
        words,
      );
    if (judged !== null) {
      const order = readRequest(`${name} is ${judged[1] === undefined ? words : `too ${judged[1]}`}`);
      return readPlace(order, scene) ?? readInstruct(order, scene);
    }
    const sized = /^(?:\S+ ){0,3}(?:bigger|smaller|larger|tiny|huge)$/.test(words)
      ? readPlace(`make ${name} ${words}`, scene)
      : undefined;
    if (sized !== undefined) return sized;
    // "stronger" is about the last edit; a move to a fixed place cannot be stronger, and no thing is made so.
    if (
      /^(?:more |less |much |a bit |slightly |very )*\w+er$|^(?:more|less) \w+$/.test(words) &&
      !/\b(?:stronger|weaker)$/.test(words)
    )
      return readInstruct(`make ${name} ${words}`, scene);
  }
  if (readsAsCaption(words, scene)) return undefined;
  if (
    /^(?:an?|some|two|three|another|one more|more) /.test(words) &&
    (/ (?:on|onto|to|in|into|next to|behind|above|under|over|beside|around|for|with) /.test(words) ||
      words.split(' ').length <= 3)
  )
    return readInstruct(`add ${words}`, scene);
  if (/^(?:(?:way |a bit |much |still |just |far |a little )*too \w+|not \w+ enough)$/.test(words)) {
    const order = readRequest(`it is ${words}`);
    return readInstruct(order, scene);
  }
  if (/^(?:the|both|all|every|my|its|his|her) /.test(words) && endsInResult(words))
    return readPlace(`make ${words}`, scene) ?? readInstruct(`make ${words}`, scene);
  const named = /^(?:the )?([a-z]+(?: [a-z]+)?) ?[:=] ?((?:an? )?[a-z][a-z ]{1,60})$/.exec(words);
  if (named !== null && isKnownThing(named[1] ?? '', scene))
    return readInstruct(`the ${named[1] ?? ''} -> ${named[2] ?? ''}`, scene);
  return readTelegram(words, scene);
}

/** Orders as short as telegrams, about a thing of the picture: "dog bigger", "red car", "cat up a bit", "tree away". */
function readTelegram(words: string, scene: Scene): PlanStep[] | undefined {
  const about = /^(?:the )?([a-z]+) (.+)$/.exec(words);
  if (about !== null && isKnownThing(about[1] ?? '', scene)) {
    const [, noun = '', rest = ''] = about;
    const thing = /^with ((?:an?|some) .+|[a-z]+s)$/.exec(rest)?.[1];
    if (thing !== undefined) return readInstruct(`give the ${noun} ${thing}`, scene);
    if (/^(?:out|away|off|gone)$/.test(rest)) return readInstruct(`remove the ${noun}`, scene);
    const placed =
      readPlace(`make the ${noun} ${rest}`, scene) ?? readPlace(`move the ${noun} ${rest}`, scene);
    if (placed !== undefined) return placed;
    if (rest.split(' ').length <= 3 && endsInResult(`the ${noun} ${rest}`))
      return readInstruct(`make the ${noun} ${rest}`, scene);
  }
  const turned = /^(?:an? |the )?(.+) ([a-z]+)$/.exec(words);
  if (turned === null || !isKnownThing(turned[2] ?? '', scene) || !lacksNoun(turned[1] ?? ''))
    return undefined;
  const order = `make the ${turned[2] ?? ''} ${turned[1] ?? ''}`;
  return readPlace(order, scene) ?? readInstruct(order, scene);
}

/** "replace the cat with a horse and make it blue" is one step: a blue horse. */
function addStep(steps: PlanStep[], step: PlanStep): void {
  const last = steps.at(-1);
  const isMerged =
    last?.kind === 'instruct' &&
    step.kind === 'instruct' &&
    (last.action === 'replace' || last.action === 'add') &&
    last.target !== undefined &&
    (step.action === 'recolor' || step.action === 'change') &&
    step.target !== undefined &&
    step.target.split(' ').length <= 2 &&
    step.object?.words === mentionedBy(last)?.words;
  if (!isMerged || last?.kind !== 'instruct' || step.kind !== 'instruct') {
    steps.push(step);
    return;
  }
  const target = `${step.target ?? ''} ${last.target ?? ''}`;
  const at = last.instruction.lastIndexOf(last.target ?? '');
  const article = /^[aeiou]/.test(target) ? 'an ' : 'a ';
  const head = last.instruction.slice(0, at).replace(/\ban? $/, article);
  steps[steps.length - 1] = {
    ...last,
    target: bare(target).slice(0, 120),
    instruction: `${head}${target}${last.instruction.slice(at + (last.target ?? '').length)}`.slice(0, 400),
  };
}

/** "give him a hat", "a bird on it": a place that is only a pronoun. */
const ON_PRONOUN =
  /\b(?:him|her|them|both of them|(?:to|on|onto|of|give|for|around|under|behind|above|let|make|beside|next to) it)\b/;

/** A question when a pronoun stands for nothing and several things could be meant. */
function askBack(clause: string, [step]: readonly PlanStep[], { context }: Scene): Said | undefined {
  const labels = [...new Set(thingsIn(context))];
  const words = clause.slice(0, 80);
  const choice =
    labels.length === 0
      ? sentence('edit.whichObject', { words })
      : sentence('edit.whichObjectSeen', {
          words,
          objects: labels.slice(0, 8).map(word),
        });
  if (step?.kind === 'place') return step.object.noun === '' ? choice : undefined;
  if (step?.kind !== 'instruct' || labels.length < 2) return undefined;
  if (step.scope === 'local' && step.keyword === '') return choice;
  const isNowhere = step.action === 'add' && step.object === undefined && ON_PRONOUN.test(clause);
  const isWhole =
    step.scope === 'global' &&
    /^(?:recolor|change|remove|replace)$/.test(step.action) &&
    !/^(?:crop|flip|rotate|mirror|straighten|tilt)\b/.test(clause);
  const hasPronoun = clause.split(' ').some((each) => PRONOUN.test(each));
  return isNowhere || (isWhole && hasPronoun) ? choice : undefined;
}
