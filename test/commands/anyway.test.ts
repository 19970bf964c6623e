import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readVocabulary } from '../../src/models/card.ts';
import { SCRIPT_CONVERSATION } from '../../src/once/script-platform.ts';
import { picturesOf, startBot } from '../chat/bot-stage.ts';

const vocabulary = await readVocabulary(join(import.meta.dirname, '../../models/pocket'));

async function stage() {
  const bot = await startBot({ vocabulary });
  return { ...bot, session: () => bot.services.sessions.load(SCRIPT_CONVERSATION) };
}

describe('a wish that the model cannot draw', () => {
  it('is told before anything is painted, with the nearest', async () => {
    const { script, session } = await stage();
    const answers = await script.say('/imagine a wizard and a dog');
    expect(picturesOf(answers)).toEqual([]);
    expect(answers[0]?.content.text).toMatch(/wizard.*robot/u);
    expect((await session()).pictures).toEqual([]);
  });

  it('is painted with the nearest at the press of a button', async () => {
    const { script, press, session } = await stage();
    const [asked] = await script.say('/imagine a wizard and a dog');
    expect(picturesOf(await press(asked!, 'Paint "a robot and a dog"'))).toHaveLength(1);
    expect((await session()).pictures[0]).toMatchObject({
      prompt: 'a robot and a dog',
      said: 'a wizard and a dog',
    });
  });

  it('is painted as it was said when the person insists', async () => {
    const { script, session } = await stage();
    await script.say('/imagine a wizard and a dog');
    expect(picturesOf(await script.say('/anyway'))).toHaveLength(1);
    expect((await session()).pictures[0]?.prompt).toBe('a wizard and a dog');
  });

  it('is another’s to decide', async () => {
    const { script, press } = await stage();
    const [asked] = await script.say('/imagine a wizard');
    const [answer] = await press(asked!, 'Paint it anyway', 'script:somebody-else');
    expect(answer?.content.error?.code).toBe('NOT_YOURS');
  });

  it('is asked of edits, too', async () => {
    const { script, session } = await stage();
    await script.say('/imagine a cat and a dog');
    const answers = await script.say('replace the cat with a dragon');
    expect(picturesOf(answers)).toEqual([]);
    expect(answers[0]?.content.text).toContain('dragon');
    expect((await session()).pictures).toHaveLength(1);
  });
});

describe('a wish in other words', () => {
  it('is painted in the words of the model, and that is said', async () => {
    const { script, session } = await stage();
    const [picture] = picturesOf(await script.say('/imagine a cute puppy'));
    expect(picture?.content.text).toMatch(/"puppy".*"dog"/su);
    expect(picture?.content.text).toContain('cute');
    expect((await session()).pictures[0]).toMatchObject({ prompt: 'a dog', said: 'a cute puppy' });
  });
});

it('/anyway with nothing waiting says so', async () => {
  const { script } = await stage();
  const [answer] = await script.say('/anyway');
  expect(answer?.content.error?.code).toBe('NO_CHOICE');
});
