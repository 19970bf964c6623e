import { randomInt, randomUUID } from 'node:crypto';
import type { ConversationId, IncomingFile, OutgoingMessage } from '../../../chat/message.ts';
import type { OwnSize } from '../../../chat/platform.ts';
import { UserError } from '../../../errors.ts';
import { decodePicture } from '../../../image/decode.ts';
import { encodeMask } from '../../../image/encode.ts';
import type { Mask, RgbImage } from '../../../image/image.ts';
import { compositeByMask } from '../../../image/masks.ts';
import { fittingSize, resizeImage } from '../../../image/resize.ts';
import { decodeTransparency } from '../../../image/transparency.ts';
import type { CallBot, ProgramCall } from '../calls.ts';
import { errorOf, InterfaceError } from './errors.ts';
import { sizeOf, stepsOf } from './requests.ts';
import type { ImageRequest } from './requests.ts';

/** Whose request it is, and who hears of it. */
export interface Asking extends Pick<ProgramCall, 'userId' | 'onProgress' | 'signal'> {
  readonly request: ImageRequest;
  /** Name of the model; undefined: the usual one. */
  readonly model: string | undefined;
}

export interface PainterParts {
  readonly call: CallBot;
  /** Deletes what is kept of a request: the program has its answer. */
  readonly forget: (conversation: ConversationId, userId: string) => Promise<void>;
  readonly ownSize: OwnSize;
}

const SEEDS = 2 ** 32;
const MULTIPLE = 64;
/** How far a caption may lead from the picture it is painted over. */
const CAPTION_STRENGTH = 0.9;

const seedOf = (seed: number, index: number): number => (seed + index) % SEEDS;
const file = (name: string, field: string, data: Uint8Array): IncomingFile => ({
  name,
  field,
  mediaType: 'image/png',
  fetch: () => Promise.resolve(data),
});

/** Paints for programs that speak OpenAI's image interface: every request is a conversation of its own. */
export function createPainter({ call, forget, ownSize }: PainterParts) {
  /** Runs a request in a conversation that is gone afterwards. */
  const alone = async <T>(userId: string, work: (conversation: ConversationId) => Promise<T>): Promise<T> => {
    const conversation: ConversationId = `programs:${randomUUID()}`;
    try {
      return await work(conversation);
    } finally {
      await forget(conversation, userId);
    }
  };

  return {
    /** Paints `n` pictures from words, each with the next seed, at the size that was asked for. */
    async generate({ request, model, ...asking }: Asking): Promise<readonly RgbImage[]> {
      const { prompt, n = 1, seed = randomInt(SEEDS) } = request;
      const wanted = sizeOf(request);
      const own = wanted && (await ownSize(model));
      // A model paints best at about its own number of pixels; what is asked for beyond that is enlarged.
      const size =
        wanted === undefined || own === undefined || own.isOnlySize
          ? undefined
          : fittingSize(wanted, own.width * own.height, MULTIPLE);
      const options = {
        prompt,
        steps: stepsOf(request),
        model,
        ...(size && { size: `${size.width}x${size.height}` }),
      };
      return alone(asking.userId, async (conversation) => {
        const painted: RgbImage[] = [];
        for (let index = 0; index < n; index++) {
          const said = await call({
            ...asking,
            conversation,
            name: 'imagine',
            options: { ...options, seed: seedOf(seed, index) },
          });
          const picture = await pictureIn(said);
          painted.push(wanted === undefined ? picture : await resizeImage(picture, wanted, 'cover'));
        }
        return painted;
      });
    },

    /**
     * Changes each picture `n` times as the prompt says, at the picture's own size. Where the mask, which is the first
     * picture's, is not fully transparent, not one byte changes.
     */
    async edit(
      { request, model: _model, ...asking }: Asking,
      pictures: readonly Uint8Array[],
      maskFile: Uint8Array | undefined,
    ): Promise<readonly RgbImage[]> {
      const { prompt, n = 1, seed = randomInt(SEEDS) } = request;
      const edited: RgbImage[] = [];
      for (const [which, data] of pictures.entries()) {
        const source = await decoded(data, 'image');
        const mask = which === 0 ? await maskFor(source, maskFile) : undefined;
        for (let index = 0; index < n; index++) {
          const options = { prompt, seed: seedOf(seed, index) };
          const picture = await alone(asking.userId, (conversation) =>
            change(call, { ...asking, conversation }, { data, mask, ...options }),
          );
          const whole = await resizeImage(picture, source);
          edited.push(mask === undefined ? whole : compositeByMask(source, whole, mask));
        }
      }
      return edited;
    },
  };
}

