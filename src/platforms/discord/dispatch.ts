import type { APIInteraction } from 'discord.js';
import type { Command } from '../../chat/command.ts';
import type { ConversationId } from '../../chat/message.ts';
import type { ChatEvent, KeyValueStore, Suggest } from '../../chat/platform.ts';
import type { Logger } from '../../log.ts';
import type { AcknowledgeOutcome } from './acknowledge.ts';
import { createAnswers } from './answers.ts';
import type { Acknowledged } from './answers.ts';
import type { DiscordApi } from './api.ts';
import type { Delivery } from './delivery.ts';
import { InteractionWebhooks } from './interaction-webhooks.ts';
import { interactionOrigin } from './incoming.ts';
import { webhookKey } from './places.ts';
import type { Places } from './places.ts';

/** How an event is taken: for the first time, or again after the process that had accepted it is gone. */
export interface Taking {
  readonly isAgain: boolean;
  /** Writes the event down, before it is acknowledged; false when it was taken before. */
  readonly accept: (id: string) => Promise<boolean>;
  readonly onEvent: (event: ChatEvent) => Promise<void>;
}

/** What all interactions are taken with. */
export interface InteractionParts extends Taking {
  readonly api: DiscordApi;
  readonly apiUrl: string;
  readonly store: KeyValueStore;
  readonly places: Places;
  readonly webhooks: InteractionWebhooks;
  readonly delivery: Delivery;
  readonly log: Logger;
  readonly botId: string;
  readonly commands: readonly Command[];
  readonly suggest: Suggest;
}

type OriginKeys =
  | 'conversation'
  | 'place'
  | 'userId'
  | 'isAdmin'
  | 'space'
  | 'roles'
  | 'isAgeRestricted'
  | 'locale'
  | 'respond';
/** The part of an event that says what was done; who and where are added when it is handed on. */
export type What = ChatEvent extends infer Event
  ? Event extends ChatEvent
    ? Omit<Event, OriginKeys>
    : never
  : never;

/** Makes the way back to who did something, in the conversation that it belongs to. */
export function answersTo(
  interaction: APIInteraction,
  outcome: AcknowledgeOutcome,
  acknowledged: Acknowledged,
  { delivery, places }: Pick<InteractionParts, 'delivery' | 'places'>,
  conversation: ConversationId = interactionOrigin(interaction).conversation,
) {
  const webhook = InteractionWebhooks.make(interaction.application_id, interaction.token);
  const how = outcome === 'yes' ? acknowledged : ({ kind: 'lost' } as const);
  return createAnswers(interaction, how, { webhook, conversation }, delivery, places);
}

/**
 * Hands an interaction on as an event.
 *
 * @param conversation the private one that it belongs to; default: that of its channel
 */
export async function dispatch(
  interaction: APIInteraction,
  outcome: AcknowledgeOutcome,
  acknowledged: Acknowledged,
  what: What,
  parts: InteractionParts,
  conversation?: ConversationId,
): Promise<void> {
  const isPrivate = acknowledged.kind === 'deferred' && acknowledged.isPrivate;
  if (outcome === 'taken') return;
  // What only one person should see is not said aloud because we were late.
  if (outcome === 'late' && isPrivate) return;
  const { log, webhooks } = parts;
  const origin = interactionOrigin(interaction);
  const where = conversation ?? origin.conversation;
  await webhooks.remember(
    webhookKey(where),
    InteractionWebhooks.make(interaction.application_id, interaction.token),
  );
  const answers = answersTo(interaction, outcome, acknowledged, parts, where);
  try {
    await parts.onEvent({ ...origin, conversation: where, ...what, respond: answers.respond });
  } catch (error) {
    log.error('discord: an event was not handled', { type: what.type, error });
  } finally {
    await answers.end().catch((error: unknown) => log.warn('discord: an answer stays open', { error }));
  }
}
