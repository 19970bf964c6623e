import type { ConversationId, MessageRef } from '../../chat/message.ts';
import { PlatformError } from '../../errors.ts';

/** Where a conversation is: a thread, or (thread undefined) what one person says in a channel. */
export interface Place {
  readonly team: string;
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly person?: string | undefined;
}

/** `slack:T1:C1:1700000000.000100` for a thread, `slack:T1:C1:U1` for a person in a channel. */
export const conversationOf = (place: Place): ConversationId =>
  `slack:${place.team}:${place.channel}:${anchorFor(place)}`;

/** @throws {PlatformError} when it is not a conversation of Slack */
export function placeOf(conversation: ConversationId): Place {
  const [platform, team, channel, last] = conversation.split(':');
  if (platform !== 'slack' || !team || !channel || !last) {
    throw new PlatformError(
      'slack',
      `got the conversation "${conversation}", expected "slack:team:channel:thread"`,
    );
  }
  return placeAt(team, channel, last);
}

/** The place in a channel that an anchor names: a thread by its timestamp, or a person by their id. */
export function placeAt(team: string, channel: string, anchor: string): Place {
  return /^\d/u.test(anchor) ? { team, channel, thread: anchor } : { team, channel, person: anchor };
}

export const messageAt = (place: Place, id: string): MessageRef => ({
  conversation: conversationOf(place),
  id,
});

/** Names the place in its channel: what `placeAt` reads. */
export const anchorFor = ({ thread, person }: Place): string => thread ?? person ?? '';

/** The channel of a place, as rules name it. */
export const channelPlace = ({ team, channel }: Place): string => `slack:${team}:${channel}`;

/** The workspace, as settings know it. */
export const spaceOf = (team: string): string => `slack:team:${team}`;

/** The id of a person for the rest of the bot: Slack's own ids are unique within a workspace only. */
export const personId = (team: string, user: string): string => `${team}:${user}`;
