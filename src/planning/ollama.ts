import type { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { groundCaption, groundParts, groundPlan } from './grounding.ts';
import { askTwice, formatOf, readAnswer } from './ollama-answers.ts';
import { type ChatMessage, openOllama, OllamaFailure } from './ollama-client.ts';
import {
  plan as planSchema,
  type PlanContext,
  type PlannedBy,
  type Planner,
  type PromptRead,
  type PullProgress,
} from './plan.ts';
import { promptParts } from './prompt-parts.ts';
import { CAPTION_EXAMPLES, CAPTION_PROMPT, targetCaption } from './prompts/caption.ts';
import { EXAMPLES, SYSTEM_PROMPT, writeRequest } from './prompts/planning.ts';
import { PARTS_EXAMPLES, PARTS_PROMPT } from './prompts/parts.ts';
import { parsePrompt } from '../english/captions.ts';
import { sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';

export interface OllamaPlannerOptions {
  /** "http://127.0.0.1:11434", or a host and port alone. */
  readonly host: string;
  /** "gemma3:4b" */
  readonly model: string;
  /** Plans when Ollama cannot. */
  readonly fallback: Planner;
  readonly log: Logger;
  /** For one request, connection and answer together; default 20 s. */
  readonly deadlineMs?: number;
  /** How long a server that was down, or too slow, is left alone; default 30 s. */
  readonly pauseMs?: number;
  /** How long the model stays in memory after a request: "30m". */
  readonly keepAlive?: string;
}

export interface OllamaPlanner extends Planner {
  /** Loads the model, so that the first sentence need not wait. Says in the log when that fails, never throws. */
  warmUp(signal?: AbortSignal): Promise<boolean>;
  /** Reads the objects of a generation prompt with attributes and counts; the rules do when the model cannot. */
  readPrompt(prompt: string, signal?: AbortSignal): Promise<PromptRead>;
  writeCaption(instruction: string, context: PlanContext, signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Downloads the model, once however often it is called meanwhile; the next sentence is planned by it.
   *
   * @throws {UserError} `PULL_FAILED` with the reason
   */
  pullModel(onProgress: (progress: PullProgress) => void, signal?: AbortSignal): Promise<void>;
}

const LOAD_DEADLINE_MS = 5 * 60_000;

/**
 * Makes a planner that asks an LLM on an Ollama server, held to the schema of the plan.
 *
 * Its answer is validated and held to the words of the conversation; one repair is asked for; then the fallback plans and
 * `fallback` says why. A server that is down, busy, slow or lying never costs the user more than the deadline.
 */
export function createOllamaPlanner({
  host,
  model,
  fallback,
  log,
  deadlineMs = 20_000,
  pauseMs = 30_000,
  keepAlive = '30m',
}: OllamaPlannerOptions): OllamaPlanner {
  const client = openOllama(host);
  let pausedUntil = 0;
  let paused: Turn = { reason: '' };
  let pulling: Promise<void> | undefined;
  const followers = new Set<(progress: PullProgress) => void>();

  /** Asks with one deadline for both attempts. */
  function ask<T>(
    messages: readonly ChatMessage[],
    schema: z.ZodType<T>,
    check: (value: T) => T,
    signal?: AbortSignal,
  ): Promise<T> {
    const until = Date.now() + deadlineMs;
    const format = formatOf(schema);
    return askTwice({
      messages,
      ask: (talk) =>
        client.chat(
          { model, messages: talk, format, keepAlive, deadlineMs: Math.max(1, until - Date.now()) },
          signal,
        ),
      read: (answer) => check(readAnswer(answer, schema)),
      onProblem: (problem) => log.warn('planning: the answer of the model is of no use', { model, problem }),
    });
  }

  /** Runs what asks the model; undefined and a reason when it is the rules' turn. */
  async function attempt<T>(work: () => Promise<T>): Promise<{ readonly value?: T } & Turn> {
    if (Date.now() < pausedUntil) return paused;
    try {
      return { value: await work(), reason: '' };
    } catch (error) {
      if (!(error instanceof OllamaFailure)) throw error;
      log.warn('planning: the rules plan instead', { model, fault: error.fault, error });
      const isMissing = error.fault === 'missing-model';
      const turn: Turn = { reason: error.said, isMissing };
      if (error.fault === 'down' || error.fault === 'timeout' || isMissing) {
        pausedUntil = Date.now() + pauseMs;
        paused = turn;
      }
      return turn;
    }
  }

  return {
    name: model,
    async plan(typed, context, signal): Promise<PlannedBy> {
      const messages = [...PLANNING_TALK, userSays(writeRequest(typed, context))];
      const { value, reason, isMissing } = await attempt(() =>
        ask(messages, planSchema, (plan) => groundPlan(plan, typed, context), signal),
      );
      if (value !== undefined && (value.steps.length > 0 || value.question !== undefined))
        return { plan: value, by: model };
      const planned = await fallback.plan(typed, context, signal);
      return {
        ...planned,
        fallback: value === undefined ? reason : sentence('ollama.foundNothing', { model }),
        ...(isMissing === true && { missingModel: model }),
      };
    },
    async readPrompt(prompt, signal) {
      const { value, reason } = await attempt(() =>
        ask(
          [...PROMPT_TALK, userSays(JSON.stringify({ prompt }))],
          promptParts,
          (parts) => groundParts(parts, prompt),
          signal,
        ),
      );
      return value === undefined
        ? { parts: parsePrompt(prompt), by: fallback.name, fallback: reason }
        : { parts: value, by: model };
    },
    async writeCaption(instruction, context, signal) {
      const shown = showsIn(context);
      const messages = [...CAPTION_TALK, userSays(JSON.stringify({ shows: shown, instruction }))];
      const { value } = await attempt(() =>
        ask(messages, targetCaption, (answer) => groundCaption(answer, [shown, instruction]), signal),
      );
      return value?.caption;
    },
    async warmUp(signal) {
      try {
        await client.load(model, keepAlive, LOAD_DEADLINE_MS, signal);
        pausedUntil = 0;
        log.info('planning: the model is loaded', { model });
        return true;
      } catch (error) {
        if (!(error instanceof OllamaFailure)) return false;
        log.warn(`planning: ${error.message}; the rules plan meanwhile`, {
          model,
          fault: error.fault,
        });
        return false;
      }
    },
    async pullModel(onProgress, signal) {
      followers.add(onProgress);
      pulling ??= client
        .pull(model, (progress) => followers.forEach((follow) => follow(progress)), signal)
        .finally(() => {
          pulling = undefined;
          followers.clear();
        });
      try {
        await pulling;
        pausedUntil = 0;
      } catch (error) {
        if (!(error instanceof OllamaFailure)) throw error;
        throw new UserError('PULL_FAILED', sentence('ollama.notDownloaded', { model, reason: error.said }), {
          cause: error,
        });
      }
    },
  };
}

/** Why it is the rules' turn. */
interface Turn {
  readonly reason: Said;
  readonly isMissing?: boolean;
}

const userSays = (content: string): ChatMessage => ({ role: 'user', content });
const modelSays = (value: unknown): ChatMessage => ({ role: 'assistant', content: JSON.stringify(value) });
/** The schema is not said: it is in the grammar that the server holds the answer to. */
const systemSays = (content: string): ChatMessage => ({ role: 'system', content });

/** What every planning talk begins with. */
const PLANNING_TALK: readonly ChatMessage[] = [
  systemSays(SYSTEM_PROMPT),
  ...EXAMPLES.flatMap(([said, plan]) => [
    userSays(writeRequest(said, { hasPicture: true, caption: 'a picture' })),
    modelSays(plan),
  ]),
];

/** What every reading of a prompt begins with. */
const PROMPT_TALK: readonly ChatMessage[] = [
  systemSays(PARTS_PROMPT),
  ...PARTS_EXAMPLES.flatMap(([prompt, parts]) => [userSays(JSON.stringify({ prompt })), modelSays(parts)]),
];

/** What a picture shows: its caption, else the objects that were seen in it. */
const showsIn = ({ caption = '', objects = [] }: PlanContext): string =>
  caption.trim() || objects.map(({ label }) => label).join(', ') || 'a photo';

/** What every writing of a caption begins with. */
const CAPTION_TALK: readonly ChatMessage[] = [
  systemSays(CAPTION_PROMPT),
  ...CAPTION_EXAMPLES.flatMap(([shows, instruction, caption]) => [
    userSays(JSON.stringify({ shows, instruction })),
    modelSays({ caption }),
  ]),
];
