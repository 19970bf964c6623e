import { isForeign } from '../english/foreign.ts';
import { stripPromptLead } from '../english/captions.ts';
import { putMarks, takeMarks } from '../english/marks.ts';
import { correctSpelling, loadDictionary } from '../english/spelling.ts';
import { isThing } from '../english/things.ts';
import { warmUpTagging } from '../english/tagging.ts';
import { planWithoutTags } from './tags.ts';
import {
  LONGEST_SENTENCE,
  readWording,
  restoreQuotes,
  stripAsides,
  stripCourtesy,
  stripEnd,
  tidy,
  unwrap,
  writeOut,
} from '../english/wording.ts';
import { PlanError, UserError } from '../errors.ts';
import { inEnglish } from '../locales/tell.ts';
import { sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';
import { checkPlan } from './checks.ts';
import type { Plan, PlanContext, PlannedBy, Planner, PlanStep } from './plan.ts';
import { readCorrection } from './reading/corrections.ts';
import { readLayout } from './reading/layouts.ts';
import { readLooking } from './reading/looking.ts';
import { type MessageRead, readMessage, stepsOf } from './reading/message.ts';
import { readRedraw } from './reading/redrawing.ts';
import { refusalOf } from './reading/refusals.ts';
import { readRewording, readWeighted } from './reading/rewording.ts';
import { createScene, nameOf, type Scene, wordsOf } from './reading/scene.ts';
import { readSession } from './reading/sessions.ts';
import { isSmallTalk, speaksToMachine } from './reading/talk.ts';

/**
 * Makes the planner that needs no LLM: it splits a sentence at its conjunctions and reads each clause by tables of forms.
 *
 * Deterministic, without network, a few milliseconds a sentence; the first call of the process loads the word lists.
 */
export function createRulePlanner(): Planner {
  return {
    name: 'rules',
    plan: (typed, context, signal) =>
      planWithoutTags(typed, async (plain): Promise<PlannedBy> => {
        signal?.throwIfAborted();
        try {
          const { asked, unread, ...plan } = planByRules(plain, context);
          return {
            plan: checkPlan(plan),
            by: 'rules',
            ...(asked !== undefined && { question: asked }),
            ...(unread !== undefined && unread.length > 0 && { unread }),
          };
        } catch (error) {
          if (!(error instanceof PlanError)) throw error;
          throw noEdit(context, error);
        }
      }),
  };
}

/** Loads the word lists, so that the first sentence is as fast as the others. */
export function warmUpRules(): void {
  loadDictionary();
  warmUpTagging();
  const context = { hasPicture: true, caption: 'a cat and a dog' };
  for (const typed of [
    'replace teh cat with a horse and make the dog happy',
    'move the dog left, same but at night',
    'what is in it?',
    'undo',
  ])
    planByRules(typed, context);
}

/** A message made ready for reading. */
interface Prepared {
  /** One line, letter case kept. */
  readonly tidied: string;
  /** Lower case, quotes put aside, courtesies taken off. */
  readonly text: string;
  /** The same with its courtesies. */
  readonly worded: string;
  readonly quotes: readonly string[];
}

function prepare(typed: string, context: PlanContext): Prepared {
  const tidied = tidy(unwrap(typed));
  const { text: worded, quotes } = readWording(tidied);
  const plain = stripCourtesy(stripAsides(writeOut(worded)));
  const spelled = correctSpelling(plain, wordsOf(context));
  return { tidied, text: stripCourtesy(writeOut(spelled)), worded, quotes };
}

/**
 * True for sentences that no LLM is asked about: words about the session, questions, weights and layouts, small talk,
 * sentences that speak to the machine, and everything before there is a picture.
 */
export function isForRules(typed: string, context: PlanContext): boolean {
  if (typed.length > LONGEST_SENTENCE || !context.hasPicture) return true;
  if (planSessionWords(typed, context) !== undefined || takeMarks(typed) !== undefined) return true;
  const { tidied, quotes } = prepare(typed, context);
  const { text } = readWording(tidied);
  const said = [
    text,
    typed.toLowerCase(),
    ...quotes.map((quote) => quote.toLowerCase()),
    ...text.split(/[,.;!?]/),
  ];
  if (said.some((words) => speaksToMachine(words.trim()))) return true;
  const plain = stripCourtesy(text);
  return (
    isSmallTalk(plain) ||
    refusalOf(plain) !== undefined ||
    readWhole(tidied, plain, quotes, createScene(context)) !== undefined
  );
}

/** Reads words about the session ("undo", "go back to #2") and questions, which no LLM is asked about. */
function planSessionWords(typed: string, context: PlanContext): Plan | undefined {
  const { text: worded } = readWording(tidy(unwrap(typed.slice(0, LONGEST_SENTENCE))));
  const text = writeOut(worded);
  const scene = createScene(context);
  const step = readSession(stripCourtesy(text), scene) ?? readSession(stripEnd(text), scene);
  return step === undefined ? undefined : one(step);
}

/** A plan with what is to be asked or said to the rest of the message. */
type AnsweringPlan = Plan & { readonly asked?: Said; readonly unread?: readonly Said[] };

const one = (step: PlanStep): Plan => ({ steps: [step], protect: [] });

function planByRules(typed: string, context: PlanContext): AnsweringPlan {
  if (typed.length > LONGEST_SENTENCE) throw tooLong(typed);
  const session = planSessionWords(typed, context);
  if (session !== undefined) return session;
  if (isForeign(unwrap(typed))) throw englishOnly();
  const prepared = prepare(typed, context);
  const { tidied, quotes } = prepared;
  const text = spokenBefore(prepared, createScene(context)) ?? prepared.text;
  const scene = createScene(context);
  const again = readSession(text, scene);
  if (again !== undefined) return one(again);
  const isTalk = isSmallTalk(text) || isSmallTalk(prepared.worded);
  if (!context.hasPicture) {
    if (isTalk) throw noEdit(context);
    return planFirst(tidied, text);
  }
  const isSafe = !speaksToMachine(text);
  const whole = isSafe ? readWhole(tidied, text, quotes, scene) : undefined;
  if (whole !== undefined) return one(whole);
  if (isTalk && readCorrection(text, scene) === undefined) throw onlyTalk();
  const marked = takeMarks(typed);
  if (marked !== undefined) {
    const read = planByRules(marked.plain, context);
    return {
      ...read,
      steps: read.steps.map((step) => weigh(step, (words) => putMarks(words, marked.marks))),
    };
  }
  return toPlan(readMessage(text, scene, quotes), prepared, context);
}

/** "Now the cat": the last edit again, on another thing. */
function spokenBefore({ worded, text }: Prepared, scene: Scene): string | undefined {
  const isNext =
    /^(?:ok(?:ay)?,? )?(?:now|and|then|next|also)\b/.test(worded) && /^(?:the|both|all|my) /.test(text);
  if (!isNext || !isThing(text) || readCorrection(`${text} too`, scene) === undefined) return undefined;
  return `${text} too`;
}

/** Weights stay where the engine reads them: in an instruction, in a caption. */
function weigh(step: PlanStep, marked: (text: string) => string): PlanStep {
  if (step.kind === 'instruct') return { ...step, instruction: marked(step.instruction).slice(0, 400) };
  return step.kind === 'redraw' ? { ...step, prompt: marked(step.prompt).slice(0, 2000) } : step;
}

function toPlan(read: MessageRead, { quotes }: Prepared, context: PlanContext): AnsweringPlan {
  const steps = stepsOf(read).map((step) => withQuotes(step, quotes));
  const asked = read.clauses.find(({ kind }) => kind === 'ambiguous')?.answer;
  if (steps.length > 0)
    return {
      steps,
      protect: [...read.protect],
      unread: read.clauses.flatMap((clause) => restOf(clause, quotes)),
    };
  if (asked !== undefined) return { steps: [], protect: [], question: inEnglish(asked), asked };
  const refused = read.clauses.find(({ kind }) => kind === 'refused')?.answer;
  if (refused !== undefined) throw new UserError('NO_EDIT', refused);
  const unread = read.clauses.find(({ kind }) => kind === 'unread');
  throw unread === undefined ? noEdit(context) : notUnderstood(restoreQuotes(unread.said, quotes));
}

/** What is said to a clause that no step came of. */
function restOf({ kind, said, answer }: MessageRead['clauses'][number], quotes: readonly string[]): Said[] {
  if (answer !== undefined) return [answer];
  if (kind !== 'unread' && kind !== 'question') return [];
  return [
    sentence('rules.leftOut', {
      words: restoreQuotes(said, quotes).slice(0, 80),
    }),
  ];
}

/** How a message was read, for the eye; it plans nothing. */
export function parseMessage(typed: string, context: PlanContext): MessageRead & { readonly text: string } {
  const { text, quotes } = prepare(typed, context);
  return { text, ...readMessage(text, createScene(context), quotes) };
}

const NEW_PICTURE =
  /^(?:please )?(?:\/imagine|imagine|generate|create|new (?:picture|image|prompt)|REQUEST)[: ]+(.+)$/.source.replace(
    'REQUEST',
    '(?:draw|paint|make|show|give)(?: me)? (?:a|another) (?:completely |whole )?(?:new |different )?(?:picture|image|photo|painting|drawing) of',
  );
const GENERATE = new RegExp(NEW_PICTURE, 'i');

/** Messages that are one step as a whole: layouts, redraws, prompts, questions. */
function readWhole(
  tidied: string,
  text: string,
  quotes: readonly string[],
  scene: Scene,
): PlanStep | undefined {
  const { caption } = scene.context;
  const weighted = readWeighted(tidied, caption);
  if (weighted !== undefined) return weighted;
  const layout = readLayout(tidied);
  if (layout !== undefined) return layout;
  // "the same with the house" repeats an edit, "same but at night" changes the prompt
  const isRepeat =
    /^(?:do |and )?(?:the )?same (?:thing )?(?:for|with|to|on) (?:the|my|both|all|every) /.test(text);
  if (isRepeat && readCorrection(text, scene) !== undefined) return undefined;
  const prompt = GENERATE.exec(tidied)?.[1];
  if (
    prompt !== undefined &&
    !/^(?:a )?(?:variation|copy|duplicate|another)/i.test(prompt) &&
    !speaksToMachine(text)
  )
    return { kind: 'generate', prompt: stripPromptLead(prompt).slice(0, 2000) };
  const spoken = scene.antecedent === undefined ? undefined : nameOf(scene.antecedent);
  return (
    readRedraw(text, caption, quotes) ??
    readRewording(text, caption, quotes) ??
    readLooking(text, quotes, spoken)
  );
}

const QUESTION = /^(?:what|where|who|why|how|when|which|is|are|was|do|does|did|can|could)\b/;
const EDIT = new RegExp(
  `^(?:replace|remove|delete|erase|move|swap|turn|change|recolou?r|blur|brighten|darken|resize|enlarge|shrink|don't|undo|put the|add|make (?:the|it|him|her|them|this))\\b`,
);

/** Without a picture a message can only ask for one. */
function planFirst(tidied: string, text: string): Plan {
  if (speaksToMachine(text)) throw noEdit({ hasPicture: false });
  const layout = readLayout(tidied);
  if (layout !== undefined) return one(layout);
  if (QUESTION.test(text) || EDIT.test(text)) throw new UserError('NO_PICTURE', sentence('rules.noPicture'));
  const prompt = stripPromptLead(tidied.replace(/^\/?(?:imagine|generate)[: ]+/i, ''));
  return one({ kind: 'generate', prompt: prompt.slice(0, 2000) });
}

const tooLong = (typed: string): UserError =>
  new UserError(
    'TOO_LONG',
    sentence('rules.tooLong', {
      count: typed.length,
      most: LONGEST_SENTENCE,
    }),
  );

function noEdit(context: PlanContext, cause?: PlanError): UserError {
  return new UserError(
    'NO_EDIT',
    context.hasPicture ? sentence('rules.nothingToChange') : sentence('rules.nothingToPaint'),
    { cause },
  );
}

const notUnderstood = (words: string): UserError =>
  new UserError('NO_EDIT', sentence('rules.notUnderstood', { words: words.slice(0, 80) }));

/** A greeting or thanks is no mistake: it is answered, with what to say next. */
const onlyTalk = (): UserError => new UserError('NO_EDIT', sentence('rules.greeting'));

/** Better no plan than a wrong one: the words of another language would be taken for things to be found. */
const englishOnly = (): UserError => new UserError('ENGLISH_ONLY', sentence('rules.englishOnly'));

function withQuotes(step: PlanStep, quotes: readonly string[]): PlanStep {
  if (quotes.length === 0) return step;
  const restored = JSON.stringify(step, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const isInstruction = key === 'instruction';
    return restoreQuotes(value, quotes, isInstruction ? '"' : '').slice(0, isInstruction ? 400 : 120);
  });
  return JSON.parse(restored) as PlanStep;
}
