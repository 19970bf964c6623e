import { describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/errors.ts';
import { asStoreError } from '../../src/sessions/store-error.ts';
import type { OutgoingMessage } from '../../src/chat/message.ts';
import { createScriptPlatform, SCRIPT_CONVERSATION } from '../../src/once/script-platform.ts';
import type { ScriptMessage } from '../../src/once/script-platform.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import { createFakeEngine, flatPicture } from '../fakes/engine.ts';
import { encodePng } from '../../src/image/encode.ts';
import { picturesOf, startBot } from './bot-stage.ts';

const textOf = (messages: readonly ScriptMessage[]) => messages.map(({ content }) => content.text);
const errorOf = (messages: readonly ScriptMessage[]) => messages.at(-1)?.content.error;
const photo = async (name = 'photo.png', width = 40, height = 20) => ({
  name,
  fetch: () => encodePng(flatPicture(3, width, height)),
});

/** A bot with one picture (#1, seed 7), and the message that shows it. */
async function withPicture(options: Parameters<typeof startBot>[0] = {}) {
  const stage = await startBot(options);
  const [first] = picturesOf(await stage.script.say('/imagine a cat and a dog on grass seed:7'));
  if (first === undefined) throw new Error('no picture');
  return { ...stage, first };
}

describe('painting and editing', () => {
  it('paints, edits and undoes', async () => {
    const { script, press } = await startBot();
    const [receipt, first] = await script.say('/imagine a cat and a dog on grass seed:7');
    expect(receipt?.content).toEqual({ text: '✓ "a cat and a dog on grass"' });
    expect(first?.content.text).toBe('#1 · seed 7 · 0.1 s');
    expect(first?.content.pictures?.map(({ role, alt }) => [role, alt])).toEqual([
      ['picture', 'a cat and a dog on grass'],
    ]);
    expect(first?.content.buttons?.map(({ label }) => label)).toEqual([
      'Edit…',
      'Variation',
      'Weights',
      'Upscale',
      'Info',
    ]);
    const answers = await script.say('replace the cat with a horse and make the dog blue', {
      to: first!.ref,
    });
    const [edited] = picturesOf(answers);
    expect(edited?.content.text).toMatch(
      /^#2 · seed \d+ · changed 50 % of the picture · 0\.1 s\nChanged: cat → horse \(on the left\), dog → blue \(on the left\)\.$/u,
    );
    expect(edited?.content.pictures?.map(({ role, alt }) => [role, alt])).toEqual([
      ['picture', 'a horse and a blue dog on grass. Changed: cat → horse, dog → blue'],
      ['mask', 'Mask: where I looked for "replace the cat with a horse", 50 % of the picture'],
      ['mask', 'Mask: where I looked for "make the dog blue", 50 % of the picture'],
    ]);
    const labels = [
      'Edit…',
      'Edit the plan',
      'Undo',
      'Variation',
      'Stronger',
      'Weaker',
      'Weights',
      'Upscale',
      'Info',
    ];
    expect(edited?.content.buttons?.map(({ label }) => label)).toEqual(labels);
    const [undone] = await press(edited!, 'Undo');
    expect(undone?.content.text).toContain('Back at #1');
    expect(undone?.content.buttons?.map(({ label }) => label)).toContain('Redo');
    const [redone] = await press(undone!, 'Redo');
    expect(redone?.content.text).toContain('Again #2');
  });

  it('shows the plan with its buttons before it runs, then steps with previews, in one message', async () => {
    const script = createScriptPlatform();
    const states: { text: string; label?: string | undefined; buttons: number; preview: boolean }[] = [];
    const watch = ({ text, progress, buttons = [], pictures = [] }: OutgoingMessage) => {
      states.push({
        text,
        label: progress?.label,
        buttons: buttons.length,
        preview: pictures[0]?.role === 'preview',
      });
    };
    const watched = {
      ...script,
      post: (...given: Parameters<typeof script.post>) => (watch(given[1]), script.post(...given)),
      update: (...given: Parameters<typeof script.update>) => (watch(given[1]), script.update(...given)),
    };
    const { first } = await withPicture({ script: watched, engine: createFakeEngine({ stepMs: 15 }) });
    states.length = 0;
    await script.say('make the cat blue', { to: first.ref });
    expect(states[0]).toMatchObject({
      text: 'cat → blue (local) — planned by rules',
      label: 'waiting',
      buttons: 4,
    });
    expect(states.some(({ preview, label }) => preview && label?.startsWith('step '))).toBe(true);
    const result = states.findIndex(({ text }) => text.startsWith('#2'));
    expect(states.slice(0, result).every(({ label, buttons }) => label !== undefined && buttons === 4)).toBe(
      true,
    );
    expect(states.at(-1)).toEqual({
      text: '✓ cat → blue (local) — planned by rules',
      label: undefined,
      buttons: 0,
      preview: false,
    });
  });

  it('takes the picture replied to as the base, so that an older one branches', async () => {
    const { script, first, services } = await withPicture();
    await script.say('make the cat blue', { to: first.ref });
    await script.say('make the dog red');
    await script.say('make the dog green', { to: first.ref });
    const { pictures } = await services.sessions.load(SCRIPT_CONVERSATION);
    expect(pictures.map(({ number, parent }) => [number, parent])).toEqual([
      [1, undefined],
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
    expect(pictures[3]?.caption).toBe('a cat and a green dog on grass');
  });

  it('does session words and edits of one sentence in their order', async () => {
    const { script, first } = await withPicture();
    await script.say('make the cat blue', { to: first.ref });
    const shown = textOf(picturesOf(await script.say('undo and make the dog red')));
    expect(shown[0]).toContain('Back at #1');
    expect(shown[1]).toMatch(/^#3 · .*/u);
  });

  it('repeats an edit stronger on the same noise, and varies it on new noise', async () => {
    const { script, press, first, services } = await withPicture();
    const [edited] = picturesOf(await script.say('make the cat blue', { to: first.ref }));
    await press(edited!, 'Stronger');
    await press(edited!, 'Variation');
    const [, second, third, fourth] = (await services.sessions.load(SCRIPT_CONVERSATION)).pictures;
    expect(third).toMatchObject({
      parent: 1,
      settings: { seed: second?.settings.seed },
      steps: [{ strength: 1.4 }],
    });
    expect(fourth).toMatchObject({ parent: 1, steps: [{ strength: 1 }] });
    expect(fourth?.settings.seed).not.toBe(second?.settings.seed);
  });

  it('paints several with seeds that follow each other', async () => {
    const { script } = await startBot();
    const shown = textOf(picturesOf(await script.say('/imagine a cat seed:4294967295 count:2')));
    expect(shown.map((text) => text.split(' · ')[1])).toEqual(['seed 4294967295', 'seed 0']);
  });

  it('shows notes of the engine', async () => {
    const { script } = await startBot();
    expect(textOf(await script.say('/imagine a note')).at(-1)).toContain('\nA note of the engine.');
  });
});

describe('photos', () => {
  it('become pictures of the conversation, upright and without what the camera noted', async () => {
    const { script, services } = await startBot();
    const [shown] = await script.say('', { files: [await photo()] });
    expect(shown?.content.text).toBe('#1 · your picture\nSay what to change in it.');
    await script.say('make the cat blue');
    const { pictures } = await services.sessions.load(SCRIPT_CONVERSATION);
    expect(pictures[1]).toMatchObject({ parent: 1, width: 40, height: 20 });
  });

  it('are edited at once when they come with words', async () => {
    const { script } = await withPicture();
    const [edited] = picturesOf(await script.say('make the cat blue', { files: [await photo()] }));
    expect(edited?.content.text).toMatch(/^#3 /u);
  });

  it('are made smaller than any model needs', async () => {
    const { script, services } = await startBot();
    await script.say('', { files: [await photo('large.png', 2048, 1000)] });
    expect((await services.sessions.load(SCRIPT_CONVERSATION)).pictures[0]).toMatchObject({
      width: 1024,
      height: 500,
    });
  });

  it.each([
    ['words', Buffer.from('hello, this is no picture'), 'PICTURE_FORMAT'],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'PICTURE_FORMAT'],
  ])('that are %s are refused with a sentence, and nothing is lost', async (_name, data, code) => {
    const { script, services } = await withPicture();
    const answers = await script.say('make the cat blue', {
      files: [{ name: 'x.png', fetch: () => Promise.resolve(data) }],
    });
    expect(errorOf(answers)).toMatchObject({ code });
    expect((await services.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(1);
    expect(picturesOf(await script.say('make the cat blue'))).toHaveLength(1);
  });
});

describe('bad input', () => {
  it.each([
    ['', 'EMPTY'],
    ['   \n', 'EMPTY'],
    ['x'.repeat(10_000), 'TOO_LONG'],
    [`/imagine ${'x'.repeat(10_000)}`, 'TOO_LONG'],
    ['/paint a cat', 'UNKNOWN_COMMAND'],
    ['/imagine a cat seed:-1', 'BAD_OPTION'],
    ['/imagine a cat size:100x100', 'BAD_SIZE'],
    ['how nice', 'NO_EDIT'],
    ['make the zebra blue', 'NO_SUCH_OBJECT'],
    ['redo', 'NOTHING_TO_REDO'],
    ['go back to #9', 'NO_SUCH_PICTURE'],
    ['/pick 1', 'NO_CHOICE'],
    ['/cancel', 'NOTHING_RUNNING'],
    ['/again only:3', 'NO_SUCH_STEP'],
    ['/again stronger', 'NO_STRENGTH'],
  ])('%.20s gets %s, and the next words work', async (words, code) => {
    const { script } = await withPicture();
    const error = errorOf(await script.say(words));
    expect(error).toMatchObject({ code });
    expect(error?.message).toMatch(/^.{15,400}[.!?)"]$/su);
    expect(picturesOf(await script.say('make the cat blue'))).toHaveLength(1);
  });

  it('says what the engine sees when an object is not there, in the receipt', async () => {
    const { script } = await withPicture();
    const answers = await script.say('make the zebra blue');
    expect(answers).toHaveLength(1);
    expect(errorOf(answers)?.message).toBe('There is no zebra in the picture; I see cat, dog.');
  });

  it('hides what went wrong inside behind a number that is in the log', async () => {
    const { script, log } = await startBot();
    const error = errorOf(await script.say('/imagine explode'));
    const [, id] = /^Something went wrong \(job ([0-9a-f]{4})\)\./u.exec(error?.message ?? '') ?? [];
    expect(error?.code).toBe('INTERNAL');
    expect(log.join('\n')).toContain(`call ${id} failed`);
    expect(log.join('\n')).toContain('undefined is not a picture');
    expect(JSON.stringify(script.messages)).not.toContain('undefined is not a picture');
  });

  it('paints a description in an empty conversation, and explains the rest', async () => {
    const { script } = await startBot();
    expect(errorOf(await script.say('hello'))).toMatchObject({ code: 'NO_PICTURE' });
    expect(errorOf(await script.say('make the cat blue'))).toMatchObject({ code: 'NO_PICTURE' });
    expect(picturesOf(await script.say('a cat on grass'))).toHaveLength(1);
  });

  it('stops a user who is too fast, not the others', async () => {
    const { script } = await startBot({ callsPerMinute: 2 });
    await script.say('/help');
    await script.say('/help');
    expect(errorOf(await script.say('/help'))).toMatchObject({ code: 'TOO_FAST' });
    expect(errorOf(await script.send({ type: 'message', text: '/help', userId: 'bob' }))).toBeUndefined();
  });
});

describe('buttons', () => {
  it('refuse what this bot did not sign for this conversation', async () => {
    const { script, first } = await withPicture();
    for (const id of ['undo', 'undo.AAAAAAAAAAAAAA', `${first.content.buttons?.[0]?.id}x`, ''])
      expect(errorOf(await script.send({ type: 'button', id, on: first.ref }))).toMatchObject({
        code: 'BAD_BUTTON',
      });
  });

  it('work after a restart', async () => {
    const { store, first, stop } = await withPicture();
    await stop();
    const { press } = await startBot({ store });
    expect(picturesOf(await press(first, 'Variation'))).toHaveLength(1);
  });
});

describe('which one', () => {
  const ask = async () => {
    const stage = await withPicture();
    const answers = await stage.script.say('which the cat blue', { to: stage.first.ref });
    const question = answers.find(({ content }) => content.choices !== undefined);
    if (question === undefined) throw new Error('no question');
    return { ...stage, question };
  };

  it('shows the picture with numbers, and a choice for each, from left to right', async () => {
    const { question } = await ask();
    expect(question.content.pictures?.[0]).toMatchObject({
      role: 'choice',
      alt: 'The picture with numbers: 1 cat at the top left, 2 cat at the top right',
    });
    expect(question.content.choices?.map(({ number, label }) => [number, label])).toEqual([
      [1, 'cat at the top left'],
      [2, 'cat at the top right'],
    ]);
  });

  it('goes on with the one that is picked by button, number reaction or words', async () => {
    for (const how of ['button', 'reaction', 'command'] as const) {
      const { script, question, services } = await ask();
      const id = question.content.choices?.[1]?.id ?? '';
      const answers =
        how === 'button'
          ? await script.send({ type: 'button', id, on: question.ref })
          : how === 'reaction'
            ? await script.send({ type: 'reaction', emoji: '2️⃣', on: question.ref })
            : await script.say('/pick 2');
      expect(picturesOf(answers)).toHaveLength(1);
      const { pictures, choices } = await services.sessions.load(SCRIPT_CONVERSATION);
      expect(choices).toEqual([]);
      expect(pictures.at(-1)?.steps[0]).toMatchObject({ object: { noun: 'cat', ordinal: 2, order: 'left' } });
    }
  });

  it('is for the person who asked, and answered once', async () => {
    const { script, question } = await ask();
    const id = question.content.choices?.[0]?.id ?? '';
    const press = (userId: string) =>
      script.send({ type: 'button', id, on: question.ref, userId, isAdmin: false });
    expect(errorOf(await press('bob'))).toMatchObject({ code: 'NOT_YOURS' });
    const both = await Promise.all([press('script'), press('script')]);
    expect(both.flatMap(picturesOf).length).toBeGreaterThan(0);
    expect(both.flat().filter(({ content }) => content.error?.code === 'NO_CHOICE')).not.toEqual([]);
  });

  it('is not disturbed by reactions to other messages', async () => {
    const { script, first } = await withPicture();
    expect(await script.send({ type: 'reaction', emoji: '1️⃣', on: first.ref })).toEqual([]);
    expect(await script.send({ type: 'reaction', emoji: '❤️', on: first.ref })).toEqual([]);
  });
});

describe('cancel', () => {
  it('stops what runs, for its owner only, and says so in the receipt', async () => {
    const { script, services } = await startBot({
      engine: createFakeEngine({ stepMs: 20, defaultSteps: 500 }),
    });
    const painting = script.say('/imagine a cat');
    while (Object.keys((await services.sessions.load(SCRIPT_CONVERSATION)).running).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const receipt = script.messages[0] as ScriptMessage;
    const id = receipt.content.buttons?.[0]?.id ?? '';
    const foreign = await script.send({ type: 'button', id, on: receipt.ref, userId: 'bob', isAdmin: false });
    expect(foreign.find(({ content }) => content.error)?.content.error).toMatchObject({ code: 'NOT_YOURS' });
    await script.send({ type: 'button', id, on: receipt.ref });
    const answers = await painting;
    expect(answers[0]?.content).toMatchObject({ text: 'Cancelled: "a cat"' });
    expect(picturesOf(answers)).toEqual([]);
    expect((await services.sessions.load(SCRIPT_CONVERSATION)).running).toEqual({});
  });
});

describe('a restart', () => {
  it('finishes what was begun, shows it once, and in the old receipt', async () => {
    const store = await openStore({});
    const script = createScriptPlatform();
    const { stop } = await startBot({
      store,
      script,
      engine: createFakeEngine({ stepMs: 20, defaultSteps: 500 }),
    });
    const painting = script.say('/imagine a cat seed:7');
    while (!script.messages[0]?.content.progress?.label.startsWith('step '))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await stop();
    await painting;
    expect(script.messages.map(({ content }) => content.error?.code)).toEqual(['SHUTTING_DOWN']);

    const again = await startBot({ store, script });
    while (picturesOf(script.messages).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await again.stop();
    expect(textOf(script.messages)).toEqual(['✓ "a cat"', '#1 · seed 7 · 0.1 s']);

    const third = await startBot({ store, script });
    await third.stop();
    expect(script.messages).toHaveLength(2);
    expect((await store.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(1);
  });
});

describe('when something else is down', () => {
  it('keeps a result for the next start when the platform is away', async () => {
    const store = await openStore({});
    const script = createScriptPlatform();
    let isAway = false;
    const flaky = {
      ...script,
      post: (...given: Parameters<typeof script.post>) =>
        isAway && given[1].facts !== undefined
          ? Promise.reject(new PlatformError('script', 'is away'))
          : script.post(...given),
    };
    const first = await startBot({ store, script: flaky });
    isAway = true;
    await script.say('/imagine a cat seed:7');
    await first.stop();
    expect(picturesOf(script.messages)).toEqual([]);
    isAway = false;
    const again = await startBot({ store, script: flaky });
    while (picturesOf(script.messages).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await again.stop();
    expect(textOf(picturesOf(script.messages))).toEqual(['#1 · seed 7 · 0.1 s']);
    expect((await store.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(1);
  });

  it('says that the disk is full, and keeps what was there', async () => {
    const opened = await openStore({});
    let isFull = false;
    const full = () =>
      Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    const pictures = {
      ...opened.pictures,
      put: (data: Uint8Array) => (isFull ? full().catch(rethrow) : opened.pictures.put(data)),
    };
    const { script, services } = await withPicture({ store: { ...opened, pictures } });
    isFull = true;
    expect(errorOf(await script.say('make the cat blue'))).toMatchObject({ code: 'STORE_FULL' });
    isFull = false;
    expect(picturesOf(await script.say('make the cat blue'))).toHaveLength(1);
    expect((await services.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(2);
  });
});

const rethrow = (error: unknown): never => {
  throw asStoreError(error);
};
