import { Ollama } from 'ollama';
import type { PullProgress } from './plan.ts';
import { inEnglish } from '../locales/tell.ts';
import { sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';

/** Why a request to Ollama came to nothing. */
export type OllamaFault = 'down' | 'busy' | 'missing-model' | 'timeout' | 'failed';

/** A request to Ollama failed; `fault` says how, `said` says it in words that fit after "because". */
export class OllamaFailure extends Error {
  readonly fault: OllamaFault;
  readonly said: Said;

  constructor(fault: OllamaFault, said: Said, cause?: unknown) {
    super(inEnglish(said), cause === undefined ? undefined : { cause });
    this.name = 'OllamaFailure';
    this.fault = fault;
    this.said = said;
  }
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** JSON schema that the answer is held to by the server's grammar. */
  readonly format?: object | undefined;
  readonly keepAlive: string;
  /** The whole request, connection and answer, may take this long. */
  readonly deadlineMs: number;
}

/** The few calls that planning needs, each with its own signal and deadline. */
export interface OllamaClient {
  chat(request: ChatRequest, signal?: AbortSignal): Promise<string>;
  /** Loads the model into memory. */
  load(model: string, keepAlive: string, deadlineMs: number, signal?: AbortSignal): Promise<void>;
  pull(model: string, onProgress: (progress: PullProgress) => void, signal?: AbortSignal): Promise<void>;
}

/** Tokens that prompt and answer share: the server's own 2048 or 4096 would cut the rules off without a word. */
const CONTEXT = 8192;
/** No plan is longer; a model that goes on and on is cut off here. */
const LONGEST_ANSWER = 20_000;

/**
 * Opens a connection to an Ollama server.
 *
 * The client library cannot abort a request before its headers have come, so each call gets a `fetch` of its own that
 * carries the caller's signal and the deadline.
 */
export function openOllama(host: string): OllamaClient {
  const connect = (signal: AbortSignal): Ollama =>
    new Ollama({ host, fetch: async (url, init) => plainError(await fetch(url, { ...init, signal })) });
  return {
    async chat({ model, messages, format, keepAlive, deadlineMs }, signal) {
      return within(host, model, deadlineMs, signal, async (limit) => {
        const stream = await connect(limit).chat({
          model,
          messages: messages.map((message) => ({ ...message })),
          ...(format !== undefined && { format }),
          think: false,
          stream: true,
          keep_alive: keepAlive,
          options: { temperature: 0, seed: 1, num_predict: 1500, num_ctx: CONTEXT },
        });
        let answer = '';
        for await (const part of stream) {
          answer += part.message?.content ?? '';
          if (answer.length > LONGEST_ANSWER || part.done_reason === 'length')
            throw new OllamaFailure('failed', sentence('ollama.endless', { model }));
        }
        return answer;
      });
    },
    async load(model, keepAlive, deadlineMs, signal) {
      await within(host, model, deadlineMs, signal, (limit) =>
        // an empty prompt loads the model and answers nothing
        connect(limit).generate({ model, prompt: '', stream: false, keep_alive: keepAlive }),
      );
    },
    async pull(model, onProgress, signal) {
      await within(host, model, undefined, signal, async (limit) => {
        const stream = await connect(limit).pull({ model, stream: true });
        for await (const { status, total, completed } of stream) {
          onProgress({ status, fraction: total > 0 && completed >= 0 ? completed / total : undefined });
        }
      });
    },
  };
}

/** Makes every error a small JSON one: the client library prints on stdout when it is anything else. */
async function plainError(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = (await response.text()).slice(0, 500);
  const said = /"error"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? '';
  return Response.json({ error: said }, { status: response.status });
}

/** Runs a request under signal and deadline and names its failure; the caller's own abort passes through. */
async function within<T>(
  host: string,
  model: string,
  deadlineMs: number | undefined,
  signal: AbortSignal | undefined,
  request: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const deadline = deadlineMs === undefined ? undefined : AbortSignal.timeout(deadlineMs);
  const limit = AbortSignal.any([signal, deadline].filter((one) => one !== undefined));
  try {
    return await request(limit);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof OllamaFailure) throw error;
    if (deadline?.aborted === true)
      throw new OllamaFailure(
        'timeout',
        sentence('ollama.slow', { seconds: Math.ceil((deadlineMs ?? 0) / 1000) }),
        error,
      );
    throw explain(host, model, error);
  }
}

function explain(host: string, model: string, error: unknown): OllamaFailure {
  const status = statusOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (status === 404 || /model .*not found|try pulling it/i.test(text))
    return new OllamaFailure('missing-model', sentence('ollama.noModel', { model }), error);
  if (status === 503 || status === 429) return new OllamaFailure('busy', sentence('ollama.busy'), error);
  if (status !== undefined)
    return new OllamaFailure('failed', sentence('ollama.error', { status: String(status) }), error);
  // undici: 'fetch failed' before the headers, 'terminated' in the body
  if (error instanceof TypeError && error.message === 'fetch failed')
    return new OllamaFailure('down', sentence('ollama.unreachable', { host: bareHost(host) }), error);
  return new OllamaFailure('failed', sentence('ollama.brokenOff'), error);
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status_code' in error)) return undefined;
  return typeof error.status_code === 'number' ? error.status_code : undefined;
}

/** Without a name and password that may stand in the address. */
const bareHost = (host: string): string => host.replace(/\/\/[^/@]*@/, '//');
