import { ChannelType, PermissionFlagsBits, Routes } from 'discord.js';
import type { APIChannel, APIGuild, APIGuildMember, APIOverwrite } from 'discord.js';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import { failure, failureCode } from './api.ts';
import type { DiscordApi } from './api.ts';

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
  tell(
    locale,
    sentence('discord.noPermission', { permissions: names.map((name) => `"${name}"`).join(', ') }),
  );

/**
 * Asks Discord which rights the bot is missing in a channel; for the rare case that it was refused there.
 *
 * @returns names as in `missingPermissions`
 */
export async function findMissing(
  api: DiscordApi,
  channelId: string,
  guildId: string,
  botId: string,
): Promise<readonly string[]> {
  try {
    const channel = await api.send<APIChannel>('GET', Routes.channel(channelId));
    const parentId = 'parent_id' in channel ? channel.parent_id : undefined;
    // A thread has no rules of its own, its channel has.
    const ruled =
      THREADS.has(channel.type) && typeof parentId === 'string'
        ? await api.send<APIChannel>('GET', Routes.channel(parentId))
        : channel;
    const guild = await api.send<APIGuild>('GET', Routes.guild(guildId));
    const member = await api.send<APIGuildMember>('GET', Routes.guildMember(guildId, botId));
    const overwrites = 'permission_overwrites' in ruled ? (ruled.permission_overwrites ?? []) : [];
    return missingPermissions(String(permissionsOf(guild, member, overwrites, botId)), channel.type);
  } catch (error) {
    if (failureCode(error) === failure.missingAccess) return [NAMES.ViewChannel];
    throw error;
  }
}

const changed = (rights: bigint, changes: readonly APIOverwrite[]): bigint =>
  (rights & ~changes.reduce((all, { deny }) => all | BigInt(deny), 0n)) |
  changes.reduce((all, { allow }) => all | BigInt(allow), 0n);

/**
 * The rights of a member in a channel: those of the roles, then what the channel changes for everybody, for roles and
 * for the member, in this order.
 *
 * @see https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
function permissionsOf(
  guild: APIGuild,
  member: APIGuildMember,
  overwrites: readonly APIOverwrite[],
  memberId: string,
): bigint {
  const roles = new Set([guild.id, ...member.roles]);
  const given = guild.roles
    .filter(({ id }) => roles.has(id))
    .reduce((all, role) => all | BigInt(role.permissions), 0n);
  if ((given & PermissionFlagsBits.Administrator) !== 0n) return given;
  const forEverybody = overwrites.filter(({ id }) => id === guild.id);
  const forRoles = overwrites.filter(({ id }) => id !== guild.id && roles.has(id));
  const forMember = overwrites.filter(({ id }) => id === memberId);
  return changed(changed(changed(given, forEverybody), forRoles), forMember);
}
