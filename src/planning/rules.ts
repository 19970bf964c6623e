import { PlanError, UserError } from '../errors.ts';
import type { Plan, PlanContext, PlannedBy, Planner, PlanStep } from './plan.ts';
import { checkPlan } from './checks.ts';
import { readCorrection } from './rules/corrections.ts';
import { splitClauses } from './rules/clauses.ts';
import { readClauses } from './rules/messages.ts';
import { warmUpGrammar } from './rules/grammar.ts';
import { isForeign } from './rules/foreign.ts';
import { readLayout } from './rules/layouts.ts';
import { readLooking } from './rules/looking.ts';
import { putMarks, takeMarks } from './rules/marks.ts';
import { stripPromptLead } from './rules/prompts.ts';
import { readRedraw } from './rules/redrawing.ts';
import { readRewording, readWeighted } from './rules/rewording.ts';
import { createScene, nameOf, type Scene } from './rules/scene.ts';
import { readSession } from './rules/session-words.ts';
import { correctSpelling, loadDictionary } from './rules/spelling.ts';
import { isSmallTalk, speaksToMachine } from './rules/talk.ts';
import {
  LONGEST_SENTENCE,
  readWording,
  restoreQuotes,
  stripAsides,
  stripCourtesy,
  stripEnd,
  tidy,
} from './rules/wording.ts';
import { inEnglish } from '../locales/tell.ts';
import { sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';

/**
 * Makes the planner that needs no LLM: it splits a sentence at its conjunctions and reads each clause by patterns.
 *
 * Deterministic, without network, a few milliseconds a sentence; the first call of the process loads the word lists.
 */
export function createRulePlanner(): Planner {
  return {
    name: 'rules',
    async plan(typed, context, signal): Promise<PlannedBy> {
      signal?.throwIfAborted();
      try {
        const { asked, ...plan } = planByRules(typed, context);
        return { plan: checkPlan(plan), by: 'rules', ...(asked !== undefined && { question: asked }) };
      } catch (error) {
        if (!(error instanceof PlanError)) throw error;
        throw noEdit(context, error);
      }
    },
  };
}

/** Loads the word lists, so that the first sentence is as fast as the others. */
export function warmUpRules(): void {
  loadDictionary();
  warmUpGrammar();
  const context = { hasPicture: true, caption: 'a cat and a dog' };
  for (const typed of [
    'replace teh cat with a horse and make the dog happy',
    'move the dog left, same but at night',
    'what is in it?',
    'undo',
  ])
    planByRules(typed, context);
}

/**
 * True for sentences that no LLM is asked about: words about the session, questions, weights and layouts, small talk,
 * sentences that speak to the machine, and everything before there is a picture.
 */
export function isForRules(typed: string, context: PlanContext): boolean {
  if (typed.length > LONGEST_SENTENCE || !context.hasPicture) return true;
  if (planSessionWords(typed, context) !== undefined || takeMarks(typed) !== undefined) return true;
  const tidied = tidy(typed);
  const { text, quotes } = readWording(tidied);
  const clauses = splitClauses(text);
  if (
    [text, typed.toLowerCase(), ...quotes.map((quote) => quote.toLowerCase()), ...clauses].some(
      speaksToMachine,
    )
  )
    return true;
  const plain = stripCourtesy(text);
  return isSmallTalk(plain) || readWhole(tidied, plain, quotes, createScene(context)) !== undefined;
}

/** Reads words about the session ("undo", "go back to #2") and questions, which no LLM is asked about. */
function planSessionWords(typed: string, context: PlanContext): Plan | undefined {
  const { text } = readWording(tidy(typed.slice(0, LONGEST_SENTENCE)));
  const scene = createScene(context);
  const step = readSession(stripCourtesy(text), scene) ?? readSession(stripEnd(text), scene);
  return step === undefined ? undefined : { steps: [step], protect: [] };
}

/** A plan whose question can be put into another language. */
type AskingPlan = Plan & { readonly asked?: Said };

function planByRules(typed: string, context: PlanContext): AskingPlan {
  if (typed.length > LONGEST_SENTENCE)
    throw new UserError(
      'TOO_LONG',
      sentence('rules.tooLong', {
        count: typed.length,
        most: LONGEST_SENTENCE,
      }),
    );
  const session = planSessionWords(typed, context);
  if (session !== undefined) return session;
  if (isForeign(typed)) throw englishOnly();
  const tidied = tidy(typed);
  const scene = createScene(context);
  const { text: worded, quotes } = readWording(tidied);
  const text = stripCourtesy(correctSpelling(stripCourtesy(stripAsides(worded)), context));
  const again = readSession(text, scene);
  if (again !== undefined) return one(again);
  const isTalk = isSmallTalk(text);
  if (!context.hasPicture) {
    if (isTalk) throw noEdit(context);
    return planFirst(tidied, text);
  }
  const whole = speaksToMachine(text) ? undefined : readWhole(tidied, text, quotes, scene);
  if (whole !== undefined) return one(whole);
  if (isTalk && readCorrection(text, scene) === undefined) throw onlyTalk();
  const marked = takeMarks(typed);
  if (marked !== undefined) {
    const read = planByRules(marked.plain, context);
    return { ...read, steps: read.steps.map((step) => putMarks(step, marked.marks)) };
  }
  const { steps, protect, question } = readClauses(text, scene, quotes);
  if (question !== undefined && steps.length === 0)
    return { steps: [], protect: [], question: inEnglish(question), asked: question };
  if (steps.length === 0) throw noEdit(context);
  return { steps: steps.map((step) => withQuotes(step, quotes)), protect: [...protect] };
}

const one = (step: PlanStep): Plan => ({ steps: [step], protect: [] });

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
  if (
    /^(?:do |and )?(?:the )?same (?:thing )?(?:for|with|to|on) (?:the|my|both|all|every) /.test(text) &&
    readCorrection(text, scene) !== undefined
  )
    return undefined;
  const prompt =
    /^(?:please )?(?:\/imagine|imagine|generate|create|new (?:picture|image|prompt)|(?:draw|paint|make|show|give)(?: me)? (?:a|another) (?:completely |whole )?(?:new |different )?(?:picture|image|photo|painting|drawing) of)[: ]+(.+)$/i.exec(
      tidied,
    )?.[1];
  if (
    prompt !== undefined &&
    !/^(?:a )?(?:variation|copy|duplicate|another)/i.test(prompt) &&
    !speaksToMachine(text)
  )
    return { kind: 'generate', prompt: stripPromptLead(prompt).slice(0, 2000) };
  return (
    readRedraw(text, caption, quotes) ??
    readRewording(text, caption, quotes) ??
    readLooking(text, quotes, scene.antecedent === undefined ? undefined : nameOf(scene.antecedent))
  );
}

