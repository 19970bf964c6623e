import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import type { APIInteraction } from 'discord.js';
import type { Logger } from '../../log.ts';
import { failure, failureCode } from './api.ts';
import type { DiscordApi } from './api.ts';

interface Acknowledger {
  readonly api: DiscordApi;
  /** It was acknowledged by a process that is gone: that Discord has heard it is no news. */
  readonly isAgain?: boolean;
  readonly log: Logger;
}

/** "Limner is thinking…": opens an answer that is filled later; who sees it is settled now. */
export const deferral = (isPrivate: boolean) => ({
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  ...(isPrivate ? { data: { flags: MessageFlags.Ephemeral } } : {}),
});

/** A press that changes nothing by itself. */
export const silence = { type: InteractionResponseType.DeferredMessageUpdate };

/** 'yes' · 'late': Discord gave up waiting · 'taken': another process, or an earlier delivery, has it. */
export type AcknowledgeOutcome = 'yes' | 'late' | 'taken';

/** Sends the first answer to an interaction, twice when nobody knows whether Discord has heard it. */
export async function acknowledge(
  interaction: APIInteraction,
  body: object,
  { api, log, isAgain = false }: Acknowledger,
): Promise<AcknowledgeOutcome> {
  const route = Routes.interactionCallback(interaction.id, interaction.token);
  const send = () => api.sendNow('POST', route, { body });
  const give = (error: unknown): AcknowledgeOutcome => {
    if (failureCode(error) === failure.alreadyAcknowledged) return isAgain ? 'yes' : 'taken';
    log.warn('discord: an interaction could not be acknowledged', { interaction: interaction.id, error });
    return 'late';
  };
  try {
    await send();
    return 'yes';
  } catch (error) {
    if (
      failureCode(error) === failure.alreadyAcknowledged ||
      failureCode(error) === failure.unknownInteraction
    ) {
      return give(error);
    }
  }
  // The answer to our first try was lost: when Discord has heard it, it says so now.
  try {
    await send();
    return 'yes';
  } catch (error) {
    return failureCode(error) === failure.alreadyAcknowledged ? 'yes' : give(error);
  }
}

/** Answers at once with words that only one person sees. */
export async function tellPrivately(
  interaction: APIInteraction,
  content: string,
  parts: Acknowledger,
): Promise<void> {
  const body = {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { content, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } },
  };
  await acknowledge(interaction, body, parts);
}
