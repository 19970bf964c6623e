import { afterEach, assert, beforeEach, describe, it } from 'vitest';
import { defineCommand, image, integer, optionalText, text } from '../../src/chat/command.ts';
import type { Command } from '../../src/chat/command.ts';
import type { ConversationId, MessageRef, OutgoingMessage, OutgoingPicture } from '../../src/chat/message.ts';
import type { ChatEvent, Platform } from '../../src/chat/platform.ts';
import { PlatformError, UserError } from '../../src/errors.ts';

/** A file that the user of the contract attaches. */
export interface AttachedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly data: Uint8Array;
}

/**
 * What a person does on the platform, by the platform's own means (an HTTP request, a gateway event).
 * Each call resolves when the platform has acknowledged it to the person's client; where the platform
 * knows no acknowledgement (a plain Discord message) it resolves at once.
 */
export interface ContractUser {
  command(
    name: string,
    options: Readonly<Record<string, string | number | boolean>>,
    files?: readonly AttachedFile[],
  ): Promise<void>;
  say(
    text: string,
    more?: { readonly to?: MessageRef; readonly files?: readonly AttachedFile[] },
  ): Promise<void>;
  /** Presses the button that carries this label. */
  press(on: MessageRef, label: string): Promise<void>;
  /** Picks the choice with this number: button, menu entry or number reaction, as the platform shows it. */
  pick(on: MessageRef, number: number): Promise<void>;
  /** Reacts with a Unicode emoji. */
  react(on: MessageRef, emoji: string): Promise<void>;
}

/** What a person sees of a message, read from the double's store or the page, not from our own objects. */
export interface SeenMessage {
  /** Everything readable outside pictures and controls: words, progress label, error sentence. */
  readonly text: string;
  readonly pictures: readonly { readonly alt: string; readonly data: Uint8Array }[];
  /** Labels of the buttons, choices not included, in order. */
  readonly buttons: readonly string[];
  /** Numbers that can be picked, in order. */
  readonly choices: readonly number[];
  readonly reactions: readonly string[];
}

/** One platform that is not started yet, with somebody who uses it. Made fresh for every case. */
export interface PlatformStage {
  readonly platform: Platform;
  /** Where the user talks; the factory has made it exist, or makes it exist at the first use. */
  conversation(): ConversationId | Promise<ConversationId>;
  readonly user: ContractUser;
  /** Undefined when the message is not there (any more). */
  sees(message: MessageRef): Promise<SeenMessage | undefined>;
  /** Ends what the stage itself started (doubles, browsers); the platform is stopped by the contract. */
  close(): Promise<void>;
}

export interface ContractCase {
  readonly name: string;
  run(scene: Scene): Promise<void>;
}

export interface PlatformContractOptions {
  /** Cases that cannot hold on this platform, by their exact names. */
  readonly skip?: readonly { readonly reason: string; readonly cases: readonly string[] }[];
  /** How long an event may need to arrive before the case fails. */
  readonly patienceMs?: number;
}

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

/** A red and a blue picture of one pixel, PNG. */
export const redPng = bytes(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQI12P4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC',
);
export const bluePng = bytes(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADElEQVQI12NgYPgPAAEDAQDZqt2zAAAAAElFTkSuQmCC',
);

const photo: AttachedFile = { name: 'photo.png', mediaType: 'image/png', data: redPng };
const picture = (name: string, alt: string, data: Uint8Array): OutgoingPicture => ({
  name,
  alt,
  data,
  role: 'picture',
  mediaType: 'image/png',
});

/** The commands that every platform is started with in the contract. */
export const contractCommands: readonly Command[] = [
  defineCommand({
    name: 'paint',
    description: 'Paint a picture from words.',
    options: {
      prompt: { ...text(), description: 'What to paint' },
      seed: { ...integer(0), description: 'Same seed, same picture' },
      size: { ...optionalText(['small', 'large']), description: 'How large' },
      photo: { ...image(), description: 'A picture to start from' },
    },
    run: () => Promise.resolve(),
  }),
  defineCommand({
    name: 'undo',
    description: 'Go one picture back.',
    options: {},
    run: () => Promise.resolve(),
  }),
];

