import { Routes } from 'discord.js';
import type { APIDMChannel, APIMessage } from 'discord.js';
import type { ConversationId, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { KeyValueStore } from '../../chat/platform.ts';
import { UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { sentence } from '../../sentence.ts';
import { failure, failureCode, failureStatus } from './api.ts';
import type { DiscordApi } from './api.ts';
import type { InteractionWebhook, InteractionWebhooks } from './interaction-webhooks.ts';
import { EditBudget } from './edit-budget.ts';
import type { Reactions } from './number-reactions.ts';
import { newMessageFlags, nonceOf, writeMessage } from './outgoing.ts';
import {
  channelOf,
  conversationOf,
  DEFAULT_ATTACHMENT_BYTES,
  webhookKey,
  personOf,
  refOf,
} from './places.ts';
import type { Places } from './places.ts';

export interface DeliveryParts {
  readonly api: DiscordApi;
  readonly store: KeyValueStore;
  readonly places: Places;
  readonly webhooks: InteractionWebhooks;
  readonly reactions: Reactions;
  readonly log: Logger;
}

/** How a message is written, beside what it says. */
export interface Wording {
  readonly locale?: string | undefined;
  readonly notice?: string | undefined;
  readonly replyTo?: MessageRef | undefined;
}

const DAY_MS = 24 * 3600 * 1000;
const QUESTION_MS = 30 * DAY_MS;
/** How long the buttons of private messages are of use. */
const HIDDEN_MS = 30 * DAY_MS;
/** As long as the queue remembers a job whose result was shown. */
const POSTED_MS = DAY_MS;
const NOT_LET_IN = new Set<number | undefined>([failure.missingAccess, failure.missingPermissions]);
const WEBHOOK_EXPIRED = new Set<number | undefined>([failure.tokenExpired, failure.unknownWebhook]);

/** Sends and changes messages, by the channel or by an interaction's token, whichever works. */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #edits = new EditBudget();
  /** Receipt → where its picture is; until the receipt says its last words. */
  readonly #results = new Map<string, MessageRef>();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Posts a regular message: people can reply to it for ever. Where the bot is not a member, a token lets it in. */
  async post(to: ConversationId, message: OutgoingMessage, wording: Wording = {}): Promise<MessageRef> {
    const { api, webhooks } = this.#parts;
    const personId = personOf(to);
    if (personId !== undefined) return this.#whisper(to, personId, message, wording);
    const known = await this.#known(to, message.key);
    if (known !== undefined) return known;
    const channelId = channelOf(to);
    const { body, files } = await this.#write(channelId, message, wording);
    const { replyTo } = wording;
    const isHere = replyTo?.conversation === to;
    try {
      const posted = await api.send<APIMessage>('POST', Routes.channelMessages(channelId), {
        body: {
          ...body,
          flags: newMessageFlags(false),
          // Discord answers a repeated nonce with the message it already has: retries post nothing twice.
          nonce: nonceOf(message.key),
          enforce_nonce: true,
          ...(isHere ? { message_reference: { message_id: replyTo.id, fail_if_not_exists: false } } : {}),
        },
        files,
      });
      return this.#finish(refOf(posted), message);
    } catch (error) {
      if (failureCode(error) === failure.noHistory && isHere) {
        return this.post(to, message, { ...wording, replyTo: undefined });
      }
      if (failureCode(error) === failure.tooLarge || failureStatus(error) === 413) throw tooLarge();
      const webhook = await webhooks.find(webhookKey(to));
      if (webhook === undefined || !NOT_LET_IN.has(failureCode(error))) throw error;
      return this.followUp(webhook, to, message, wording);
    }
  }

  /** Says what one person alone shall see: through their latest interaction, else in a direct message. */
  async #whisper(
    to: ConversationId,
    personId: string,
    message: OutgoingMessage,
    wording: Wording,
  ): Promise<MessageRef> {
    const { api, webhooks, store } = this.#parts;
    const webhook = await webhooks.find(webhookKey(to));
    if (webhook !== undefined) {
      try {
        return await this.followUp(webhook, to, { ...message, isPrivate: true }, wording);
      } catch (error) {
        if (!WEBHOOK_EXPIRED.has(failureCode(error))) throw error;
      }
    }
    const direct = await api.send<APIDMChannel>('POST', Routes.userChannels(), {
      body: { recipient_id: personId },
    });
    const posted = await this.post(conversationOf(direct.id), message, { ...wording, replyTo: undefined });
    await store.set(`hidden/${posted.id}`, to, HIDDEN_MS);
    return posted;
  }

  /** The private conversation that a message belongs to, wherever it stands; undefined for all others. */
  async hiddenConversation(messageId: string): Promise<ConversationId | undefined> {
    return this.#parts.store.get<ConversationId>(`hidden/${messageId}`);
  }

  /** Forgets which messages belong to a person's private conversations; their buttons mean nothing then. */
  async forgetHidden(personId: string): Promise<void> {
    const { store } = this.#parts;
    for (const key of await store.keys('hidden/')) {
      const conversation = await store.get<ConversationId>(key);
      if (conversation !== undefined && personOf(conversation) === personId) await store.delete(key);
    }
  }

  /** Notes that a message of ours with this nonce stands there: the gateway tells it even when the answer got lost. */
  async noteNonce(posted: MessageRef, nonce: string): Promise<void> {
    await this.#parts.store.set(`posted/${nonce}`, posted, POSTED_MS);
  }

  /** What was posted with this key before. Discord itself remembers a nonce for some minutes only. */
  async #known(to: ConversationId, key: string | undefined): Promise<MessageRef | undefined> {
    if (key === undefined) return undefined;
    const known = await this.#parts.store.get<MessageRef>(`posted/${nonceOf(key)}`);
    return known?.conversation === to ? known : undefined;
  }

  /** Answers through an interaction's token. */
  async followUp(
    webhook: InteractionWebhook,
    to: ConversationId,
    message: OutgoingMessage,
    wording: Wording = {},
  ): Promise<MessageRef> {
    const { api } = this.#parts;
    const { body, files } = await this.#write(channelOf(to), message, wording);
    const posted = await api.sendNow<APIMessage>(
      'POST',
      Routes.webhook(webhook.applicationId, webhook.token),
      {
        body: { ...body, flags: newMessageFlags(message.isPrivate === true) },
        files,
      },
    );
    return this.#answered(to, posted.id, webhook, message);
  }

  /** Fills the answer that an interaction's acknowledgement has opened. */
  async fillOriginal(
    webhook: InteractionWebhook,
    to: ConversationId,
    message: OutgoingMessage,
    wording: Wording = {},
  ): Promise<MessageRef> {
    const { api } = this.#parts;
    const written = await this.#write(channelOf(to), message, wording);
    const posted = await api.send<APIMessage>(
      'PATCH',
      Routes.webhookMessage(webhook.applicationId, webhook.token),
      written,
    );
    return this.#answered(to, posted.id, webhook, message);
  }

  /** Keeps what is needed to change an answer, and to know to which conversation its buttons belong. */
  async #answered(
    to: ConversationId,
    messageId: string,
    webhook: InteractionWebhook,
    message: OutgoingMessage,
  ): Promise<MessageRef> {
    const { webhooks, store } = this.#parts;
    await webhooks.remember(messageId, webhook);
    // Answers to interactions have no nonce; what is said again after a crash finds them here.
    if (message.key !== undefined)
      await this.noteNonce({ conversation: to, id: messageId }, nonceOf(message.key));
    if (personOf(to) !== undefined) await store.set(`hidden/${messageId}`, to, HIDDEN_MS);
    return this.#finish({ conversation: to, id: messageId }, message, message.isPrivate === true);
  }

  async deleteOriginal(webhook: InteractionWebhook): Promise<void> {
    await this.#parts.api.send('DELETE', Routes.webhookMessage(webhook.applicationId, webhook.token));
  }

  /** From now on the end of `receipt` leads to `result`. */
  link(receipt: MessageRef, result: MessageRef): void {
    this.#results.set(receipt.id, result);
    const [oldest] = this.#results.keys();
    if (this.#results.size > 1000 && oldest !== undefined) this.#results.delete(oldest);
  }

  /** True for a message of ours that asked which object was meant. */
  async isQuestion({ id }: MessageRef): Promise<boolean> {
    return (await this.#parts.store.get(`asked/${id}`)) !== undefined;
  }

  async #withLink(message: MessageRef, change: OutgoingMessage): Promise<OutgoingMessage> {
    const result = this.#results.get(message.id);
    if (result === undefined || change.progress !== undefined) return change;
    this.#results.delete(message.id);
    return { ...change, text: `${change.text}\n${await this.#parts.places.link(result)}` };
  }

  /** Changes a message: by its token while that lives, then as a message of the channel. */
  async update(message: MessageRef, change: OutgoingMessage): Promise<void> {
    const { api, webhooks, log } = this.#parts;
    const channelId = channelOf(message.conversation);
    const written = await this.#write(channelId, await this.#withLink(message, change), {});
    const webhook = await webhooks.find(message.id);
    try {
      if (webhook !== undefined) {
        try {
          await api.send(
            'PATCH',
            Routes.webhookMessage(webhook.applicationId, webhook.token, message.id),
            written,
          );
          return;
        } catch (error) {
          if (!WEBHOOK_EXPIRED.has(failureCode(error))) throw error;
          await webhooks.shut(message.id);
        }
      }
      // Progress that is left out is made up for by the next one; the last state has no progress and always goes.
      if (!this.#edits.take(channelId, change.progress !== undefined)) return;
      await api.send('PATCH', Routes.channelMessage(channelId, message.id), written);
    } catch (error) {
      const code = failureCode(error);
      if (code === failure.unknownMessage) {
        // Somebody deleted it, or only one person could see it and the token is gone: nothing to change any more.
        log.info('discord: a message to change is gone', { message: message.id });
      } else if (code === failure.tooManyEdits) {
        // Old messages take few edits; what is said there at last is said anew.
        if (change.progress === undefined)
          await this.post(message.conversation, change, { replyTo: message });
      } else if (code === failure.tooLarge || failureStatus(error) === 413) {
        throw tooLarge();
      } else {
        throw error;
      }
    }
  }

  async #write(channelId: string, message: OutgoingMessage, { locale, notice }: Wording) {
    const { attachmentBytes = DEFAULT_ATTACHMENT_BYTES } = await this.#parts.places.find(channelId);
    return writeMessage(message, { store: this.#parts.store, attachmentBytes, locale, notice });
  }

  #finish(posted: MessageRef, { choices = [] }: OutgoingMessage, isPrivate = false): MessageRef {
    if (choices.length === 0) return posted;
    void this.#parts.store.set(`asked/${posted.id}`, true, QUESTION_MS).catch(() => undefined);
    // Nobody can react to what only they see.
    if (!isPrivate) void this.#parts.reactions.addNumbers(posted, choices.length);
    return posted;
  }
}

const tooLarge = () => new UserError('ATTACHMENT_TOO_LARGE', sentence('discord.filesTooLarge'));