/** Without a picture a message can only ask for one. */
function planFirst(tidied: string, text: string): Plan {
  if (speaksToMachine(text)) throw noEdit({ hasPicture: false });
  const layout = readLayout(tidied);
  if (layout !== undefined) return one(layout);
  const isQuestion = /^(?:what|where|who|why|how|when|which|is|are|was|do|does|did|can|could)\b/.test(text);
  const isEdit =
    /^(?:replace|remove|delete|erase|move|swap|turn|change|recolou?r|blur|brighten|darken|resize|enlarge|shrink|don't|put the|add|make (?:the|it|him|her|them|this))\b/.test(
      text,
    );
  if (isQuestion || isEdit) throw new UserError('NO_PICTURE', sentence('rules.noPicture'));
  return one({
    kind: 'generate',
    prompt: stripPromptLead(tidied.replace(/^\/?(?:imagine|generate)[: ]+/i, '')).slice(0, 2000),
  });
}

function noEdit(context: PlanContext, cause?: PlanError): UserError {
  return new UserError(
    'NO_EDIT',
    context.hasPicture ? sentence('rules.nothingToChange') : sentence('rules.nothingToPaint'),
    { cause },
  );
}

/** A greeting or thanks is no mistake: it is answered, with what to say next. */
const onlyTalk = (): UserError => new UserError('NO_EDIT', sentence('rules.greeting'));

/** Better no plan than a wrong one: the words of another language would be taken for things to be found. */
const englishOnly = (): UserError => new UserError('ENGLISH_ONLY', sentence('rules.englishOnly'));

function withQuotes(step: PlanStep, quotes: readonly string[]): PlanStep {
  if (quotes.length === 0) return step;
  const restored = JSON.stringify(step, (key, value: unknown) =>
    typeof value === 'string'
      ? restoreQuotes(value, quotes, key === 'instruction' ? '"' : '').slice(
          0,
          key === 'instruction' ? 400 : 120,
        )
      : value,
  );
  return JSON.parse(restored) as PlanStep;
}
