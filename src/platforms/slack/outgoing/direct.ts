import type { SlackApi } from '../connection/api.ts';

/** Opens the direct conversation of a person with the bot; gives its channel. */
export async function openDirect(api: SlackApi, team: string, user: string): Promise<string> {
  const { channel } = await api.call<{ readonly channel: { readonly id: string } }>(
    team,
    'conversations.open',
    { users: user },
  );
  return channel.id;
}
