import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { streamSSE } from 'hono/streaming';
import type { OutgoingMessage } from '../../../chat/message.ts';
import { encodeAs } from '../../../image/encode.ts';
import type { RgbImage } from '../../../image/image.ts';
import type { Logger } from '../../../log.ts';
import { InterfaceError } from './errors.ts';
import { createPainter } from './painter.ts';
import type { Asking, PainterParts } from './painter.ts';
import { readEdit, readRequest } from './requests.ts';
import type { ImageRequest } from './requests.ts';
import { UrlPictures } from './url-pictures.ts';

export interface OpenAiParts extends PainterParts {
  /** Names of the models that may be asked for; the first is the usual one. */
  readonly models: readonly string[];
  readonly log: Logger;
}

/** Sixteen pictures of a photo's size. */
const BODY_BYTES = 200_000_000;
/** What programs that were written for OpenAI ask for when nobody has told them otherwise. */
const OF_OPENAI = /^(?:gpt-image|chatgpt-image|dall-e)/u;
const NOTHING_COUNTED = {
  total_tokens: 0,
  input_tokens: 0,
  output_tokens: 0,
  input_tokens_details: { text_tokens: 0, image_tokens: 0 },
};

const describe = (id: string) => ({ id, object: 'model', created: 0, owned_by: 'limner' });

type Env = { Bindings: { readonly userId: string } };
type Kind = 'image_generation' | 'image_edit';
/** Paints what a request asks for; previews are told meanwhile. */
type Paint = (asking: Asking) => Promise<readonly RgbImage[]>;

/** The routes below `/v1`: pictures from words, edits, and the list of models. */
export function createOpenAiRoutes({ models, log, ...parts }: OpenAiParts): Hono<Env> {
  const painter = createPainter(parts);
  const urls = new UrlPictures();
  const app = new Hono<Env>();

  app.onError((error, c) => {
    const told = error instanceof InterfaceError ? error : unexpected(error, log);
    return c.json(told.toBody(), told.status === 499 ? 400 : told.status);
  });
  app.notFound((c) =>
    c.json(
      new InterfaceError(404, 'not_found', `There is no ${c.req.method} ${c.req.path} here.`).toBody(),
      404,
    ),
  );
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: () => {
        throw new InterfaceError(413, 'too_large', `A request may have up to ${BODY_BYTES / 1e6} MB.`);
      },
    }),
  );

  const modelOf = (name: string | undefined): string | undefined => {
    if (name === undefined || name === models[0] || OF_OPENAI.test(name)) return undefined;
    if (models.includes(name)) return name;
    throw new InterfaceError(
      404,
      'model_not_found',
      `The model "${name}" does not exist here; there is ${models.join(', ')}.`,
      'model',
    );
  };

  const answer = async (c: Context<Env>, kind: Kind, request: ImageRequest, paint: Paint) => {
    const asking = {
      request,
      model: modelOf(request.model),
      userId: c.env.userId,
      signal: c.req.raw.signal,
    };
    if (request.stream === true) return streamPictures(c, kind, { ...asking, log }, paint);
    const pictures = await paint(asking);
    const data = await Promise.all(
      pictures.map(async (picture) => {
        const bytes = await encoded(picture, request);
        if (request.response_format !== 'url') return { b64_json: Buffer.from(bytes).toString('base64') };
        return { url: new URL(`/v1/images/files/${urls.keep(bytes)}`, c.req.url).href };
      }),
    );
    return c.json({ ...factsOf(request, pictures), data, usage: NOTHING_COUNTED });
  };

  app.get('/v1/models', (c) => c.json({ object: 'list', data: models.map(describe) }));
  app.get('/v1/models/:id{.+}', (c) => {
    const id = c.req.param('id');
    modelOf(id);
    return c.json(describe(id));
  });
  app.post('/v1/images/generations', async (c) => {
    const body: unknown = await c.req.json().catch(() => {
      throw new InterfaceError(400, 'invalid_json', 'The body is no JSON.');
    });
    return answer(c, 'image_generation', readRequest(body), (asking) => painter.generate(asking));
  });
  app.post('/v1/images/edits', async (c) => {
    const form = await c.req.formData().catch(() => {
      throw new InterfaceError(400, 'invalid_form', 'Send an edit as multipart/form-data with its pictures.');
    });
    const { request, pictures, mask } = await readEdit(form);
    return answer(c, 'image_edit', request, (asking) => painter.edit(asking, pictures, mask));
  });
  app.get('/v1/images/files/:name', (c) => {
    const data = urls.get(c.req.param('name'));
    if (data === undefined) throw new InterfaceError(404, 'not_found', 'That picture is not kept any more.');
    return c.body(new Uint8Array(data.bytes), 200, {
      'Content-Type': data.type,
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

/** Says what went wrong to the log, and to the program only that something did. */
function unexpected(error: unknown, log: Logger): InterfaceError {
  const id = randomBytes(2).toString('hex');
  log.error(`programs: request ${id} failed`, { error });
  return new InterfaceError(500, 'internal', `Something went wrong here (${id}); its reason is in the log.`);
}

const encoded = (
  picture: RgbImage,
  { output_format: format = 'png', output_compression: quality = 100 }: ImageRequest,
) => encodeAs(picture, format, Math.max(1, quality));

function factsOf({ output_format: format = 'png', quality }: ImageRequest, [picture]: readonly RgbImage[]) {
  return {
    created: Math.floor(Date.now() / 1000),
    background: 'opaque',
    output_format: format,
    quality: quality === 'low' ? 'low' : quality === 'high' || quality === 'hd' ? 'high' : 'medium',
    size: `${picture?.width ?? 0}x${picture?.height ?? 0}`,
  };
}

/** Sends previews while a picture is painted, and each finished one; an error is an event too. */
function streamPictures(
  c: Context<Env>,
  kind: Kind,
  { log, ...asking }: Omit<Asking, 'onProgress'> & { readonly log: Logger },
  paint: Paint,
) {
  const { request } = asking;
  const { partial_images: most = 0 } = request;
  return streamSSE(c, async (sse) => {
    const send = (event: string, data: object) =>
      sse.writeSSE({ event, data: JSON.stringify({ type: event, ...data }) });
    const leaving = new AbortController();
    sse.onAbort(() => leaving.abort());
    let sent = 0;
    const onProgress = ({ pictures = [], progress }: OutgoingMessage) => {
      const preview = pictures.find(({ role }) => role === 'preview');
      // Spread over the work: the first of three at a quarter of it.
      if (preview === undefined || sent >= most || (progress?.fraction ?? 0) < (sent + 1) / (most + 1))
        return;
      const { created, ...facts } = {
        ...factsOf(request, []),
        size: request.size ?? 'auto',
        output_format: 'png',
      };
      void send(`${kind}.partial_image`, {
        ...facts,
        created_at: created,
        partial_image_index: sent++,
        b64_json: Buffer.from(preview.data).toString('base64'),
      });
    };
    try {
      for (const picture of await paint({ ...asking, onProgress, signal: leaving.signal })) {
        const { created, ...facts } = factsOf(request, [picture]);
        const b64_json = Buffer.from(await encoded(picture, request)).toString('base64');
        await send(`${kind}.completed`, { ...facts, created_at: created, b64_json, usage: NOTHING_COUNTED });
      }
    } catch (error) {
      await send('error', (error instanceof InterfaceError ? error : unexpected(error, log)).toBody());
    }
  });
}