interface Change {
  readonly data: Uint8Array;
  readonly mask: Mask | undefined;
  readonly prompt: string;
  readonly seed: number;
}

/** Says the prompt to the bot; one that is no instruction but a caption is painted over the picture. */
async function change(
  call: CallBot,
  asking: Omit<ProgramCall, 'name'>,
  { data, mask, prompt, seed }: Change,
): Promise<RgbImage> {
  const files = [file('image.png', 'image', data)];
  if (mask !== undefined) files.push(file('mask.png', 'mask', await encodeMask(mask)));
  const said = await call({ ...asking, name: 'edit', options: { instruction: prompt, seed }, files });
  if (hasPicture(said)) return pictureIn(said);
  const question = said.find(({ choices = [] }) => choices.length > 0);
  // Inside a mask nothing can be meant that lies outside it.
  if (question !== undefined && mask !== undefined)
    return pictureIn(await call({ ...asking, name: 'pick', options: { which: 'all' } }));
  if (question !== undefined)
    throw new InterfaceError(
      400,
      'ambiguous_prompt',
      `${question.text} Say which one in the prompt, or send a mask.`,
      'prompt',
    );
  const error = said.find((message) => message.error !== undefined)?.error;
  if (error !== undefined && error.code !== 'NO_EDIT') throw errorOf(error);
  const options = { words: prompt, strength: CAPTION_STRENGTH, seed };
  return pictureIn(await call({ ...asking, name: 'redraw', options }));
}

const painted = ({ pictures = [], progress }: OutgoingMessage) =>
  progress === undefined ? pictures.find(({ role }) => role === 'picture') : undefined;
const hasPicture = (said: readonly OutgoingMessage[]): boolean => said.some((message) => painted(message));

/** The latest picture that was said, or why there is none. */
async function pictureIn(said: readonly OutgoingMessage[]): Promise<RgbImage> {
  const data = said.flatMap((message) => painted(message) ?? []).at(-1)?.data;
  if (data !== undefined) return decodePicture(data);
  const error = said.find((message) => message.error !== undefined)?.error;
  if (error !== undefined) throw errorOf(error);
  if (said.some(({ facts }) => facts?.['isCancelled'] === true))
    throw new InterfaceError(499, 'cancelled', 'The request was cancelled.');
  const words = said.map(({ text }) => text).join(' ');
  throw new InterfaceError(400, 'no_picture', `Nothing was painted. ${words}`.trim(), 'prompt');
}

async function decoded(data: Uint8Array, param: string): Promise<RgbImage> {
  try {
    return await decodePicture(data);
  } catch (error) {
    throw error instanceof UserError ? new InterfaceError(400, 'invalid_image', error.message, param) : error;
  }
}

const wrongMask = (words: string) => new InterfaceError(400, 'invalid_mask', words, 'mask');

async function maskFor(source: RgbImage, data: Uint8Array | undefined): Promise<Mask | undefined> {
  if (data === undefined) return undefined;
  await decoded(data, 'mask');
  const mask = await decodeTransparency(data);
  if (mask === undefined)
    throw wrongMask('The mask needs an alpha channel: transparent where the picture may change.');
  if (mask.width !== source.width || mask.height !== source.height)
    throw wrongMask(
      `The mask has ${mask.width}x${mask.height} pixels and its picture ${source.width}x${source.height}; they must be of one size.`,
    );
  if (!mask.data.includes(1)) throw wrongMask('The mask is transparent nowhere: nothing may change then.');
  return mask;
}
