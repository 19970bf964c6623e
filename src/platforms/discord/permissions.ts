import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { say } from '../../chat/words/index.ts';

/** What the invite link asks for; MANAGE_MESSAGES is not among it. */
export const invitePermissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.SendMessagesInThreads;

/** Discord's own names of the rights, as people read them in the channel's settings. */
const NAMES = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AttachFiles: 'Attach Files',
  ReadMessageHistory: 'Read Message History',
} as const;

const THREADS = new Set<number | undefined>([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

const isThread = (channelType: number | undefined): boolean => THREADS.has(channelType);

/**
 * Names the rights that are missing to post a picture as a reply.
 *
 * @param permissions bit set as Discord writes it: a decimal number
 * @param channelType `ChannelType`; threads have a right of their own
 */
export function missingPermissions(permissions: string, channelType: number | undefined): readonly string[] {
  const given = BigInt(permissions);
  if ((given & PermissionFlagsBits.Administrator) !== 0n) return [];
  const needed = [
    'ViewChannel',
    isThread(channelType) ? 'SendMessagesInThreads' : 'SendMessages',
    'AttachFiles',
    'ReadMessageHistory',
  ] as const;
  return needed.filter((name) => (given & PermissionFlagsBits[name]) === 0n).map((name) => NAMES[name]);
}

/** True for who may manage the server; those change its settings. */
export function isManager(permissions: string | undefined): boolean {
  const rights = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;
  return permissions !== undefined && (BigInt(permissions) & rights) !== 0n;
}

/** The sentence about missing rights, in the reader's language. */
export const describeMissing = (locale: string | undefined, names: readonly string[]): string =>
  say(locale, 'missingPermissions', { permissions: names.map((name) => `"${name}"`).join(', ') });
