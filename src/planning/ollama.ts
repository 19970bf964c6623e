import { z } from 'zod';
import { PlanError, UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { groundPlan } from './grounding.ts';
import { type ChatMessage, openOllama, OllamaFailure, type PullProgress } from './ollama-client.ts';
import { plan as planSchema, type Plan, type PlanContext, type PlannedBy, type Planner } from './plan.ts';
import { EXAMPLES, SYSTEM_PROMPT, writeRepair, writeRequest } from './prompts/planning.ts';

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
  /**
   * Downloads the model.
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
  const format = formatSchema();
  let pausedUntil = 0;
  let pauseReason = '';

  async function ask(sentence: string, context: PlanContext, signal?: AbortSignal): Promise<Plan> {
    const messages: ChatMessage[] = [
      ...opening(),
      { role: 'user', content: writeRequest(sentence, context) },
    ];
    const until = Date.now() + deadlineMs;
    let problem = '';
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const left = Math.max(1, until - Date.now());
      const answer = await client.chat({ model, messages, format, keepAlive, deadlineMs: left }, signal);
      try {
        return groundPlan(readPlan(answer), sentence, context);
      } catch (error) {
        if (!(error instanceof PlanError)) throw error;
        problem = error.message;
        log.warn('planning: the model answered no plan', { model, attempt, problem });
        messages.push(
          { role: 'assistant', content: answer.slice(0, 4000) },
          { role: 'user', content: writeRepair(problem) },
        );
      }
    }
    throw new OllamaFailure('failed', `${model} gave no usable plan`, problem);
  }

  return {
    name: model,
    async plan(sentence, context, signal): Promise<PlannedBy> {
      if (Date.now() < pausedUntil)
        return { ...(await fallback.plan(sentence, context, signal)), fallback: pauseReason };
      try {
        const plan = await ask(sentence, context, signal);
        if (plan.steps.length === 0 && plan.question === undefined)
          return await withoutSteps(sentence, context, signal);
        return { plan, by: model };
      } catch (error) {
        if (!(error instanceof OllamaFailure)) throw error;
        log.warn('planning: the rules plan instead', { model, fault: error.fault, error });
        if (error.fault === 'down' || error.fault === 'timeout' || error.fault === 'missing-model') {
          pausedUntil = Date.now() + pauseMs;
          pauseReason = error.message;
        }
        return { ...(await fallback.plan(sentence, context, signal)), fallback: error.message };
      }
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
      try {
        await client.pull(model, onProgress, signal);
        pausedUntil = 0;
      } catch (error) {
        if (!(error instanceof OllamaFailure)) throw error;
        throw new UserError(
          'PULL_FAILED',
          `I could not download ${model}: ${error.message}. Check the name and the server's network, then try again.`,
          { cause: error },
        );
      }
    },
  };

  /** The model found nothing to do: when the rules do not find anything either, that is the answer. */
  async function withoutSteps(
    sentence: string,
    context: PlanContext,
    signal?: AbortSignal,
  ): Promise<PlannedBy> {
    return { ...(await fallback.plan(sentence, context, signal)), fallback: `${model} found nothing to do` };
  }
}

function opening(): ChatMessage[] {
  const schema = JSON.stringify(z.toJSONSchema(planSchema));
  return [
    { role: 'system', content: `${SYSTEM_PROMPT}\n\nThe JSON schema of your answer:\n${schema}` },
    ...EXAMPLES.flatMap(([sentence, plan]): ChatMessage[] => [
      { role: 'user', content: writeRequest(sentence, { hasPicture: true, caption: 'a picture' }) },
      { role: 'assistant', content: JSON.stringify(plan) },
    ]),
  ];
}

/** Limits that a grammar would unroll letter by letter; they are checked afterwards. */
const UNROLLED = new Set([
  '$schema',
  'minLength',
  'maxLength',
  'propertyNames',
  'minimum',
  'maximum',
  'pattern',
]);

/** The schema of a plan as Ollama's grammar takes it. */
function formatSchema(): object {
  const prune = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(prune);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !UNROLLED.has(key))
        .map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, prune(value)]),
    );
  };
  return prune(z.toJSONSchema(planSchema)) as object;
}

/** @throws {PlanError} when the text holds no JSON object, or one that is not a plan */
function readPlan(answer: string): Plan {
  const start = answer.indexOf('{');
  const end = answer.lastIndexOf('}');
  if (start === -1 || end < start)
    throw new PlanError(`expected a JSON object, got ${JSON.stringify(answer.slice(0, 80))}`);
  let value: unknown;
  try {
    value = JSON.parse(answer.slice(start, end + 1));
  } catch (error) {
    throw new PlanError(`expected valid JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const parsed = planSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PlanError(`${issue?.path.join('.') ?? 'plan'}: ${issue?.message ?? 'not a plan'}`, {
    cause: parsed.error,
  });
}
