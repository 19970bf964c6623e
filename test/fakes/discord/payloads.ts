import { invitePermissions } from './world.ts';
import type { Json, StoredChannel, StoredMessage, World } from './world.ts';

/** Writes stored things in the shapes that Discord sends (documentation of API v10, resources). */

export function userPayload(world: World, id: string): Json {
  const username = world.users.get(id)?.username ?? 'limner';
  return {
    id,
    username,
    discriminator: '0',
    global_name: username,
    avatar: null,
    flags: 0,
    public_flags: 0,
    primary_guild: null,
    ...(id === world.botId ? { bot: true } : {}),
  };
}

/** A message as the app sees it over REST: its own whole, others' only when they are meant for it. */
export function messagePayload(
  world: World,
  message: StoredMessage,
  base: string,
  options: { readonly isForBot?: boolean; readonly withReference?: boolean } = {},
): Json {
  const channel = world.channels.get(message.channelId);
  const isReadable =
    (options.isForBot ?? false) ||
    message.authorId === world.botId ||
    channel?.type === 1 ||
    message.mentions.includes(world.botId);
  const referenced = message.replyTo === undefined ? undefined : world.messages.get(message.replyTo);
  return {
    id: message.id,
    channel_id: message.channelId,
    author: userPayload(world, message.authorId),
    content: isReadable ? message.content : '',
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.edits.length > 0 ? new Date(message.edits.at(-1) ?? 0).toISOString() : null,
    tts: false,
    mention_everyone: false,
    mentions: message.mentions.map((id) => userPayload(world, id)),
    mention_roles: [],
    attachments: isReadable
      ? message.attachments.map((file) => attachmentPayload(world, message, file, base))
      : [],
    embeds: [],
    components: isReadable ? message.components : [],
    pinned: false,
    type: message.replyTo === undefined ? 0 : 19,
    flags: message.flags,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.authorId === world.botId ? { application_id: world.applicationId } : {}),
    ...(message.interactionId === undefined
      ? {}
      : { interaction_metadata: { id: message.interactionId, type: 2 } }),
    ...(message.replyTo === undefined
      ? {}
      : {
          message_reference: { type: 0, message_id: message.replyTo, channel_id: message.channelId },
          ...(options.withReference === false
            ? {}
            : {
                referenced_message:
                  referenced === undefined || referenced.isDeleted
                    ? null
                    : messagePayload(world, referenced, base, { withReference: false }),
              }),
        }),
  };
}

export function attachmentPayload(
  world: World,
  message: Pick<StoredMessage, 'channelId'>,
  file: StoredMessage['attachments'][number],
  base: string,
): Json {
  const expires = Math.floor((world.now() + 86_400_000) / 1000).toString(16);
  const url = `${base}/cdn/attachments/${message.channelId}/${file.id}/${encodeURIComponent(file.name)}?ex=${expires}&is=0&hm=0`;
  return {
    id: file.id,
    filename: file.name,
    size: file.data.length,
    url,
    proxy_url: url,
    content_type: file.mediaType,
    ...(file.description === undefined ? {} : { description: file.description }),
  };
}

/** Roles of a server: two that the bot has, and one that it has not. */
export const ROLES = { bot: ['7001', '7002'], other: '7003' } as const;

/**
 * Overwrites that come to these rights only in Discord's order: for everybody, for roles (a denial, then what any role
 * allows), for the member. A right is decided by one of the three, and those before it say the opposite.
 */
function overwritesOf(botId: string, guildId: string, rights: bigint): Json[] {
  const bits = Array.from({ length: 64 }, (_, bit) => 1n << BigInt(bit)).filter(
    (bit) => invitePermissions & bit,
  );
  const [all, roles, member] = [0, 1, 2].map((part) =>
    bits.filter((_, index) => index % 3 === part).reduce((sum, bit) => sum | bit, 0n),
  ) as [bigint, bigint, bigint];
  const [given, kept] = [rights & invitePermissions, invitePermissions & ~rights];
  const overwrite = (id: string, allow: bigint, deny: bigint): Json => ({
    id,
    type: id === botId ? 1 : 0,
    allow: String(allow),
    deny: String(deny),
  });
  return [
    overwrite(botId, given & member, kept & member),
    overwrite(ROLES.bot[0], (given & roles) | (kept & member), kept & roles),
    overwrite(ROLES.bot[1], 0n, (given & (roles | member)) | (kept & roles)),
    overwrite(ROLES.other, kept, given),
    overwrite(guildId, (kept & roles) | (given & member), (given & roles) | (kept & (all | member))),
  ];
}

export function channelPayload(world: World, channel: StoredChannel): Json {
  return {
    id: channel.id,
    type: channel.type,
    name: 'pictures',
    ...(channel.guildId === undefined
      ? {}
      : {
          guild_id: channel.guildId,
          nsfw: channel.isAgeRestricted ?? false,
          permission_overwrites: overwritesOf(world.botId, channel.guildId, channel.permissions),
        }),
    ...(channel.parentId === undefined ? {} : { parent_id: channel.parentId }),
  };
}
