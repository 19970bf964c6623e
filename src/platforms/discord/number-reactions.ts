import { setTimeout as sleep } from 'node:timers/promises';
import { Routes } from 'discord.js';
import type { MessageRef } from '../../chat/message.ts';
import type { DiscordApi } from './api.ts';
import { channelOf } from './places.ts';

/** Discord takes about one reaction in 250 ms from a bot in a channel, and its headers do not tell. */
const EVERY_MS = 300;
const NUMBERS = ['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣'];

/** Adds reactions, channel by channel one after another at Discord's pace. */
export class Reactions {
  readonly #api: DiscordApi;
  readonly #stopping: AbortSignal;
  readonly #lines = new Map<string, Promise<void>>();

  constructor(api: DiscordApi, stopping: AbortSignal) {
    this.#api = api;
    this.#stopping = stopping;
  }

  /** @throws {PlatformError} when Discord refuses */
  add({ conversation, id }: MessageRef, emoji: string): Promise<void> {
    const channelId = channelOf(conversation);
    const before = this.#lines.get(channelId) ?? Promise.resolve();
    const sent = before.then(async () => {
      await this.#api.send('PUT', Routes.channelMessageOwnReaction(channelId, id, encodeURIComponent(emoji)));
    });
    const line = sent
      .catch(() => undefined)
      .then(() => sleep(EVERY_MS, undefined, { signal: this.#stopping, ref: false }))
      .catch(() => undefined)
      .finally(() => {
        if (this.#lines.get(channelId) === line) this.#lines.delete(channelId);
      });
    this.#lines.set(channelId, line);
    return sent;
  }

  /** Adds 1️⃣ to at most 5️⃣; the menu is there for those who cannot react, so a refusal is no loss. */
  async addNumbers(message: MessageRef, count: number): Promise<void> {
    if (count > NUMBERS.length) return;
    for (const emoji of NUMBERS.slice(0, count)) {
      try {
        await this.add(message, emoji);
      } catch {
        return;
      }
    }
  }
}
