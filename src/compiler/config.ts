import { z } from 'zod';
import { UnsupportedModelError } from '../errors.ts';

/** Values of a field that change nothing in what our builders compute. */
type Accepted = readonly unknown[] | 'any';

/**
 * Parses a config.json of diffusers or transformers.
 *
 * @param schema    the fields that the builder reads
 * @param accepted  further known fields and the values under which they may be left alone
 * @throws {UnsupportedModelError} naming the first field that the builder does not know or cannot follow
 */
export function parseConfig<S extends z.ZodObject>(
  model: string,
  schema: S,
  accepted: Readonly<Record<string, Accepted>>,
  value: unknown,
): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    throw new UnsupportedModelError(
      `${model} config`,
      `${field}: ${issue?.message}`,
      'a config.json of this network',
    );
  }
  for (const [field, given] of Object.entries(value as Record<string, unknown>)) {
    if (field in schema.shape || field.startsWith('_') || given === null || given === undefined) continue;
    const allowed = accepted[field];
    if (allowed === 'any') continue;
    if (allowed === undefined)
      throw new UnsupportedModelError(
        `${model} config`,
        `the unknown field '${field}'`,
        'fields this compiler knows',
      );
    if (!allowed.some((candidate) => JSON.stringify(candidate) === JSON.stringify(given)))
      throw new UnsupportedModelError(
        `${model} config`,
        `${field} = ${JSON.stringify(given)}`,
        `${field} = ${allowed.map((candidate) => JSON.stringify(candidate)).join(' or ')}`,
      );
  }
  return parsed.data;
}

/** One value for every block, or a list with one for each. */
export const perBlock = z.union([z.int(), z.array(z.int())]);

export function atBlock(value: number | readonly number[], block: number): number {
  return typeof value === 'number' ? value : (value[block] as number);
}
