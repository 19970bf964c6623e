import type { MessageRef, OutgoingMessage, OutgoingPicture } from '../../src/chat/message.ts';
import type { ChatEvent, Platform } from '../../src/chat/platform.ts';
import type { Command } from '../../src/chat/command.ts';
import { defineCommand, image, integer, optionalText, text } from '../../src/chat/command.ts';
import { encodeMask, encodePng } from '../../src/image/encode.ts';

const SIZE = 64;

/** A picture of one colour with a box of another. */
export function boxPicture(
  ground: readonly number[],
  box: readonly number[],
  [x, y, width, height]: readonly [number, number, number, number] = [8, 24, 24, 32],
): Promise<Uint8Array> {
  const data = new Uint8Array(SIZE * SIZE * 3);
  for (let i = 0; i < SIZE * SIZE; i += 1) {
    const isInside = i % SIZE >= x && i % SIZE < x + width && i / SIZE >= y && i / SIZE < y + height;
    data.set(isInside ? box : ground, i * 3);
  }
  return encodePng({ width: SIZE, height: SIZE, data });
}

const boxMask = () =>
  encodeMask({
    width: SIZE,
    height: SIZE,
    data: Float32Array.from({ length: SIZE * SIZE }, (_, i) =>
      i % SIZE >= 8 && i % SIZE < 32 && i / SIZE >= 24 && i / SIZE < 56 ? 1 : 0,
    ),
  });

const run = () => Promise.resolve();
export const botCommands: readonly Command[] = [
  defineCommand({
    name: 'imagine',
    description: 'Paint a picture from words.',
    options: {
      prompt: { ...text(), description: 'What to paint' },
      seed: { ...integer(0, 4_294_967_295), description: 'Same seed, same picture' },
      style: { ...optionalText(['photo', 'oil paint']), description: 'Look of the picture' },
      photo: { ...image(), description: 'A picture to start from' },
    },
    run,
  }),
  defineCommand({
    name: 'undo',
    description: 'Go one picture back.',
    options: {},
    run,
  }),
  defineCommand({
    name: 'layout',
    description: 'Paint from a layout.',
    options: {
      prompt: { ...text(), description: 'The whole picture in words' },
      segments: { ...text(), description: 'The regions as JSON' },
    },
    run,
  }),
];

/**
 * Answers as the bot does, at the pace of the test: a receipt with progress, then the result. What people
 * did is kept in `events`; `step` lets the running job go on to a share, and `finish` ends it.
 */
export class PaintingBot {
  readonly events: ChatEvent[] = [];
  readonly #platform: Platform;
  #count = 0;
  #job: { receipt: MessageRef; event: ChatEvent; line: string } | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  start(): Promise<void> {
    return this.#platform.start(botCommands, (event) => this.#take(event));
  }

  /** Says something in the conversation of the latest event. */
  post(message: OutgoingMessage): Promise<MessageRef> {
    const { conversation } = this.#latest();
    return this.#platform.post(conversation, message);
  }

  async step(fraction: number): Promise<void> {
    const job = this.#running();
    const preview = await boxPicture([40, 120, 60], [Math.round(200 * fraction), 120, 40]);
    await this.#platform.update(job.receipt, {
      text: job.line,
      progress: { fraction, label: `step ${Math.round(fraction * 20)} of 20` },
      pictures: [
        { name: 'preview.png', role: 'preview', alt: 'Preview', mediaType: 'image/png', data: preview },
      ],
      buttons: [{ id: 'cancel', label: 'Cancel', style: 'danger' }],
    });
  }

  async finish(): Promise<MessageRef> {
    const { receipt, event, line } = this.#running();
    this.#job = undefined;
    this.#count += 1;
    const isEdit = event.type !== 'command';
    const mask: OutgoingPicture = {
      name: `mask-${this.#count}-1.png`,
      role: 'mask',
      alt: 'Mask: where I looked for "make the cat blue", 19 % of the picture',
      mediaType: 'image/png',
      data: await boxMask(),
    };
    const painted: OutgoingPicture = {
      name: `picture-${this.#count}.png`,
      role: 'picture',
      alt: isEdit ? 'a blue cat on grass' : 'a cat on grass',
      mediaType: 'image/png',
      data: await boxPicture([40, 120, 60], isEdit ? [40, 60, 220] : [220, 150, 60]),
    };
    const posted = await this.#platform.post(
      event.conversation,
      {
        text: `#${this.#count} · seed 7${isEdit ? ' · changed 19 % of the picture' : ''} · 1.9 s`,
        pictures: isEdit ? [painted, mask] : [painted],
        buttons: [
          { id: 'undo|1', label: 'Undo' },
          { id: 'variation|1', label: 'Variation' },
        ],
        facts: {
          number: this.#count,
          changed: isEdit ? 0.19 : 1,
          objects: [{ label: 'cat', box: [8, 24, 24, 32] }],
        },
      },
      event.respond === undefined ? undefined : { ...receipt, id: String(Number(receipt.id) - 1) },
    );
    await this.#platform.update(receipt, { text: `✓ ${line}` });
    return posted;
  }

  #latest(): ChatEvent {
    const event = this.events.at(-1);
    if (event === undefined) throw new Error('nobody has said anything yet');
    return event;
  }

  #running() {
    if (this.#job === undefined) throw new Error('no job is running');
    return this.#job;
  }

  async #take(event: ChatEvent): Promise<void> {
    this.events.push(event);
    const isPainting = event.type === 'message' || (event.type === 'command' && event.name === 'imagine');
    if (!isPainting || event.respond === undefined) return;
    const line =
      event.type === 'message'
        ? '1. make the cat blue · 2. make it night — planned by rules'
        : '"a cat on grass"';
    const receipt = await event.respond({
      text: line,
      progress: { fraction: 0, label: 'waiting' },
      buttons: [{ id: 'cancel', label: 'Cancel', style: 'danger' }],
    });
    this.#job = { receipt, event, line };
  }
}
