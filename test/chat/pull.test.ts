import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { createScriptPlatform } from '../../src/once/script-platform.ts';
import { createPlanner } from '../../src/planning/index.ts';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama.ts';
import { picturesOf, startBot } from './bot-stage.ts';

const EDIT = {
  steps: [
    {
      kind: 'instruct',
      instruction: 'make the cat green',
      keyword: 'cat',
      action: 'recolor',
      target: 'green',
      object: { words: 'the cat', noun: 'cat' },
      scope: 'local',
      strength: 1,
    },
  ],
  protect: [],
};

let ollama: FakeOllama;
beforeAll(async () => {
  ollama = await startFakeOllama(() => JSON.stringify(EDIT));
});
afterAll(() => ollama.close());
beforeEach(() => {
  ollama.mode = 'lacks-model';
});

async function withPicture() {
  const script = createScriptPlatform();
  const progress: string[] = [];
  const watched = {
    ...script,
    update: (...given: Parameters<typeof script.update>) => {
      const [, { text, progress: shown }] = given;
      if (text.startsWith('Downloading')) progress.push(`${shown?.fraction ?? 'done'}`);
      return script.update(...given);
    },
  };
  const planner = createPlanner(
    { ollamaHost: ollama.host },
    createLogger(() => {}),
  );
  const stage = await startBot({ planner, script: watched });
  await stage.script.say('/imagine a cat and a dog on grass seed:7');
  return { ...stage, progress };
}

describe('a language model that the server lacks', () => {
  it('is offered with a button while the rules plan, and fetched with progress', async () => {
    const { script, press, progress, stop } = await withPicture();
    const [receipt, edited] = await script.say('make the cat blue');
    expect(receipt?.content.text).toContain('planned by rules, because Ollama does not have the model');
    expect(picturesOf([edited!])).toHaveLength(1);
    // The double has the model as soon as it was pulled.
    ollama.mode = 'answers';
    const [pulled] = await press(receipt!, 'Download gemma3:4b');
    expect(pulled?.wasProgress).toBe(true);
    expect(pulled?.content).toEqual({ text: '✓ gemma3:4b is here and plans from now on.' });
    expect(ollama.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1);
    expect(progress.length).toBeGreaterThan(0);
    const [next] = await script.say('make the cat green');
    expect(next?.content.text).toContain('planned by gemma3:4b');
    await stop();
  });

  it('is told when it cannot be fetched, in the receipt', async () => {
    const { script, stop } = await withPicture();
    const [receipt] = await script.say('/pull');
    expect(receipt?.content.error).toMatchObject({ code: 'PULL_FAILED' });
    await stop();
  });

  it('is for those who manage the place, and for installations with a server', async () => {
    const { script, stop } = await withPicture();
    const [refused] = await script.send({ type: 'message', text: '/pull', userId: 'bob', isAdmin: false });
    expect(refused?.content.error).toMatchObject({ code: 'ADMINS_ONLY' });
    const edited = await script.send({
      type: 'message',
      text: 'make the cat blue',
      userId: 'bob',
      isAdmin: false,
    });
    expect(edited.flatMap(({ content }) => content.buttons ?? []).map(({ label }) => label)).not.toContain(
      'Download gemma3:4b',
    );
    await stop();
    const without = await startBot();
    expect((await without.script.say('/pull'))[0]?.content.error).toMatchObject({ code: 'NO_OLLAMA' });
    await without.stop();
  });
});
