import type { types } from '@slack/bolt';
import { cutText } from '../../chat/limits.ts';
import { say } from '../../chat/words/index.ts';
import type { SlackApi } from './api.ts';
import { plain, words } from './blocks.ts';
import { escapeText } from './mrkdwn.ts';
import type { Records } from './records.ts';

/** `action_id` of the home tab's buttons. */
export const HOME = { settings: 'limner.home.settings', delete: 'limner.home.delete' } as const;

const PICTURES = 10;
const ALT_LENGTH = 2000;

/** Writes the home tab of a person: their newest pictures, settings, and deletion of their data. */
export async function publishHome(
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
    { type: 'header', text: plain(say(locale, 'homePictures')) },
    ...(shown.length === 0
      ? [{ type: 'section' as const, text: words(escapeText(say(locale, 'homeEmpty'))) }]
      : shown.flat()),
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: HOME.settings, text: plain(say(locale, 'homeSettings')) },
        {
          type: 'button',
          action_id: HOME.delete,
          style: 'danger',
          text: plain(say(locale, 'homeDelete')),
          confirm: {
            title: plain(say(locale, 'homeDelete')),
            text: plain(`${say(locale, 'homeDelete')}?`),
            confirm: plain(cutText(say(locale, 'homeDelete'), 30)),
            deny: plain(cutText(say(locale, 'cancel'), 30)),
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
