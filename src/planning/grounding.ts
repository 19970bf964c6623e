import { isForeign } from '../english/foreign.ts';
import { singular } from '../english/nouns.ts';
import { editDistance, VOCABULARY } from '../english/spelling.ts';
import { PlanError } from '../errors.ts';
import { checkPlan } from './checks.ts';
import type { Plan, PlanContext, PlanStep, StepOf } from './plan.ts';
import type { TargetCaption } from './prompts/caption.ts';
import type { PromptParts } from './prompt-parts.ts';
import { wordsOfReference } from './prompts/planning.ts';

/** What an LLM may ask of the session: nothing that cannot be taken back. */
const SESSION_ACTIONS = new Set([
  'undo',
  'redo',
  'again',
  'variation',
  'stronger',
  'weaker',
  'only',
  'describe',
  'info',
  'help',
  'history',
]);
/** Words a plan may use although nobody said them. */
const FREE = new Set(
  'picture image background sky it them object thing one other left right middle top bottom'.split(' '),
);

/**
 * Holds a model's plan to the conversation: it may only speak of what was said or is in the picture.
 *
 * An LLM that obeys a hostile sentence can at most plan an edit of this picture with the sentence's own words.
 *
 * @throws {PlanError} naming the field that is wrong, in words the model can mend
 */
export function groundPlan(plan: Plan, sentence: string, context: PlanContext): Plan {
  const checked = checkPlan(plan);
  if (checked.question !== undefined) {
    if (/[<>{}`]|https?:|@/.test(checked.question))
      throw new PlanError('question: expected a plain sentence');
    return { steps: [], protect: [], question: checked.question };
  }
  const said = knownWords(sentence, context);
  // A plan is English: of another language it may use what words of pictures there are, and no others.
  const known = isForeign(sentence) ? new Set([...said, ...VOCABULARY]) : said;
  for (const [index, step] of checked.steps.entries()) groundStep(`steps.${index}`, step, known, context);
  for (const thing of checked.protect) mustBeKnown('protect', thing, known);
  return checked;
}

/** Holds the parts of a prompt to its words. @throws {PlanError} naming a noun that is not in the prompt */
export function groundParts(parts: PromptParts, prompt: string): PromptParts {
  const known = knownWords(prompt, { hasPicture: false });
  for (const { noun } of parts.objects) mustBeKnown('objects.noun', noun, known);
  mostKnown('background', parts.background, known);
  return parts;
}

function groundInstruct(at: string, step: StepOf<'instruct'>, known: ReadonlySet<string>): void {
  mostKnown(`${at}.instruction`, step.instruction, known);
  mustBeKnown(`${at}.keyword`, step.keyword, known);
  mostKnown(`${at}.target`, step.target ?? '', known);
  for (const word of wordsOfReference(step.object)) mustBeKnown(`${at}.object`, word, known);
  if (step.keyword === '' || step.instruction.toLowerCase().includes(step.keyword.toLowerCase())) return;
  throw new PlanError(
    `${at}.instruction: expected the keyword "${step.keyword}" in it, got "${step.instruction}"`,
  );
}

function groundStep(at: string, step: PlanStep, known: ReadonlySet<string>, context: PlanContext): void {
  switch (step.kind) {
    case 'generate':
      if (context.hasPicture)
        throw new PlanError(`${at}.kind: expected an edit of the picture, got "generate"`);
      mostKnown(`${at}.prompt`, step.prompt, known);
      return;
    case 'session':
      if (!SESSION_ACTIONS.has(step.action))
        throw new PlanError(`${at}.action: "${step.action}" is not yours to ask for`);
      return;
    case 'instruct':
      groundInstruct(at, step, known);
      return;
    case 'place':
      mostKnown(`${at}.instruction`, step.instruction, known);
      for (const word of [...wordsOfReference(step.object), ...wordsOfReference(step.other)])
        mustBeKnown(`${at}.object`, word, known);
      if (step.object.noun === '') throw new PlanError(`${at}.object.noun: expected a noun, got none`);
      return;
    case 'reword':
    case 'redraw':
    case 'layout':
      mostKnown(`${at}.prompt`, step.prompt, known);
      return;
    case 'inspect':
      for (const word of step.words ?? []) mustBeKnown(`${at}.words`, word, known);
  }
}

/**
 * Holds a caption to what the picture shows and what was said: it may bring small words of its own, no more.
 *
 * @throws {PlanError} naming the words that nobody said
 */
export function groundCaption(answer: TargetCaption, said: readonly string[]): TargetCaption {
  const words = tokens(said.join(' '));
  mostKnown('caption', answer.caption, new Set([...words, ...words.map(singular), ...FREE]));
  return answer;
}

function knownWords(
  sentence: string,
  { caption, objects = [], turns = [] }: PlanContext,
): ReadonlySet<string> {
  const text = [
    sentence,
    caption ?? '',
    ...objects.map(({ label }) => label),
    ...turns.flatMap(({ said, steps }) => [said, JSON.stringify(steps)]),
  ].join(' ');
  const words = tokens(text);
  return new Set([...words, ...words.map(singular), ...FREE]);
}

const tokens = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function isKnown(word: string, known: ReadonlySet<string>): boolean {
  if (word.length < 3 || known.has(word) || known.has(singular(word))) return true;
  // a slip that the model put right: "hrose" was said, "horse" is planned
  const limit = word.length >= 8 ? 2 : 1;
  return (
    word.length > 3 &&
    [...known].some(
      (other) => Math.abs(other.length - word.length) <= limit && editDistance(word, other, limit) <= limit,
    )
  );
}

function mustBeKnown(at: string, words: string, known: ReadonlySet<string>): void {
  const stranger = tokens(words).find((word) => !isKnown(word, known));
  if (stranger !== undefined)
    throw new PlanError(`${at}: "${stranger}" was neither said nor is it in the picture`);
}

/** Free text may bring its own small words, but at least half of it must have been said. */
function mostKnown(at: string, words: string, known: ReadonlySet<string>): void {
  const all = tokens(words).filter((word) => word.length > 2);
  const strange = all.filter((word) => !isKnown(word, known));
  if (strange.length * 2 > all.length)
    throw new PlanError(`${at}: "${strange.slice(0, 3).join(', ')}" was not said`);
}
