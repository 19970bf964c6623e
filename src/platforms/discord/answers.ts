import type { APIInteraction } from 'discord.js';
import type { ConversationId, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import { failureCode, failure } from './api.ts';
import type { Delivery } from './delivery.ts';
import type { InteractionWebhook } from './interaction-webhooks.ts';
import { isBotThere } from './incoming.ts';
import { missingPermissions } from './permissions.ts';
import { personOf } from './places.ts';
import type { Places } from './places.ts';

/** How an interaction was acknowledged. */
export type Acknowledged =
  /** "Limner is thinking…": an answer is open and waits to be filled. */
  | { readonly kind: 'deferred'; readonly isPrivate: boolean }
  /** A press that changes nothing by itself. */
  | { readonly kind: 'silent' }
  /** We came too late, or were not heard: only the channel is left. */
  | { readonly kind: 'lost' };

export interface Answers {
  readonly respond: (message: OutgoingMessage) => Promise<MessageRef>;
  /** Takes "Limner is thinking…" away when nothing was answered. */
  readonly end: () => Promise<void>;
}

/** A finished picture or a question: people reply to it, so it must be a message of the channel. */
export const isResult = ({ pictures = [], choices = [], progress }: OutgoingMessage) =>
  progress === undefined && (choices.length > 0 || pictures.some(({ role }) => role !== 'preview'));

/**
 * Makes the way back to who used a command, button or form. The first answer fills the open acknowledgement; what
 * people will reply to becomes a message of the channel, because Discord hides the words of replies to
 * interaction answers; what is private stays with the one person.
 */
export function createAnswers(
  interaction: APIInteraction,
  acknowledged: Acknowledged,
  { webhook, conversation }: { readonly webhook: InteractionWebhook; readonly conversation: ConversationId },
  delivery: Delivery,
  places: Places,
): Answers {
  const isHidden = personOf(conversation) !== undefined;
  const locale = 'locale' in interaction ? interaction.locale : undefined;
  const isThere = isBotThere(interaction);
  const missing =
    isThere && interaction.guild_id !== undefined
      ? missingPermissions(interaction.app_permissions, interaction.channel?.type)
      : [];
  const mayPost = isThere && missing.length === 0;
  const staysPrivate = isHidden || (acknowledged.kind === 'deferred' && acknowledged.isPrivate);
  const pressed =
    'message' in interaction && interaction.message !== undefined ? interaction.message.id : undefined;
  const replyTo = pressed === undefined ? undefined : { conversation, id: pressed };
  let isOpen = acknowledged.kind === 'deferred';
  let hasExplained = missing.length === 0;
  let receipt: MessageRef | undefined;

  const explain = () => {
    if (hasExplained) return undefined;
    hasExplained = true;
    return tell(
      locale,
      sentence('discord.answerHere', { permissions: missing.map((name) => `"${name}"`).join(', ') }),
    );
  };

  const fill = (message: OutgoingMessage, notice?: string) => {
    isOpen = false;
    return delivery.fillOriginal(webhook, conversation, message, { locale, notice });
  };

  const throughWebhook = async (message: OutgoingMessage): Promise<MessageRef> => {
    if (isOpen && message.isPrivate === staysPrivate) return fill(message, explain());
    if (isOpen) {
      // Whether only one person sees an answer was settled by the acknowledgement: open another one.
      isOpen = false;
      await delivery.deleteOriginal(webhook);
    }
    try {
      return await delivery.followUp(webhook, conversation, message, { locale, notice: explain() });
    } catch (error) {
      if (failureCode(error) === failure.tooManyFollowUps) return fill(message);
      throw error;
    }
  };

  const inChannel = async (message: OutgoingMessage): Promise<MessageRef> => {
    const posted = await delivery.post(conversation, message, { locale, replyTo });
    if (receipt !== undefined && isResult(message)) delivery.link(receipt, posted);
    if (isOpen)
      await fill({ text: tell(locale, sentence('discord.done', { link: await places.link(posted) })) });
    return posted;
  };

  const answer = async (message: OutgoingMessage): Promise<MessageRef> => {
    if (acknowledged.kind === 'lost') return delivery.post(conversation, message, { locale, replyTo });
    // What went wrong concerns who asked, not the channel.
    const isPrivate = staysPrivate || message.isPrivate === true || message.error !== undefined;
    const told = { ...message, isPrivate };
    if (mayPost && !isPrivate && (!isOpen || isResult(message))) return inChannel(told);
    try {
      return await throughWebhook(told);
    } catch (error) {
      const isLost = failureCode(error) === failure.tokenExpired;
      if (!isLost || (!isHidden && (!mayPost || isPrivate))) throw error;
      return delivery.post(conversation, message, { locale, replyTo });
    }
  };

  return {
    async respond(message) {
      const answered = await answer(message);
      if (message.progress !== undefined) receipt = answered;
      return answered;
    },
    async end() {
      if (!isOpen) return;
      isOpen = false;
      await delivery.deleteOriginal(webhook);
    },
  };
}