/** A started platform with the events that came from it. */
export class Scene {
  readonly stage: PlatformStage;
  readonly patienceMs: number;
  /** What the handler does with the next events; the default is nothing. */
  handle: (event: ChatEvent) => Promise<void> = () => Promise.resolve();
  readonly #arrived: ChatEvent[] = [];
  #waiting: ((event: ChatEvent) => void) | undefined;

  constructor(stage: PlatformStage, patienceMs: number) {
    this.stage = stage;
    this.patienceMs = patienceMs;
  }

  async start(): Promise<void> {
    await this.stage.platform.start(contractCommands, (event) => {
      if (this.#waiting === undefined) this.#arrived.push(event);
      else this.#waiting(event);
      this.#waiting = undefined;
      return this.handle(event);
    });
  }

  async end(): Promise<void> {
    await this.stage.platform.stop();
    await this.stage.close();
  }

  /** Waits for the next event, whatever it is. */
  async nextEvent(wanted = 'any type'): Promise<ChatEvent> {
    return (
      this.#arrived.shift() ??
      this.within<ChatEvent>(`no event of ${wanted} arrived`, this.patienceMs, (done) => {
        this.#waiting = done;
      })
    );
  }

  /** Waits for the next event and checks that it is of this type. */
  async next<T extends ChatEvent['type']>(type: T): Promise<Extract<ChatEvent, { type: T }>> {
    const event = await this.nextEvent(`type "${type}"`);
    assert.equal(event.type, type);
    return event as Extract<ChatEvent, { type: T }>;
  }

  /** How many events came that no case has asked for. */
  get unread(): number {
    return this.#arrived.length;
  }

  async within<T>(problem: string, limitMs: number, begin: (done: (value: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${problem} within ${limitMs} ms`)), limitMs);
      begin((value) => {
        clearTimeout(timer);
        resolve(value);
      });
    });
  }

  async post(message: OutgoingMessage): Promise<MessageRef> {
    return this.stage.platform.post(await this.stage.conversation(), message);
  }

  async seen(message: MessageRef): Promise<SeenMessage> {
    const seen = await this.stage.sees(message);
    assert.isDefined(seen, `message ${message.id} is not to be seen`);
    return seen;
  }
}

const sameMessage = (got: MessageRef | undefined, expected: MessageRef) => {
  assert.equal(got?.id, expected.id);
  assert.equal(got?.conversation, expected.conversation);
};

const fetched = async (event: ChatEvent) => {
  assert.lengthOf(event.files, 1);
  const [file] = event.files;
  assert.equal(file?.name, photo.name);
  assert.deepEqual(new Uint8Array((await file?.fetch()) ?? []), photo.data);
};

const twoChoices = [
  { id: 'choose|k1|1', number: 1, label: 'cat on the left' },
  { id: 'choose|k1|2', number: 2, label: 'cat on the right' },
];

/** The promises that a platform makes, one case each. */
export const platformCases: readonly ContractCase[] = [
  {
    name: 'delivers a command with its options, its person and its conversation',
    async run(scene) {
      const { stage } = scene;
      await stage.user.command('paint', { prompt: 'a red cat on grass', seed: 7 });
      const event = await scene.next('command');
      assert.equal(event.name, 'paint');
      assert.deepEqual({ ...event.options }, { prompt: 'a red cat on grass', seed: 7 });
      assert.isTrue(event.conversation.startsWith(`${stage.platform.name}:`), event.conversation);
      assert.isNotEmpty(event.userId);
      await stage.user.command('undo', {});
      const second = await scene.next('command');
      assert.equal(second.name, 'undo');
      assert.equal(second.userId, event.userId);
      assert.equal(second.conversation, event.conversation);
    },
  },
  {
    name: 'delivers the file that comes with a command',
    async run(scene) {
      await scene.stage.user.command('paint', { prompt: 'the same at night' }, [photo]);
      await fetched(await scene.next('command'));
    },
  },
  {
    name: 'delivers words',
    async run(scene) {
      await scene.stage.user.say('make the ball red & <b>bigger</b>');
      const event = await scene.next('message');
      assert.equal(event.text, 'make the ball red & <b>bigger</b>');
      assert.isUndefined(event.to);
      assert.lengthOf(event.files, 0);
    },
  },
  {
    name: 'delivers the file that comes with words',
    async run(scene) {
      await scene.stage.user.say('make it night', { files: [photo] });
      await fetched(await scene.next('message'));
    },
  },
  {
    name: 'delivers a reply with the message it answers',
    async run(scene) {
      const first = await scene.post({ text: '#1', pictures: [picture('1.png', 'a cat', redPng)] });
      await scene.post({ text: '#2', pictures: [picture('2.png', 'a dog', bluePng)] });
      await scene.stage.user.say('move the cat left', { to: first });
      const event = await scene.next('message');
      assert.equal(event.text, 'move the cat left');
      sameMessage(event.to, first);
    },
  },
  {
    name: 'delivers a button with its id and its message',
    async run(scene) {
      const posted = await scene.post({
        text: '#1',
        buttons: [
          { id: 'undo|1', label: 'Undo' },
          { id: 'variation|1', label: 'Variation', style: 'primary' },
        ],
      });
      await scene.stage.user.press(posted, 'Variation');
      const event = await scene.next('button');
      assert.equal(event.id, 'variation|1');
      sameMessage(event.on, posted);
    },
  },
  {
    name: 'delivers a pick as the id of the choice or as its number reaction',
    async run(scene) {
      const posted = await scene.post({ text: 'Which cat?', choices: twoChoices });
      await scene.stage.user.pick(posted, 2);
      const event = await scene.nextEvent('type "button" or "reaction"');
      if (event.type === 'button') assert.equal(event.id, 'choose|k1|2');
      else if (event.type === 'reaction') assert.equal(event.emoji, '2️⃣');
      else assert.fail(`a pick arrived as "${event.type}"`);
      sameMessage(event.on, posted);
    },
  },
  {
    name: 'delivers a reaction as a Unicode emoji with its message',
    async run(scene) {
      const posted = await scene.post({ text: 'Which cat?' });
      await scene.stage.user.react(posted, '1️⃣');
      const event = await scene.next('reaction');
      assert.equal(event.emoji, '1️⃣');
      sameMessage(event.on, posted);
    },
  },
  {
    name: 'shows text, pictures with alt texts, buttons and choices',
    async run(scene) {
      const posted = await scene.post({
        text: '#3 · seed 7 · changed 8 % of the picture',
        pictures: [
          picture('picture-3.png', 'a horse and a dog on grass', redPng),
          { ...picture('mask-3-1.png', 'where the horse is', bluePng), role: 'mask' },
        ],
        buttons: [
          { id: 'undo|3', label: 'Undo' },
          { id: 'again|3', label: 'Variation' },
        ],
        choices: twoChoices,
      });
      const seen = await scene.seen(posted);
      assert.include(seen.text, '#3 · seed 7 · changed 8 % of the picture');
      assert.deepEqual(
        seen.pictures.map(({ alt }) => alt),
        ['a horse and a dog on grass', 'where the horse is'],
      );
      assert.deepEqual(
        seen.pictures.map(({ data }) => new Uint8Array(data)),
        [redPng, bluePng],
      );
      assert.deepEqual(seen.buttons, ['Undo', 'Variation']);
      assert.deepEqual(seen.choices, [1, 2]);
    },
  },
  {
    name: 'shows text as it is, without running markup or mentions in it',
    async run(scene) {
      const words = 'a <b>bold</b> cat & "dog" <script>alert(1)</script>';
      assert.include((await scene.seen(await scene.post({ text: words }))).text, words);
    },
  },
  {
    name: 'shows the sentence of an error',
    async run(scene) {
      const error = { code: 'NO_OBJECT', message: 'There is no zebra in the picture; I see cat, dog.' };
      assert.include((await scene.seen(await scene.post({ text: '', error }))).text, error.message);
    },
  },
  {
    name: 'answers through respond and changes the answer by update',
    async run(scene) {
      const { stage } = scene;
      const answered = scene.within<MessageRef>('no answer was posted', scene.patienceMs, (done) => {
        scene.handle = async (event) => {
          const answer = { text: 'Queued' };
          done(await (event.respond?.(answer) ?? stage.platform.post(event.conversation, answer)));
        };
      });
      await stage.user.command('paint', { prompt: 'a cat' });
      const receipt = await answered;
      assert.include((await scene.seen(receipt)).text, 'Queued');
      await stage.platform.update(receipt, { text: 'Done' });
      assert.include((await scene.seen(receipt)).text, 'Done');
    },
  },
  {
    name: 'replaces the whole message on update',
    async run(scene) {
      const { platform } = scene.stage;
      const posted = await scene.post({
        text: 'a cat on grass',
        progress: { fraction: 0.25, label: 'step 5 of 20' },
        pictures: [{ ...picture('preview.png', 'a first sketch', redPng), role: 'preview' }],
        buttons: [{ id: 'cancel|1', label: 'Cancel' }],
        choices: twoChoices,
      });
      const before = await scene.seen(posted);
      assert.include(before.text, 'step 5 of 20');
      assert.deepEqual(before.buttons, ['Cancel']);
      await platform.update(posted, {
        text: 'a dog on grass',
        pictures: [picture('1.png', 'a dog', bluePng)],
      });
      const after = await scene.seen(posted);
      assert.include(after.text, 'a dog on grass');
      assert.notInclude(after.text, 'step 5 of 20');
      assert.deepEqual(
        after.pictures.map(({ alt, data }) => [alt, new Uint8Array(data)]),
        [['a dog', bluePng]],
      );
      assert.lengthOf(after.buttons, 0);
      assert.lengthOf(after.choices, 0);
    },
  },
  {
    name: 'shows its own reaction',
    async run(scene) {
      const posted = await scene.post({ text: 'Which cat?' });
      await scene.stage.platform.react(posted, '2️⃣');
      assert.include((await scene.seen(posted)).reactions, '2️⃣');
    },
  },
  {
    name: 'cuts a text that is too long after a word and marks the cut',
    async run(scene) {
      const { textLength } = scene.stage.platform.limits;
      // The first word is as long as it takes for the limit to fall into the middle of a word.
      const first = 'p'.repeat(8 + ((textLength - 6) % 8));
      const long = `${first} ${'picture '.repeat(Math.ceil(textLength / 8) + 10)}`;
      const { text: seen } = await scene.seen(await scene.post({ text: long }));
      assert.isAtMost(seen.length, textLength);
      assert.match(seen, /^p+ (?:picture )*picture ?…/u);
      assert.isAbove(seen.length, textLength / 2);
    },
  },
  {
    name: 'shows no more buttons and choices than its limits say',
    async run(scene) {
      const { limits } = scene.stage.platform;
      const buttons = Array.from({ length: limits.buttons + 1 }, (_, i) => ({
        id: `b|${i}`,
        label: `Do ${i}`,
      }));
      const choices = Array.from({ length: limits.choices + 1 }, (_, i) => ({
        id: `c|${i}`,
        number: i + 1,
        label: `cat ${i + 1}`,
      }));
      const withButtons = await scene.seen(await scene.post({ text: 'many', buttons }));
      assert.isAtMost(withButtons.buttons.length, limits.buttons);
      assert.deepEqual(withButtons.buttons.slice(0, 2), ['Do 0', 'Do 1']);
      const withChoices = await scene.seen(await scene.post({ text: 'many', choices }));
      assert.isAtMost(withChoices.choices.length, limits.choices);
      assert.deepEqual(withChoices.choices.slice(0, 2), [1, 2]);
    },
  },
  {
    name: 'refuses a picture above its limit with a sentence that names it and the limit',
    async run(scene) {
      const { attachmentBytes } = scene.stage.platform.limits;
      const data = new Uint8Array(attachmentBytes + 1);
      data.set(redPng);
      const refused = await scene.post({ text: '#1', pictures: [picture('large.png', 'a cat', data)] }).then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.instanceOf(refused, UserError);
      assert.equal(refused.code, 'ATTACHMENT_TOO_LARGE');
      assert.include(refused.message, 'large.png');
      assert.match(refused.message, /\d ?[kKM]i?B/u);
      const after = await scene.seen(await scene.post({ text: 'still here' }));
      assert.include(after.text, 'still here');
    },
  },
  {
    name: 'acknowledges before the handler ends, and takes the next event meanwhile',
    async run(scene) {
      const { stage } = scene;
      let release: (() => void) | undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      scene.handle = () => held;
      try {
        await scene.within<void>(
          'the command was not acknowledged',
          Math.min(stage.platform.limits.acknowledgeMs, scene.patienceMs),
          (done) => void stage.user.command('paint', { prompt: 'a cat' }).then(done, () => undefined),
        );
        await scene.next('command');
        await scene.within<void>(
          'the second command was not acknowledged',
          Math.min(stage.platform.limits.acknowledgeMs, scene.patienceMs),
          (done) => void stage.user.command('undo', {}).then(done, () => undefined),
        );
        assert.equal((await scene.next('command')).name, 'undo');
      } finally {
        release?.();
      }
    },
  },
  {
    name: 'goes on after a handler that fails',
    async run(scene) {
      scene.handle = () => Promise.reject(new Error('the handler failed on purpose'));
      await scene.stage.user.say('first');
      await scene.next('message');
      scene.handle = () => Promise.resolve();
      await scene.stage.user.say('second');
      assert.equal((await scene.next('message')).text, 'second');
      const seen = await scene.seen(await scene.post({ text: 'still here' }));
      assert.include(seen.text, 'still here');
    },
  },
  {
    name: 'ends everything on stop: no event comes, posting is refused, a second stop is harmless',
    async run(scene) {
      const { stage } = scene;
      const posted = await scene.post({ text: 'before' });
      await stage.platform.stop();
      // A person whose client has lost its server may get an error or silence; both are fine.
      await scene
        .within<void>('nothing', 500, (done) => void stage.user.say('anybody there?').then(done, done))
        .catch(() => undefined);
      assert.equal(scene.unread, 0);
      for (const refused of [
        scene.post({ text: 'after' }),
        stage.platform.update(posted, { text: 'after' }),
        stage.platform.react(posted, '1️⃣'),
      ]) {
        assert.instanceOf(
          await refused.then(
            () => undefined,
            (error: unknown) => error,
          ),
          PlatformError,
        );
      }
      await stage.platform.stop();
    },
  },
];

/** Registers one test per promise; `setUp` gives a fresh stage, not started, for each. */
export function platformContract(
  name: string,
  setUp: () => Promise<PlatformStage>,
  { skip = [], patienceMs = 5000 }: PlatformContractOptions = {},
): void {
  const unknown = skip
    .flatMap(({ cases }) => cases)
    .filter((skipped) => !platformCases.some((c) => c.name === skipped));
  if (unknown.length > 0) throw new Error(`platformContract: no case is called "${unknown.join('", "')}"`);

  describe(`${name} keeps the platform contract`, () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = new Scene(await setUp(), patienceMs);
      await scene.start();
    });
    afterEach(() => scene.end());

    for (const contractCase of platformCases) {
      const reason = skip.find(({ cases }) => cases.includes(contractCase.name))?.reason;
      it.skipIf(reason !== undefined)(
        reason === undefined ? contractCase.name : `${contractCase.name} (skipped: ${reason})`,
        () => contractCase.run(scene),
      );
    }
  });
}
