import { describe, expect, it } from 'vitest';
import type { ConversationId } from '../../src/chat/message.ts';
import { SCRIPT_CONVERSATION } from '../../src/once/script-platform.ts';
import type { ScriptMessage } from '../../src/once/script-platform.ts';
import { openStore } from '../../src/sessions/open-store.ts';
import { createFakeEngine } from '../fakes/engine.ts';
import { startBot } from './bot-stage.ts';

/** Who may do what: `ann` began it, `bob` is another member, `admin` manages the place. */
const people = {
  owner: { userId: 'ann', isAdmin: false },
  other: { userId: 'bob', isAdmin: false },
  admin: { userId: 'eve', isAdmin: true },
} as const;
type Person = keyof typeof people;

const stateOf = async (stage: Awaited<ReturnType<typeof startBot>>) =>
  JSON.stringify(await stage.services.sessions.load(SCRIPT_CONVERSATION));

/** A conversation of ann's with an open question; gives the message of the question. */
async function withQuestion() {
  const stage = await startBot();
  const say = (text: string) => stage.script.send({ type: 'message', text, ...people.owner });
  await say('/imagine a cat');
  await say('/settings seed:5');
  const question = (await say('which the cat blue')).find(({ content }) => content.choices !== undefined);
  return { stage, question: question as ScriptMessage };
}

type Verb = (
  stage: Awaited<ReturnType<typeof startBot>>,
  question: ScriptMessage,
  person: (typeof people)[Person],
) => Promise<unknown>;
const verbs: Readonly<Record<string, { readonly allowed: readonly Person[]; readonly act: Verb }>> = {
  'press a choice': {
    allowed: ['owner', 'admin'],
    act: ({ script }, { ref, content }, person) =>
      script.send({ type: 'button', id: content.choices?.[0]?.id ?? '', on: ref, ...person }),
  },
  'react with a number': {
    allowed: ['owner', 'admin'],
    act: ({ script }, { ref }, person) => script.send({ type: 'reaction', emoji: '1️⃣', on: ref, ...person }),
  },
  'pick in words': {
    allowed: ['owner'],
    act: ({ script }, _question, person) => script.send({ type: 'message', text: '/pick 1', ...person }),
  },
  'set for everybody': {
    allowed: ['admin'],
    act: ({ script }, _question, person) =>
      script.send({ type: 'message', text: '/settings steps:9 everyone:yes', ...person }),
  },
  'forge a button': {
    allowed: [],
    act: ({ script }, { ref }, person) =>
      script.send({ type: 'button', id: 'undo?picture=1.AAAAAAAAAAAAAA', on: ref, ...person }),
  },
};

describe('what people may do to each other', () => {
  it.each(
    Object.entries(verbs).flatMap(([verb, { allowed, act }]) =>
      (Object.keys(people) as Person[]).map((person) => ({
        verb,
        person,
        allowed: allowed.includes(person),
        act,
      })),
    ),
  )('$verb, as $person: $allowed', async ({ person, allowed, act }) => {
    const { stage, question } = await withQuestion();
    const before = await stateOf(stage);
    await act(stage, question, people[person]);
    expect((await stateOf(stage)) !== before).toBe(allowed);
  });

  it.each<[Person, boolean]>([
    ['owner', true],
    ['other', false],
    ['admin', true],
  ])('stop a job of the owner, as %s: %s', async (person, allowed) => {
    const stage = await startBot({ engine: createFakeEngine({ stepMs: 10, defaultSteps: 1000 }) });
    const painting = stage.script.send({ type: 'message', text: '/imagine a cat', ...people.owner });
    while (!stage.script.messages[0]?.content.progress?.label.startsWith('step '))
      await new Promise((resolve) => setTimeout(resolve, 5));
    const [receipt] = stage.script.messages as [ScriptMessage];
    const id = receipt.content.buttons?.[0]?.id ?? '';
    await stage.script.send({ type: 'button', id, on: receipt.ref, ...people[person] });
    const { running } = await stage.services.sessions.load(SCRIPT_CONVERSATION);
    const isStopped = allowed ? (await painting, true) : Object.keys(running).length === 0;
    expect(isStopped).toBe(allowed);
    await stage.stop();
  });

  it('delete only their own, in all conversations', async () => {
    const { stage } = await withQuestion();
    await stage.script.send({ type: 'message', text: '/privacy delete', ...people.other });
    const { pictures } = await stage.services.sessions.load(SCRIPT_CONVERSATION);
    expect(pictures.map(({ userId }) => userId)).toEqual(['ann']);
    await stage.script.send({ type: 'message', text: '/privacy delete', ...people.owner });
    expect(await stage.services.sessions.conversations('')).toEqual([]);
  });

  it('use a button only in the conversation it was made for', async () => {
    const store = await openStore({});
    const stage = await startBot({ store });
    const [, shown] = await stage.script.say('/imagine a cat');
    const moved = { ...shown!.ref, conversation: 'script:2' as ConversationId };
    const [button] = shown!.content.buttons ?? [];
    let handler: Parameters<typeof stage.script.start>[1] = () => Promise.resolve();
    const { script } = stage;
    // The same id, sent from elsewhere.
    const answers: string[] = [];
    const other = {
      ...script,
      post: (_to: unknown, message: { error?: { code: string } }) => {
        answers.push(message.error?.code ?? 'done');
        return Promise.resolve(moved);
      },
      start: (_commands: unknown, onEvent: typeof handler) => {
        handler = onEvent;
        return Promise.resolve();
      },
    };
    await startBot({ store, script: other });
    await handler({
      type: 'button',
      id: button?.id ?? '',
      on: moved,
      conversation: 'script:2',
      userId: 'ann',
      files: [],
    });
    expect(answers).toEqual(['BAD_BUTTON']);
  });
});
