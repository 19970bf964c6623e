import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bluePng, redPng } from '../../contracts/platform.contract.ts';
import { ADA, GENERAL } from '../../fakes/slack/workspace.ts';
import { wait } from './bot.ts';
import { slackScene } from './scene.ts';
import type { SlackScene } from './scene.ts';

type Shape = Readonly<Record<string, string>>;
const recorded = JSON.parse(
  readFileSync(new URL('../../fakes/recorded/slack.json', import.meta.url), 'utf8'),
) as {
  readonly payloads: Readonly<Record<string, Shape>>;
  readonly answers: Readonly<Record<string, Shape>>;
};

/** What differs from what was recorded of Slack: fields that Slack does not have, and fields of another kind. */
function differences(value: unknown, shape: Shape, path = ''): readonly string[] {
  const known = shape[path];
  if (known === 'open') return [];
  // Slack says null where there is nothing to say.
  if (value === null || value === undefined) return [];
  const kind = Array.isArray(value) ? 'array' : typeof value;
  if (path !== '' && known === undefined) return [`${path}: Slack has no such field`];
  if (path !== '' && known !== kind) return [`${path}: got ${kind}, Slack sends ${known}`];
  if (Array.isArray(value)) return value.flatMap((part) => differences(part, shape, `${path}[]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    differences(part, shape, path === '' ? key : `${path}.${key}`),
  );
}

/** The name under which a delivery was recorded. */
function kindOf({ type, payload }: { readonly type: string; readonly payload: object }): string {
  const { event, type: own } = payload as {
    readonly type?: string;
    readonly event?: { readonly type: string; readonly subtype?: string };
  };
  if (type === 'slash_commands') return type;
  return event === undefined ? (own ?? '') : (event.subtype ?? event.type);
}

/** Fields that Slack documents and the recordings lack. */
const DOCUMENTED: Readonly<Record<string, Shape>> = {
  // https://docs.slack.dev/reference/events/message
  message: { 'event.parent_user_id': 'string' },
  // The recordings take out what an app has put in. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
  view_submission: { 'view.blocks': 'open' },
  // Forms send this one as text. https://docs.slack.dev/interactivity/implementing-slash-commands
  slash_commands: { is_enterprise_install: 'string' },
};

describe('the double of Slack, beside recordings of Slack', () => {
  let scene: SlackScene;
  beforeAll(async () => {
    scene = await slackScene();
    const { slack, platform } = scene;
    const ada = slack.user(ADA);
    await ada.command(GENERAL, '/paint', 'a cat');
    const { conversation, respond } = await scene.next('command');
    const picture = { role: 'picture', alt: 'a cat', mediaType: 'image/png' } as const;
    const shown = await platform.post(conversation, {
      text: '#1',
      pictures: [
        { ...picture, name: 'cat.png', data: redPng },
        { ...picture, name: 'mask.png', role: 'mask', data: bluePng },
      ],
    });
    await platform.react(shown, '1️⃣');
    await platform.update(shown, { text: 'changed' });
    await respond?.({ text: 'for you', isPrivate: true });
    const again = await platform.post(conversation, {
      text: 'press',
      buttons: [
        { id: 'b1', label: 'Undo' },
        {
          id: 'b2',
          label: 'Edit…',
          ask: { title: 'Edit', fields: [{ name: 'words', label: 'What?' }] },
        },
      ],
      choices: [{ id: 'c1', number: 1, label: 'cat' }],
    });
    const [, , , thread = ''] = conversation.split(':');
    await ada.press(GENERAL, again.id, 'Undo');
    await ada.choose(GENERAL, again.id, 1);
    await ada.react(GENERAL, again.id, 'one');
    await ada.press(GENERAL, again.id, 'Edit…');
    await ada.submit({ words: 'make it red' });
    await ada.shortcut(GENERAL, again.id, 'edit_picture');
    await ada.submit({ words: 'make it red' });
    await ada.say(GENERAL, 'make it red', { thread });
    await ada.say(GENERAL, '<@U0LIMNER01> make it red');
    const photo = { name: 'photo.png', mediaType: 'image/png', data: redPng };
    await ada.say(GENERAL, 'this one', { thread, files: [photo] });
    await ada.openHome();
    await wait('the home tab', () => slack.space.homes.get(ADA));
    await ada.pressHome('Settings');
  });
  afterAll(() => scene.close());

  it.each(Object.keys(recorded.payloads))('sends %s as Slack does', (kind) => {
    const sent = scene.slack.deliveries.filter((delivery) => kindOf(delivery) === kind);
    expect(sent.length).toBeGreaterThan(0);
    const shape = { ...recorded.payloads[kind], ...DOCUMENTED[kind] };
    expect([...new Set(sent.flatMap(({ payload }) => differences(payload, shape)))]).toEqual([]);
  });

  it('answers calls as Slack does', () => {
    const answered = scene.slack.requests.filter(({ method }) => recorded.answers[method] !== undefined);
    expect(new Set(answered.map(({ method }) => method)).size).toBeGreaterThan(8);
    const wrong = answered.flatMap(({ method, answer }) =>
      differences(answer, recorded.answers[method] ?? {}).map((difference) => `${method}: ${difference}`),
    );
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('is looked at closely: an invented field and one of another kind are found', () => {
    const shape = recorded.payloads['reaction_added'] ?? {};
    expect(differences({ event: { reaction: 'one', emoji: '1' }, event_time: '12' }, shape)).toEqual([
      'event.emoji: Slack has no such field',
      'event_time: got string, Slack sends number',
    ]);
  });
});
