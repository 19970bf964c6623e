import type { types } from '@slack/bolt';
import { cutText } from '../../../chat/limits.ts';
import { tell } from '../../../locales/tell.ts';
import { sentence } from '../../../sentence.ts';
import type { SlackApi } from '../connection/api.ts';
import { plain, words } from '../outgoing/blocks.ts';
import type { Context } from './context.ts';
import { openDirect } from '../outgoing/direct.ts';
import { escapeText } from '../outgoing/mrkdwn.ts';
import { teamOf } from './payloads.ts';
import type { ActionPayload, EventBody, HomeOpenedEvent } from './payloads.ts';
import type { Records } from '../connection/records.ts';

/** `action_id` of the home tab's buttons. */
const HOME = { settings: 'limner.home.settings', delete: 'limner.home.delete' } as const;

const PICTURES = 10;
const ALT_LENGTH = 2000;

/** Writes the home tab of a person: their newest pictures, settings, and deletion of their data. */
async function publishHome(
  api: SlackApi,
  records: Records,
  team: string,
  person: string,
  locale: string | undefined,
): Promise<void> {
  const pictures = await records.picturesOf(team, person, PICTURES);
  const shown = await Promise.all(
    pictures.map(async ({ channel, message, file, alt }): Promise<types.KnownBlock[]> => {
      const link = await api
        .call<{ permalink: string }>(team, 'chat.getPermalink', { channel, message_ts: message })
        .catch(() => undefined);
      const caption = escapeText(cutText(alt, 300));
      return [
        { type: 'image', slack_file: { id: file }, alt_text: cutText(alt, ALT_LENGTH) || 'picture' },
        {
          type: 'context',
          elements: [words(link === undefined ? caption : `<${link.permalink}|${caption || 'picture'}>`)],
        },
      ];
    }),
  );
  const blocks: types.KnownBlock[] = [
    { type: 'header', text: plain(tell(locale, sentence('slack.pictures'))) },
    ...(shown.length === 0
      ? [
          {
            type: 'section' as const,
            text: words(escapeText(tell(locale, sentence('slack.noPictures')))),
          },
        ]
      : shown.flat()),
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: HOME.settings, text: plain(tell(locale, sentence('slack.settings'))) },
        {
          type: 'button',
          action_id: HOME.delete,
          style: 'danger',
          text: plain(tell(locale, sentence('slack.deleteData'))),
          confirm: {
            title: plain(tell(locale, sentence('slack.deleteData'))),
            text: plain(`${tell(locale, sentence('slack.deleteData'))}?`),
            confirm: plain(cutText(tell(locale, sentence('slack.deleteData')), 30)),
            deny: plain(cutText(tell(locale, sentence('buttons.cancel')), 30)),
            style: 'danger',
          },
        },
      ],
    },
  ];
  const publish = (content: types.KnownBlock[]) =>
    api.call(team, 'views.publish', { user_id: person, view: { type: 'home', blocks: content } });
  // A picture that was deleted in Slack must not cost the whole tab: then the links stay.
  await publish(blocks).catch(() => publish(blocks.filter(({ type }) => type !== 'image')));
}

/** The home tab: shown when it is opened, and what its buttons do. */
export function listenToHome(context: Context): void {
  const { app, api, records, origin, run, runOnce } = context;

  app.event('app_home_opened', async ({ body, event }) => {
    const { team_id: team = '' } = body as EventBody;
    const { user, tab } = event as HomeOpenedEvent;
    if (tab === 'messages') return;
    run('home', async () => {
      const { locale } = await context.person(team, user);
      await publishHome(api, records, team, user, locale);
    });
  });

  app.action(/^limner\.home\./u, async ({ ack, body }) => {
    await ack();
    const payload = body as unknown as ActionPayload;
    const [action] = payload.actions;
    const team = teamOf(payload);
    const user = payload.user.id;
    runOnce('home', payload.trigger_id, async () => {
      const channel = await openDirect(api, team, user);
      const isDeletion = action?.action_id === HOME.delete;
      const there = await origin({ team, channel, person: user }, user);
      const { locale } = there;
      await context.onEvent({
        ...there,
        type: 'command',
        ...(isDeletion
          ? { name: 'privacy', options: { action: 'delete' } }
          : { name: 'settings', options: {} }),
      });
      await publishHome(api, records, team, user, locale);
    });
  });
}
