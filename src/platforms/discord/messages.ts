import { Routes } from 'discord.js';
import type {
  APIDMChannel,
  GatewayMessageCreateDispatchData,
  GatewayMessageReactionAddDispatchData,
} from 'discord.js';
import type { MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { ChatEvent, KeyValueStore } from '../../chat/platform.ts';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import type { Logger } from '../../log.ts';
import { isResult } from './answers.ts';
import { failure, failureCode } from './api.ts';
import type { DiscordApi } from './api.ts';
import type { Delivery } from './delivery.ts';
import type { Guilds } from './guilds.ts';
import type { Taking } from './dispatch.ts';
import { readMessage, readReaction } from './incoming.ts';
import { describeMissing, findMissing } from './permissions.ts';
import { channelOf, conversationOf, guildOf, refOf, spaceOf } from './places.ts';
import type { Places } from './places.ts';

export interface MessageParts extends Taking {
  readonly api: DiscordApi;
  readonly apiUrl: string;
  readonly botId: string;
  readonly store: KeyValueStore;
  readonly places: Places;
  readonly guilds: Guilds;
  readonly delivery: Delivery;
  readonly log: Logger;
}

/** Who was told something is told it again after this time at the earliest. */
const SEEN_MS = 24 * 3600 * 1000;
/** Somebody who replies without ping is told so at most once in this time, in each channel. */
const HINT_MS = 24 * 3600 * 1000;

/** Hands on a message that is for us. */
export async function takeMessage(
  message: GatewayMessageCreateDispatchData,
  parts: MessageParts,
): Promise<void> {
  const { places, guilds, store, delivery, botId, apiUrl } = parts;
  if (message.author.id === botId && typeof message.nonce === 'string')
    await delivery.noteNonce(refOf(message), message.nonce);
  const guild = guilds.find(message.guild_id);
  const read = readMessage(message, botId, guild?.botRoles ?? new Set(), apiUrl);
  if (read.kind === 'not for us') return;
  const { id: userId } = message.author;
  const locale = places.localeOf(userId) ?? guild?.locale;
  places.learn(message.channel_id, { guildId: message.guild_id, attachmentBytes: guild?.attachmentBytes });
  if (!(await parts.accept(message.id))) return;
  const conversation = conversationOf(message.channel_id);
  const replyTo = refOf(message);
  if (read.kind === 'unreadable') {
    if (!(await store.claim(`hinted/${message.channel_id}/${userId}`, HINT_MS))) return;
    await delivery.post(
      conversation,
      {
        text: tell(locale, sentence('discord.pingOff')),
      },
      { locale, replyTo },
    );
    return;
  }
  await dispatch(
    {
      type: 'message',
      conversation,
      place: conversation,
      userId,
      isAdmin: message.guild_id === undefined,
      space: spaceOf(message.guild_id),
      roles: message.member?.roles ?? [],
      locale,
      text: read.text,
      files: read.files,
      ...(read.to === undefined ? {} : { to: read.to }),
    },
    replyTo,
    parts,
  );
}

/** Hands on a reaction to a message of ours; `key` tells repeats of an event from a second reaction. */
export async function takeReaction(
  reaction: GatewayMessageReactionAddDispatchData,
  key: string,
  parts: MessageParts,
): Promise<void> {
  const read = readReaction(reaction, parts.botId);
  if (read === undefined || !(await parts.accept(key))) return;
  const guild = parts.guilds.find(reaction.guild_id);
  parts.places.learn(reaction.channel_id, {
    guildId: reaction.guild_id,
    attachmentBytes: guild?.attachmentBytes,
  });
  await dispatch(
    {
      type: 'reaction',
      conversation: read.on.conversation,
      userId: reaction.user_id,
      isAdmin: reaction.guild_id === undefined,
      space: spaceOf(reaction.guild_id),
      roles: reaction.member?.roles ?? [],
      locale: parts.places.localeOf(reaction.user_id) ?? guild?.locale,
      files: [],
      emoji: read.emoji,
      on: read.on,
    },
    read.on,
    parts,
  );
}

async function dispatch(event: ChatEvent, replyTo: MessageRef, parts: MessageParts): Promise<void> {
  const { delivery, log, onEvent } = parts;
  let receipt: MessageRef | undefined;
  const respond = async (message: OutgoingMessage): Promise<MessageRef> => {
    if (event.type === 'reaction' && message.error !== undefined && !(await mayComplain(event, parts))) {
      return event.on;
    }
    const { conversation, locale } = event;
    const posted = await delivery
      .post(conversation, message, { locale, replyTo })
      .catch(async (error: unknown) => {
        if (isRefused(error)) await tellDirectly(event, parts).catch(() => undefined);
        throw error;
      });
    if (message.progress !== undefined) receipt = posted;
    else if (receipt !== undefined && isResult(message)) delivery.link(receipt, posted);
    return posted;
  };
  try {
    await onEvent({ ...event, respond });
  } catch (error) {
    log.error('discord: an event was not handled', { type: event.type, error });
  }
}

/** People put numbers under pictures for fun: only under a question is it answered, and once a person. */
async function mayComplain(
  { on, userId }: Extract<ChatEvent, { type: 'reaction' }>,
  { delivery, store }: MessageParts,
): Promise<boolean> {
  return (await delivery.isQuestion(on)) && store.claim(`complained/${on.id}/${userId}`, SEEN_MS);
}

const isRefused = (error: unknown) =>
  failureCode(error) === failure.missingAccess || failureCode(error) === failure.missingPermissions;

/** Says in a direct message which right is missing where the bot may not write; once a day, person and channel. */
async function tellDirectly(
  { conversation, userId, space, locale }: ChatEvent,
  parts: MessageParts,
): Promise<void> {
  const { api, store, delivery, botId } = parts;
  const channelId = channelOf(conversation);
  if (space === undefined || !(await store.claim(`refused/${channelId}/${userId}`, HINT_MS))) return;
  const missing = await findMissing(api, channelId, guildOf(space), botId);
  if (missing.length === 0) return;
  const direct = await api.send<APIDMChannel>('POST', Routes.userChannels(), {
    body: { recipient_id: userId },
  });
  const text = `<#${channelId}>: ${describeMissing(locale, missing)}`;
  await delivery.post(conversationOf(direct.id), { text }, { locale });
}
