import type { PlanStep } from '../plan.ts';
import { endsInResult, splitClauses } from './clauses.ts';
import { readCorrection } from './corrections.ts';
import { bare } from './instruct-step.ts';
import { readInstruct } from './instructions.ts';
import { readAnyVerb } from './qualities.ts';
import { readPlace } from './places.ts';
import { takeProtection } from './protection.ts';
import { shareDeterminer, splitList } from './references.ts';
import { readRequest } from './requests.ts';
import { readSession } from './session-words.ts';
import { isKnownThing, mentionedBy, nameOf, PRONOUN, type Scene } from './scene.ts';
import { speaksToMachine } from './talk.ts';
import { stripCourtesy } from './wording.ts';

export interface ClausesRead {
  readonly steps: readonly PlanStep[];
  readonly protect: readonly string[];
  /** Asked back when "it" could be several things. */
  readonly question?: string | undefined;
}

/** A plan holds at most twelve steps; a message that goes on is cut here. */
const MOST_CLAUSES = 14;

/** Reads a message of several edits, clause by clause; what one clause speaks of is "it" in the next. */
export function readClauses(text: string, scene: Scene, quotes: readonly string[]): ClausesRead {
  const whole = readCorrection(text, scene);
  if (whole !== undefined && !speaksToMachine(text)) return { steps: whole, protect: [] };
  const { clauses, protect } = takeProtection(splitClauses(text), scene);
  const steps: PlanStep[] = [];
  let question: string | undefined;
  for (const said of clauses.slice(0, MOST_CLAUSES)) {
    const clause = readRequest(nameGroup(trimClause(said), scene));
    if (
      clause === '' ||
      speaksToMachine(said) ||
      quotes.some((quote) => clause.includes('quote') && speaksToMachine(quote.toLowerCase()))
    )
      continue;
    const found = readMidway(clause, clauses.length, scene) ?? readClause(clause, scene);
    question ??= found === undefined ? undefined : askBack(clause, found, scene);
    if (found === undefined || question !== undefined) continue;
    for (const step of found) {
      addStep(steps, step);
      const mentioned = mentionedBy(step);
      if (mentioned !== undefined && mentioned.noun !== '') scene.antecedent = mentioned;
    }
  }
  return { steps: steps.slice(0, 12), protect, question };
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

/** Clauses without a verb: "bigger", "darker", "a hat on the man", "to the left". */
function readBare(clause: string, scene: Scene): PlanStep[] | undefined {
  const words = clause.replace(/^(?:now|and|then|also|maybe|even|still) /, '');
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
    if (/^(?:more |less |much |a bit |slightly |very )*\w+er$|^(?:more|less) \w+$/.test(words))
      return readInstruct(`make ${name} ${words}`, scene);
  }
  if (
    /^(?:an?|some|two|three|another|one more|more) /.test(words) &&
    (/ (?:on|onto|to|in|into|next to|behind|above|under|over|beside|around|for|with) /.test(words) ||
      words.split(' ').length <= 3)
  )
    return readInstruct(`add ${words}`, scene);
  const stated = /^(?:the )?([a-z]+(?: [a-z]+)?) (?:to the |to |)(left|right)$/.exec(words);
  if (stated !== null && isKnownThing(stated[1] ?? '', scene))
    return readPlace(`move the ${stated[1] ?? ''} ${stated[2] ?? ''}`, scene);
  if (/^(?:the|both|all|every|my|its|his|her) /.test(words) && endsInResult(words))
    return readPlace(`make ${words}`, scene) ?? readInstruct(`make ${words}`, scene);
  const coloured = /^(?:the )?([a-z]+) (?:in )?((?:dark |light |bright )?[a-z]+)$/.exec(words);
  if (coloured !== null && isKnownThing(coloured[1] ?? '', scene))
    return readInstruct(`make the ${coloured[1] ?? ''} ${coloured[2] ?? ''}`, scene);
  return undefined;
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

/** A question when a pronoun stands for nothing and several things could be meant. */
function askBack(clause: string, steps: readonly PlanStep[], scene: Scene): string | undefined {
  const labels = [...new Set((scene.context.objects ?? []).map((object) => object.label))];
  const step = steps[0];
  const isOpen =
    step?.kind === 'place'
      ? step.object.noun === ''
      : step?.kind === 'instruct' &&
        step.scope === 'global' &&
        (step.action === 'recolor' ||
          step.action === 'change' ||
          step.action === 'remove' ||
          step.action === 'replace');
  if (!isOpen || !clause.split(' ').some((word) => PRONOUN.test(word)))
    return step?.kind === 'place' && step.object.noun === ''
      ? `Which object do you mean in "${clause.slice(0, 80)}"?`
      : undefined;
  if (labels.length < 2 && step?.kind !== 'place') return undefined;
  const choice = labels.length === 0 ? '' : ` I see ${labels.slice(0, 8).join(', ')}.`;
  return `Which object do you mean in "${clause.slice(0, 80)}"?${choice}`;
}
