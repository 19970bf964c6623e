/**
 * What OpenAI's image interface takes, as far as it can be done here.
 *
 * @see https://platform.openai.com/docs/api-reference/images
 */
import { z } from 'zod';
import { InterfaceError } from './errors.ts';

const size = z
  .string()
  .regex(/^(?:auto|[1-9]\d{1,3}x[1-9]\d{1,3})$/u, 'expected "auto" or "WIDTHxHEIGHT", for example "512x512"');
/** Multipart forms carry numbers and truth values as words. */
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const left = <T extends z.ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined);

const fields = {
  prompt: z.string().trim().min(1).max(2000),
  model: left(z.string()),
  n: left(whole(1, 10)),
  size: left(size),
  quality: left(z.enum(['low', 'medium', 'high', 'auto', 'standard', 'hd'])),
  response_format: left(z.enum(['url', 'b64_json'])),
  output_format: left(z.enum(['png', 'jpeg', 'webp'])),
  output_compression: left(whole(0, 100)),
  background: left(
    z.enum(['opaque', 'auto'], { error: 'only "opaque" or "auto": pictures have no transparency here' }),
  ),
  stream: left(truth),
  partial_images: left(whole(0, 3)),
  /** Not OpenAI's: the same seed gives the same picture. */
  seed: left(whole(0, 2 ** 32 - 1)),
};
const schema = z.object(fields);

/** What is asked of a picture, without the pictures that come with an edit. */
export type ImageRequest = z.infer<typeof schema>;

/**
 * Reads the fields of a request; those that are not known are passed over, as OpenAI adds some every year.
 *
 * @throws {InterfaceError} 400 naming the field
 */
export function readRequest(given: unknown): ImageRequest {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const param = String(issue?.path[0] ?? 'body');
  throw new InterfaceError(400, 'invalid_value', `Invalid value for "${param}": ${issue?.message}.`, param);
}

/** How many steps a quality takes; undefined: as many as the model's card says. */
export const stepsOf = ({ quality }: ImageRequest): number | undefined =>
  quality === 'low' ? 12 : quality === 'high' || quality === 'hd' ? 40 : undefined;

/** Width and height that were asked for; undefined for "auto". */
export function sizeOf({ size: words = 'auto' }: ImageRequest) {
  if (words === 'auto') return undefined;
  const [width = 0, height = 0] = words.split('x').map(Number);
  return { width, height };
}

const bytes = async (file: File) => new Uint8Array(await file.arrayBuffer());

const MOST_PICTURES = 16;

/**
 * Reads the multipart form of an edit.
 *
 * @throws {InterfaceError} 400 naming the field
 */
export async function readEdit(form: FormData) {
  const words = [...form].filter(([, value]) => typeof value === 'string');
  const pictures = [...form.getAll('image'), ...form.getAll('image[]')].filter(
    (value) => value instanceof File,
  );
  if (pictures.length === 0 || pictures.length > MOST_PICTURES)
    throw new InterfaceError(
      400,
      'invalid_value',
      `Send 1 to ${MOST_PICTURES} pictures as "image" or "image[]"; I got ${pictures.length}.`,
      'image',
    );
  const mask = form.get('mask');
  return {
    request: readRequest(Object.fromEntries(words)),
    pictures: await Promise.all(pictures.map(bytes)),
    mask: mask instanceof File ? await bytes(mask) : undefined,
  };
}
