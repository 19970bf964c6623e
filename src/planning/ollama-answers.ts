import { z } from 'zod';
import { PlanError } from '../errors.ts';
import { type ChatMessage, OllamaFailure } from './ollama-client.ts';
import { writeRepair } from './prompts/planning.ts';
import { sentence } from '../sentence.ts';

/** What is asked of a model, and how its answer is read. */
export interface Question<T> {
  readonly messages: readonly ChatMessage[];
  /** One request to the model. */
  readonly ask: (messages: readonly ChatMessage[]) => Promise<string>;
  /** @throws {PlanError} with a problem that the model can mend */
  readonly read: (answer: string) => T;
  readonly onProblem: (problem: string) => void;
}

/**
 * Asks, and asks once more with the problem when the answer cannot be used.
 *
 * @throws {OllamaFailure} after the second useless answer
 */
export async function askTwice<T>({ messages, ask, read, onProblem }: Question<T>): Promise<T> {
  const talk = [...messages];
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const answer = await ask(talk);
    try {
      return read(answer);
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      onProblem(error.message);
      talk.push(
        { role: 'assistant', content: answer.slice(0, 4000) },
        { role: 'user', content: writeRepair(error.message) },
      );
    }
  }
  throw new OllamaFailure('failed', sentence('ollama.unusable'));
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

/** Some versions of Ollama refuse a tuple ("items": false): a list of its first kind and its length says as much. */
function withoutTuple(node: object): object {
  const {
    prefixItems,
    items: _items,
    ...others
  } = node as { prefixItems: readonly unknown[]; items?: unknown };
  const { length } = prefixItems;
  return { ...others, items: prefixItems[0], minItems: length, maxItems: length };
}

/** A schema as Ollama's `format` takes it. */
export function formatOf(schema: z.ZodType): object {
  const prune = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(prune);
    if (typeof node !== 'object' || node === null) return node;
    if ('prefixItems' in node) return prune(withoutTuple(node));
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !UNROLLED.has(key))
        .map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, prune(value)]),
    );
  };
  return prune(z.toJSONSchema(schema)) as object;
}

/**
 * Reads the JSON object in an answer, whatever stands around it, and validates it; of several the last that is valid.
 *
 * @throws {PlanError} when there is none, or it is not of the schema
 */
export function readAnswer<T>(answer: string, schema: z.ZodType<T>): T {
  const objects = balancedObjects(answer.replace(/<think>[\s\S]*?<\/think>/g, ''));
  let problem = new PlanError(`expected a JSON object, got ${JSON.stringify(answer.slice(0, 80))}`);
  for (const text of objects.toReversed()) {
    try {
      return readObject(text, schema);
    } catch (error) {
      if (!(error instanceof PlanError)) throw error;
      problem = error;
    }
  }
  throw problem;
}

/** The outermost `{…}` of a text; braces in strings do not count. One that never closes goes to the end. */
function balancedObjects(text: string): readonly string[] {
  const objects: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') {
      if (depth === 0) start = index;
      depth += 1;
    } else if (token === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) objects.push(text.slice(start, index + 1));
    }
  }
  return depth > 0 ? [...objects, text.slice(start)] : objects;
}

function readObject<T>(text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PlanError(`expected valid JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PlanError(`${issue?.path.join('.') ?? 'answer'}: ${issue?.message ?? 'not of the schema'}`, {
    cause: parsed.error,
  });
}
