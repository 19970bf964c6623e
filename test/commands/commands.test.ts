import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { SCRIPT_CONVERSATION } from '../../src/once/script-platform.ts';
import { picturesOf, startBot } from '../chat/bot-stage.ts';

const paintTwo = async () => {
  const stage = await startBot();
  await stage.script.say('/imagine a cat seed:7');
  await stage.script.say('make the cat blue');
  return stage;
};

describe('/history', () => {
  it('shows all pictures on one sheet, with where we are, and buttons to go back', async () => {
    const { script, press } = await paintTwo();
    const [shown] = await script.say('/history');
    expect(shown?.content.text).toContain('#1 · a cat\n#2 from #1 · make the cat blue · ← here');
    const { width, height } = await sharp(shown?.content.pictures?.[0]?.data).metadata();
    expect([width, height].every((side) => (side ?? 0) > 192)).toBe(true);
    expect(shown?.content.pictures?.[0]?.alt).toBe('Contact sheet: #1 a cat; #2 a blue cat');
    const [back] = await press(shown!, 'Go to #1');
    expect(back?.content.text).toContain('Now at #1');
  });

  it('says so when there is nothing', async () => {
    const { script } = await startBot();
    expect((await script.say('/history'))[0]?.content.text).toContain('Nothing has been painted here yet');
  });
});

describe('/info', () => {
  it('says how a picture was made, to the one who asks', async () => {
    const { script } = await paintTwo();
    const [shown] = await script.say('/info 1');
    expect(shown?.content).toMatchObject({ isPrivate: true, facts: { number: 1, seed: 7, model: 'flat' } });
    expect(shown?.content.text).toContain('seed 7, 4 steps, guidance 1');
  });
});

describe('/settings', () => {
  it('are kept for the person, and used', async () => {
    const { script } = await startBot();
    await script.say('/settings seed:9 steps:2 size:64x128');
    const [shown] = picturesOf(await script.say('/imagine a cat'));
    expect(shown?.content.text).toContain('seed 9');
    const { width, height } = await sharp(shown?.content.pictures?.[0]?.data).metadata();
    expect([width, height]).toEqual([64, 128]);
    const [other] = picturesOf(
      await script.send({ type: 'message', text: '/imagine a cat seed:1', userId: 'bob' }),
    );
    expect((await sharp(other?.content.pictures?.[0]?.data).metadata()).width).toBe(32);
  });

  it('show, reset, and let only admins set for everybody', async () => {
    const { script } = await startBot();
    await script.say('/settings seed:9');
    expect((await script.say('/settings'))[0]?.content.text).toContain('seed: 9');
    await script.say('/settings reset:yes');
    const unset = (await script.say('/settings'))[0]?.content.text;
    expect(unset).toContain('Everything is as the model card says.');
    expect(unset).toMatch(/You can set: seed, size, steps, .*inversion\./u);
    const everybody = (isAdmin: boolean) =>
      script.send({ type: 'message', text: '/settings seed:5 everyone:yes', userId: 'bob', isAdmin });
    expect((await everybody(false))[0]?.content.error).toMatchObject({ code: 'ADMINS_ONLY' });
    await everybody(true);
    expect(picturesOf(await script.say('/imagine a cat'))[0]?.content.text).toContain('seed 5');
  });
});

describe('/help', () => {
  it('names every command', async () => {
    const { script, services } = await startBot();
    const [shown] = await script.say('help');
    const text = shown?.content.text ?? shown?.content.error?.message ?? '';
    const [direct] = await script.say('/help');
    expect(direct?.content.text).toMatch(/imagine/u);
    for (const { name } of services.commands) expect(direct?.content.text).toContain(`/${name}:`);
    expect(text).not.toBe('');
  });
});

describe('/describe', () => {
  it('says what is seen and adds no picture', async () => {
    const { script, services } = await paintTwo();
    const answers = await script.say('/describe');
    expect(answers.map(({ content }) => content.text)).toContainEqual(
      expect.stringMatching(/^I see 2 × cat\.\n• cat at the top left, /u),
    );
    expect((await services.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(2);
  });
});

describe('/privacy', () => {
  it('exports what is there when a picture is not', async () => {
    const { script, services, press } = await paintTwo();
    const [first] = (await services.sessions.load(SCRIPT_CONVERSATION)).pictures;
    await services.pictures.delete(first?.picture ?? '');
    const exported = await press((await script.say('/privacy'))[0]!, 'Export');
    expect(exported.flatMap(({ content }) => content.text.split('\n'))).toHaveLength(3);
    expect(exported.flatMap(({ content }) => content.pictures ?? [])).toHaveLength(1);
  });

  it('exports and deletes everything of one person, and nothing of others', async () => {
    const { script, services, store, press } = await paintTwo();
    await script.send({ type: 'message', text: '/imagine a dog seed:3', userId: 'bob' });
    await script.say('/settings seed:9');
    const [shown] = await script.say('/privacy');
    expect(shown?.content.text).toContain('I keep 2 pictures in 1 conversation,');
    const exported = await press(shown!, 'Export');
    const lines = exported.flatMap(({ content }) => content.text.split('\n'));
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { conversation: SCRIPT_CONVERSATION, settings: { 'script/seed': 9 } },
      { conversation: SCRIPT_CONVERSATION, said: 'a cat' },
      { conversation: SCRIPT_CONVERSATION, said: 'make the cat blue' },
    ]);
    expect(exported.flatMap(({ content }) => content.pictures ?? [])).toHaveLength(2);
    const before = await services.sessions.load(SCRIPT_CONVERSATION);
    const mine = before.pictures.flatMap(({ picture, userId }) => (userId === 'script' ? [picture] : []));
    const [asked] = await press(shown!, 'Delete everything');
    expect(asked?.content.text).toContain('That deletes 2 pictures in 1 conversation for good.');
    expect((await services.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(3);
    await press(asked!, 'Delete everything');
    const left = await services.sessions.load(SCRIPT_CONVERSATION);
    expect(left.pictures.map(({ userId, said }) => [userId, said])).toEqual([['bob', 'a dog']]);
    expect(left.settings).toEqual({});
    for (const hash of mine)
      await expect(services.pictures.get(hash)).rejects.toMatchObject({ code: 'PICTURE_GONE' });
    await services.pictures.get(left.pictures[0]?.picture ?? '');
    const jobs = await Promise.all(
      (await store.space('jobs').keys('')).map((key) => store.space('jobs').get(key)),
    );
    expect(JSON.stringify(jobs)).not.toContain('"userId":"script"');
    expect(JSON.stringify(jobs)).toContain('"userId":"bob"');
  });
});
