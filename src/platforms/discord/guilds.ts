import type { APIGuild, GatewayGuildCreateDispatchData } from 'discord.js';
import { DEFAULT_ATTACHMENT_BYTES } from './places.ts';

const MiB = 1024 * 1024;
/** Largest file by the level that a server's boosts have reached. */
const BYTES_BY_TIER = [DEFAULT_ATTACHMENT_BYTES, DEFAULT_ATTACHMENT_BYTES, 50 * MiB, 100 * MiB];

interface KnownGuild {
  readonly attachmentBytes: number;
  readonly locale: string;
  /** The role that Discord made for the bot. */
  readonly botRoles: ReadonlySet<string>;
}

/** The little we keep of each server. */
export class Guilds {
  readonly #known = new Map<string, KnownGuild>();

  learn(guild: GatewayGuildCreateDispatchData | APIGuild, botId: string): void {
    if ('unavailable' in guild && guild.unavailable) return;
    this.#known.set(guild.id, {
      attachmentBytes: BYTES_BY_TIER[guild.premium_tier] ?? DEFAULT_ATTACHMENT_BYTES,
      locale: guild.preferred_locale,
      botRoles: new Set(guild.roles.filter(({ tags }) => tags?.bot_id === botId).map(({ id }) => id)),
    });
  }

  find(guildId: string | undefined): KnownGuild | undefined {
    return guildId === undefined ? undefined : this.#known.get(guildId);
  }

  forget(guildId: string): void {
    this.#known.delete(guildId);
  }
}
