import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodePicture } from '../../../src/image/decode.ts';
import { encodePng } from '../../../src/image/encode.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { openProgramStage } from './stage.ts';
import type { ProgramStage } from './stage.ts';

const clientOf = ({ address }: ProgramStage, apiKey = 'none') =>
  new OpenAI({ baseURL: `${address}/v1`, apiKey, maxRetries: 0 });
const bytesOf = (b64: string | undefined) => new Uint8Array(Buffer.from(b64 ?? '', 'base64'));

/** Every pixel another colour. */
const noise = (width: number, height: number): RgbImage => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 7919 + (at >> 3) * 104_729) % 256),
});
/** A mask as OpenAI wants it: transparent where `isOpen` says so. */
const maskOf = (width: number, height: number, isOpen: (x: number, y: number) => boolean, closed = 255) =>
  sharp(
    Uint8Array.from({ length: width * height * 4 }, (_, at) =>
      at % 4 < 3 ? 128 : isOpen((at >> 2) % width, Math.floor(at / 4 / width)) ? 0 : closed,
    ),
    { raw: { width, height, channels: 4 } },
  )
    .png()
    .toBuffer();
const upload = (data: Uint8Array, name = 'image.png') => toFile(data, name, { type: 'image/png' });

describe("OpenAI's image interface", () => {
  let stage: ProgramStage;
  let client: OpenAI;
  beforeEach(async () => {
    stage = await openProgramStage();
    client = clientOf(stage);
  });
  afterEach(() => stage.close());

  it('lists the models', async () => {
    const names = (await client.models.list()).data.map(({ id }) => id);
    expect(names).toEqual(['pocket', 'tiny/other']);
    expect(await client.models.retrieve('pocket')).toMatchObject({ id: 'pocket', object: 'model' });
  });

  it('paints from words: n pictures at the size that was asked for', async () => {
    const { data = [], size } = await client.images.generate({
      prompt: 'a cat',
      n: 2,
      size: '256x512',
    });
    const pictures = await Promise.all(data.map(({ b64_json }) => decodePicture(bytesOf(b64_json))));
    expect(pictures.map(({ width, height }) => [width, height])).toEqual([
      [256, 512],
      [256, 512],
    ]);
    expect(size).toBe('256x512');
    expect(pictures[0]?.data).not.toEqual(pictures[1]?.data);
  });

  it('gives an address when that is asked for, and other formats', async () => {
    const { data = [] } = await client.images.generate({
      prompt: 'a cat',
      response_format: 'url',
      output_format: 'webp',
    });
    const fetched = await fetch(data[0]?.url ?? '');
    expect(fetched.headers.get('content-type')).toBe('image/webp');
    expect((await sharp(await fetched.arrayBuffer()).metadata()).format).toBe('webp');
  });

  it('streams what is there so far, and then the picture', async () => {
    await stage.close();
    stage = await openProgramStage({ engine: createFakeEngine({ stepMs: 20 }) });
    const stream = await clientOf(stage).images.generate({
      prompt: 'a cat',
      stream: true,
      partial_images: 2,
    });
    const events: OpenAI.ImageGenStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    const last = events.at(-1);
    expect(events.map(({ type }) => type).slice(-1)).toEqual(['image_generation.completed']);
    expect(events.length).toBeGreaterThan(1);
    expect(events.slice(0, -1).every(({ type }) => type === 'image_generation.partial_image')).toBe(true);
    expect((await decodePicture(bytesOf(last?.b64_json))).width).toBe(32);
  });

  it('keeps nothing of a request that was answered', async () => {
    await client.images.generate({ prompt: 'a cat' });
    expect(await stage.store.sessions.conversations('')).toEqual([]);
  });

  it('edits each picture at its own size', async () => {
    const [one, other] = [noise(40, 24), noise(24, 40)];
    const image = [await upload(await encodePng(one)), await upload(await encodePng(other))];
    const { data = [] } = await client.images.edit({ image, prompt: 'make it night', model: 'gpt-image-1' });
    const sizes = await Promise.all(data.map(async ({ b64_json }) => decodePicture(bytesOf(b64_json))));
    expect(sizes.map(({ width, height }) => [width, height])).toEqual([
      [40, 24],
      [24, 40],
    ]);
  });

  it.each([
    ['an instruction', 'make the cat blue'],
    ['a caption', 'a blue cat on a red sofa'],
    ['an instruction that could mean two things', 'make which cat blue'],
  ])('changes not one byte outside the mask, told by %s', async (_, prompt) => {
    for (const [width, height] of [
      [31, 17],
      [64, 48],
      [1400, 40],
    ] as const) {
      const source = noise(width, height);
      const isOpen = (x: number, y: number) => (x * 31 + y * 17) % 5 < 2;
      const { data = [] } = await client.images.edit({
        image: await upload(await encodePng(source)),
        // Half transparent is not open.
        mask: await upload(await maskOf(width, height, isOpen, 1), 'mask.png'),
        prompt,
      });
      const edited = await decodePicture(bytesOf(data[0]?.b64_json));
      const changed = [0, 0];
      for (let at = 0; at < source.data.length; at++) {
        const pixel = Math.floor(at / 3);
        if (source.data[at] !== edited.data[at])
          changed[isOpen(pixel % width, Math.floor(pixel / width)) ? 1 : 0]! += 1;
      }
      expect(changed[0]).toBe(0);
      expect(changed[1]).toBeGreaterThan(0);
    }
  });

  it('says what is wrong, in the form that clients know', async () => {
    const image = () => encodePng(noise(16, 16)).then((data) => upload(data));
    const solid = async () => upload(await encodePng(noise(16, 16)), 'mask.png');
    const other = async () => upload(await maskOf(8, 8, () => true), 'mask.png');
    const closed = async () => upload(await maskOf(16, 16, () => false), 'mask.png');
    await expect(client.images.generate({ prompt: '' })).rejects.toMatchObject({
      status: 400,
      param: 'prompt',
    });
    await expect(client.images.generate({ prompt: 'a', n: 11 })).rejects.toMatchObject({ param: 'n' });
    await expect(client.images.generate({ prompt: 'a', model: 'zebra' })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    await expect(client.images.generate({ prompt: 'a', background: 'transparent' })).rejects.toMatchObject({
      param: 'background',
    });
    for (const mask of [solid, other, closed])
      await expect(
        client.images.edit({ image: await image(), mask: await mask(), prompt: 'make the cat blue' }),
      ).rejects.toMatchObject({ status: 400, code: 'invalid_mask', param: 'mask' });
    await expect(
      client.images.edit({ image: await toFile(Buffer.from('no picture'), 'a.png'), prompt: 'x' }),
    ).rejects.toMatchObject({ status: 400, code: 'invalid_image', param: 'image' });
    await expect(
      client.images.edit({ image: await image(), prompt: 'make the zebra blue' }),
    ).rejects.toMatchObject({ status: 400, code: 'no_such_object' });
    await expect(client.images.generate({ prompt: 'explode' })).rejects.toMatchObject({
      status: 500,
      type: 'server_error',
    });
    await expect(client.get('/nothing')).rejects.toMatchObject({ status: 404 });
  });
});

describe('the door for programs', () => {
  let stage: ProgramStage;
  afterEach(() => stage.close());

  it('asks for one of the keys when there are any', async () => {
    stage = await openProgramStage({ env: { API_KEYS: 'sk-one, sk-two' } });
    await expect(clientOf(stage, 'sk-three').models.list()).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
    expect((await clientOf(stage, 'sk-two').models.list()).data).toHaveLength(2);
  });

  it('lets no other website in', async () => {
    stage = await openProgramStage();
    const asked = await fetch(`${stage.address}/v1/models`, { headers: { origin: 'https://example.org' } });
    expect(asked.status).toBe(401);
  });

  it('holds the limits of a person', async () => {
    stage = await openProgramStage({ engine: createFakeEngine({ stepMs: 50 }), jobsPerUser: 1 });
    const client = clientOf(stage);
    const [first, second] = await Promise.allSettled([
      client.images.generate({ prompt: 'a cat' }),
      client.images.generate({ prompt: 'a dog' }),
    ]);
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = [first, second].find((each) => each.status === 'rejected');
    expect(refused?.reason).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  });

  it('stops painting for a program that went away', async () => {
    const leaving = new AbortController();
    let isCancelled: () => void = () => undefined;
    const cancelled = new Promise<void>((resolve) => (isCancelled = resolve));
    stage = await openProgramStage({
      engine: {
        run: (_request, onProgress, signal) =>
          new Promise((_, reject) => {
            onProgress({ phase: 'denoise', step: 1, count: 4 });
            leaving.abort();
            signal.addEventListener('abort', () => {
              isCancelled();
              reject(new DOMException('stopped', 'AbortError'));
            });
          }),
      },
    });
    const asked = clientOf(stage).images.generate({ prompt: 'a cat' }, { signal: leaving.signal });
    await expect(asked).rejects.toThrow();
    await cancelled;
  });
});
