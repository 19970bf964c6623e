import { describe, expect, it } from 'vitest';
import { modelName, optionalText, pictureNumber } from '../../src/chat/command.ts';
import type { Command } from '../../src/chat/command.ts';
import { createSpaceRuleStore, noRules } from '../../src/chat/rules/space-rules.ts';
import { createSuggest } from '../../src/chat/suggest.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import { addPicture } from '../../src/sessions/tree.ts';
import { newPicture } from '../sessions/nodes.ts';

const commands: readonly Command[] = ['paint', 'server'].map((name) => ({
  name,
  description: name,
  options: {
    picture: { ...pictureNumber(), description: 'Which' },
    model: { ...modelName(), description: 'Which model' },
    size: { ...optionalText(['small', 'large', 'extra large']), description: 'How large' },
    words: { ...optionalText(), description: 'What' },
  },
  run: () => Promise.resolve(),
}));
const where = { conversation: 'test:1', userId: 'ada', space: 'test:space', command: 'paint' } as const;

async function open() {
  const store = await openStore({});
  const spaceRules = createSpaceRuleStore(store.space('rules'));
  const { sessions } = store;
  const suggest = createSuggest(commands, { sessions, spaceRules, models: ['pocket', 'ink', 'oil'] });
  const labels = async (option: string, typed = '', more: { readonly command?: string } = {}) =>
    (await suggest({ ...where, ...more, option, typed })).map(({ label }) => label);
  return { sessions, spaceRules, suggest, labels };
}

describe('createSuggest', () => {
  it('offers the choices of an option, those that begin with what was typed first', async () => {
    const { labels } = await open();
    expect(await labels('size', 'LARGE')).toEqual(['large', 'extra large']);
    expect(await labels('words', 'x')).toEqual([]);
    expect(await labels('nothing')).toEqual([]);
  });

  it('offers the pictures of this conversation, newest first', async () => {
    const { sessions, suggest } = await open();
    for (const caption of ['a cat', 'a dog', ''])
      await sessions.change(where.conversation, (session) => addPicture(session, newPicture({ caption })));
    await sessions.change('test:2', (session) => addPicture(session, newPicture({ caption: 'a cat' })));
    expect(await suggest({ ...where, option: 'picture', typed: '' })).toMatchObject([
      { value: 3 },
      { label: '#2 a dog', value: 2 },
      { label: '#1 a cat', value: 1 },
    ]);
    expect(await suggest({ ...where, option: 'picture', typed: '#1' })).toMatchObject([{ value: 1 }]);
  });

  it('offers the models that the server allows, and all of them to those who set that', async () => {
    const { spaceRules, labels } = await open();
    await spaceRules.save(where.space, { ...noRules, models: ['ink'] });
    expect(await labels('model')).toEqual(['ink']);
    expect(await labels('model', '', { command: 'server' })).toEqual(['pocket', 'ink', 'oil']);
  });
});
