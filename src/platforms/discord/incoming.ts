import {
  ApplicationCommandOptionType,
  ChannelType,
  InteractionContextType,
  MessageReferenceType,
  MessageType,
} from 'discord.js';
import type {
  APIAttachment,
  APIChatInputApplicationCommandInteraction,
  APIInteraction,
  GatewayMessageCreateDispatchData,
  GatewayMessageReactionAddDispatchData,
} from 'discord.js';
import type { ConversationId, IncomingFile, MessageRef } from '../../chat/message.ts';
import { incomingFile } from './downloads.ts';
import { isManager } from './permissions.ts';
import { conversationOf, spaceOf } from './places.ts';

/** Reads Discord's payloads; pure functions, no requests. */

/** Who did something and where: the part of a `ChatEvent` that all events share. */
export interface Origin {
  readonly conversation: ConversationId;
  readonly place: ConversationId;
  readonly userId: string;
  readonly isAdmin: boolean;
  readonly space: string | undefined;
  readonly roles: readonly string[];
  readonly isAgeRestricted: boolean;
  readonly locale: string | undefined;
}

/** Origin of an interaction. In a direct conversation everybody is the admin of their own settings. */
export function interactionOrigin(interaction: APIInteraction): Origin {
  const { member, user, channel, guild_id: guildId } = interaction;
  const channelId = channel?.id ?? '';
  return {
    conversation: conversationOf(channelId),
    place: conversationOf(channelId),
    userId: (member?.user ?? user)?.id ?? '',
    isAdmin: guildId === undefined || isManager(member?.permissions),
    space: spaceOf(guildId),
    roles: member?.roles ?? [],
    isAgeRestricted: guildId === undefined || (channel !== undefined && 'nsfw' in channel && channel.nsfw),
    locale: 'locale' in interaction ? interaction.locale : undefined,
  };
}

/** Options of a slash command as they were given, and the files among them. */
export function readOptions({ data }: APIChatInputApplicationCommandInteraction, apiUrl: string) {
  const options: Record<string, string | number | boolean> = {};
  const files: IncomingFile[] = [];
  for (const option of data.options ?? []) {
    if (option.type === ApplicationCommandOptionType.Attachment) {
      const attachment = data.resolved?.attachments?.[option.value];
      if (attachment !== undefined) files.push(incomingFile(attachment, apiUrl, option.name));
    } else if ('value' in option) {
      options[option.name] = option.value;
    }
  }
  return { options, files };
}

/** What a message means to us. */
export type ReadMessage =
  | {
      readonly kind: 'words';
      readonly text: string;
      readonly to?: MessageRef;
      readonly files: readonly IncomingFile[];
    }
  /** A reply to us without ping: Discord keeps its words from us. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'not for us' };

/**
 * Reads a message: in a direct conversation every one is for us, elsewhere replies to our messages and mentions.
 *
 * @param botRoles ids of the role that Discord made for the bot: people mention it without noticing
 */
export function readMessage(
  message: GatewayMessageCreateDispatchData,
  botId: string,
  botRoles: ReadonlySet<string>,
  apiUrl: string,
): ReadMessage {
  const isWritten = message.type === MessageType.Default || message.type === MessageType.Reply;
  if (!isWritten || message.author.bot === true || message.webhook_id !== undefined)
    return { kind: 'not for us' };
  const reference =
    message.message_reference?.type === MessageReferenceType.Forward ? undefined : message.message_reference;
  const referenced = message.referenced_message ?? undefined;
  const isReplyToUs = referenced?.author.id === botId;
  const isMentioned =
    message.mentions.some(({ id }) => id === botId) || message.mention_roles.some((id) => botRoles.has(id));
  if (message.guild_id !== undefined && !isReplyToUs && !isMentioned) return { kind: 'not for us' };
  const ours = new RegExp(`<@!?${botId}>|<@&(?:${[...botRoles, '0'].join('|')})>`, 'gu');
  const text = message.content.replace(ours, '').trim();
  // "@bot make it red" as a reply to somebody's photo means that photo.
  const others: readonly APIAttachment[] = isReplyToUs ? [] : (referenced?.attachments ?? []);
  const files = [...message.attachments, ...others].map((attachment) => incomingFile(attachment, apiUrl));
  const hasSticker = (message.sticker_items ?? []).length > 0;
  if (text === '' && files.length === 0) {
    if (isReplyToUs && !isMentioned && !hasSticker && message.content === '') return { kind: 'unreadable' };
    return { kind: 'not for us' };
  }
  const to = isReplyToUs ? reference?.message_id : undefined;
  return {
    kind: 'words',
    text,
    files,
    ...(to === undefined ? {} : { to: { conversation: conversationOf(message.channel_id), id: to } }),
  };
}

/** The emoji and message of a reaction; undefined for our own, bots' and reactions on others' messages. */
export function readReaction(
  reaction: GatewayMessageReactionAddDispatchData,
  botId: string,
): { readonly emoji: string; readonly on: MessageRef } | undefined {
  const { emoji, user_id: userId, member, message_author_id: authorId } = reaction;
  if (userId === botId || member?.user?.bot === true) return undefined;
  // Old messages come without their author; the session knows whether the message was ours.
  if (authorId !== undefined && authorId !== botId) return undefined;
  if (emoji.id !== null || emoji.name === null) return undefined;
  return {
    emoji: emoji.name,
    on: { conversation: conversationOf(reaction.channel_id), id: reaction.message_id },
  };
}

/** True in the direct conversation of a person with the bot. */
export const isDirect = ({ guild_id: guildId, channel, context }: APIInteraction): boolean =>
  guildId === undefined && channel?.type === ChannelType.DM && context === InteractionContextType.BotDM;

/** True when the bot itself is where the interaction happened, and may write there as itself. */
export function isBotThere(interaction: APIInteraction): boolean {
  if (interaction.guild_id === undefined) return isDirect(interaction);
  return '0' in (interaction.authorizing_integration_owners ?? { 0: '' });
}
