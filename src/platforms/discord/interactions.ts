import {
  ApplicationCommandType,
  ComponentType,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  Routes,
} from 'discord.js';
import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteraction,
  APIInteraction,
  APIMessage,
  APIMessageApplicationCommandInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
} from 'discord.js';
import type { Command } from '../../chat/command.ts';
import type { MessageRef } from '../../chat/message.ts';
import type { ChatEvent, KeyValueStore } from '../../chat/platform.ts';
import { tell } from '../../chat/words/index.ts';
import { sentence } from '../../sentence.ts';
import type { Logger } from '../../log.ts';
import { createAnswers } from './answers.ts';
import type { Acknowledged } from './answers.ts';
import { failure, failureCode } from './api.ts';
import type { DiscordApi } from './api.ts';
import { MENU, suggest } from './commands.ts';
import { buttonModal, editModal, readControl } from './controls.ts';
import type { StoredForm } from './controls.ts';
import type { Delivery } from './delivery.ts';
import { Doors } from './doors.ts';
import { incomingFile } from './downloads.ts';
import { interactionOrigin, readOptions } from './incoming.ts';
import { refOf } from './places.ts';
import type { Places } from './places.ts';

export interface InteractionParts {
  readonly api: DiscordApi;
  readonly apiUrl: string;
  readonly store: KeyValueStore;
  readonly places: Places;
  readonly doors: Doors;
  readonly delivery: Delivery;
  readonly log: Logger;
  readonly botId: string;
  readonly commands: readonly Command[];
  readonly onEvent: (event: ChatEvent) => Promise<void>;
}

/** The part of an event that says what was done; who and where are added when it is handed on. */
type What = ChatEvent extends infer Event
  ? Event extends ChatEvent
    ? Omit<
        Event,
        'conversation' | 'userId' | 'isAdmin' | 'space' | 'roles' | 'isAgeRestricted' | 'locale' | 'respond'
      >
    : never
  : never;

/** The picture that a menu entry was used on, kept while its form is open. */
interface EditTarget {
  readonly to?: MessageRef;
  readonly files: readonly { filename: string; content_type?: string; size: number; url: string }[];
}

const EDIT_MS = 24 * 3600 * 1000;

/** Turns an interaction into an acknowledgement, sent before anything else is waited for, and an event. */
export async function takeInteraction(interaction: APIInteraction, parts: InteractionParts): Promise<void> {
  if (interaction.type === InteractionType.ApplicationCommand) {
    if (interaction.data.type === ApplicationCommandType.ChatInput) {
      return takeSlash(interaction as APIChatInputApplicationCommandInteraction, parts);
    }
    if (interaction.data.type === ApplicationCommandType.Message) {
      return takeMenu(interaction as APIMessageApplicationCommandInteraction, parts);
    }
    return undefined;
  }
  if (interaction.type === InteractionType.ApplicationCommandAutocomplete)
    return takeTyping(interaction, parts);
  if (interaction.type === InteractionType.MessageComponent) return takeComponent(interaction, parts);
  if (interaction.type === InteractionType.ModalSubmit) return takeForm(interaction, parts);
  return undefined;
}

const deferral = (isPrivate: boolean) => ({
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  ...(isPrivate ? { data: { flags: MessageFlags.Ephemeral } } : {}),
});
const silence = { type: InteractionResponseType.DeferredMessageUpdate };

async function takeSlash(
  interaction: APIChatInputApplicationCommandInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { name } = interaction.data;
  const { options, files } = readOptions(interaction, parts.apiUrl);
  const command = parts.commands.find((known) => known.name === name);
  const isPrivate = command?.isPrivate === true || options['private'] === true;
  const isHeard = await acknowledge(interaction, deferral(isPrivate), parts);
  await handOn(
    interaction,
    isHeard,
    { kind: 'deferred', isPrivate },
    { type: 'command', name, options, files },
    parts,
  );
}

async function takeMenu(
  interaction: APIMessageApplicationCommandInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { data, locale, id } = interaction;
  const message = data.resolved.messages[data.target_id];
  const target = message === undefined ? undefined : pictureOf(message, parts.botId);
  if (target === undefined) {
    await tellPrivately(
      interaction,
      tell(
        locale,
        sentence(
          'There is no picture in that message. Use it on a message with a PNG, JPEG or WebP picture.',
        ),
      ),
      parts,
    );
    return;
  }
  if (data.name === MENU.edit) {
    const modal = { type: InteractionResponseType.Modal, data: editModal(id, locale) };
    // The form is sent first; it takes a person longer to type than us to write.
    const [isHeard] = await Promise.all([
      acknowledge(interaction, modal, parts),
      parts.store.set(`edit/${id}`, target, EDIT_MS),
    ]);
    if (isHeard !== 'yes') parts.log.warn('discord: a form could not be shown', { interaction: id });
    return;
  }
  const isHeard = await acknowledge(interaction, deferral(false), parts);
  const what: What = {
    type: 'message',
    text: tell('en', sentence('what is in the picture?')),
    ...targetParts(target, parts.apiUrl),
  };
  await handOn(interaction, isHeard, { kind: 'deferred', isPrivate: false }, what, parts);
}

function pictureOf(message: APIMessage, botId: string): EditTarget | undefined {
  const pictures = message.attachments.filter(
    ({ content_type: type, filename }) =>
      type?.startsWith('image/') ?? /\.(?:png|jpe?g|webp|gif)$/iu.test(filename),
  );
  if (pictures.length === 0) return undefined;
  // A picture of ours is known by its message; its masks would only confuse.
  if (message.author.id === botId) return { to: refOf(message), files: [] };
  return {
    files: pictures.map(({ filename, content_type, size, url }) => ({
      filename,
      size,
      url,
      ...(content_type === undefined ? {} : { content_type }),
    })),
  };
}

const targetParts = ({ to, files }: EditTarget, apiUrl: string) => ({
  ...(to === undefined ? {} : { to }),
  files: files.map((file) => incomingFile(file, apiUrl)),
});

async function takeComponent(
  interaction: APIMessageComponentInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { data, locale } = interaction;
  const on = refOf(interaction.message);
  const isPick = data.component_type === ComponentType.StringSelect;
  const customId = isPick ? (data.values[0] ?? '') : data.custom_id;
  const form = isPick ? undefined : await readControl(customId, parts.store);
  if (form?.kind === 'form') {
    const stored = await parts.store.get<StoredForm>(`form/${form.key}`);
    if (stored === undefined)
      await tellPrivately(
        interaction,
        tell(locale, sentence('This form has expired. Press the button again.')),
        parts,
      );
    else {
      const body = { type: InteractionResponseType.Modal, data: buttonModal(form.key, stored.form) };
      await acknowledge(interaction, body, parts);
    }
    return;
  }
  const isHeard = await acknowledge(interaction, silence, parts);
  const control = form ?? (await readControl(customId, parts.store));
  if (control?.kind !== 'call') {
    parts.log.warn('discord: a control that is not known any more', { message: on.id });
    return;
  }
  await handOn(
    interaction,
    isHeard,
    { kind: 'silent' },
    { type: 'button', id: control.id, on, files: [] },
    parts,
  );
}

async function takeForm(interaction: APIModalSubmitInteraction, parts: InteractionParts): Promise<void> {
  const { data, message } = interaction;
  const values = Object.fromEntries(
    data.components.flatMap((part) =>
      part.type === ComponentType.Label && part.component.type === ComponentType.TextInput
        ? [[part.component.custom_id, part.component.value] as const]
        : [],
    ),
  );
  const isHeard = await acknowledge(interaction, message === undefined ? deferral(false) : silence, parts);
  const acknowledged: Acknowledged =
    message === undefined ? { kind: 'deferred', isPrivate: false } : { kind: 'silent' };
  const control = await readControl(data.custom_id, parts.store);
  if (control?.kind === 'edit') {
    const target = await parts.store.get<EditTarget>(`edit/${control.key}`);
    const text = values['words'] ?? '';
    if (target !== undefined) {
      const what: What = { type: 'message', text, ...targetParts(target, parts.apiUrl) };
      await handOn(interaction, isHeard, acknowledged, what, parts);
      return;
    }
  }
  if (control?.kind === 'form' && message !== undefined) {
    const stored = await parts.store.get<StoredForm>(`form/${control.key}`);
    if (stored !== undefined) {
      const what: What = { type: 'button', id: stored.id, on: refOf(message), values, files: [] };
      await handOn(interaction, isHeard, acknowledged, what, parts);
      return;
    }
  }
  const { respond } = answersTo(interaction, isHeard, acknowledged, parts);
  await respond({
    text: tell(interaction.locale, sentence('This form has expired. Press the button again.')),
    isPrivate: true,
  });
}

async function takeTyping(
  interaction: APIApplicationCommandAutocompleteInteraction,
  parts: InteractionParts,
): Promise<void> {
  const focused = interaction.data.options.find((option) => 'focused' in option && option.focused === true);
  const command = parts.commands.find(({ name }) => name === interaction.data.name);
  const choices = focused === undefined ? undefined : command?.options[focused.name]?.choices;
  const typed = focused !== undefined && 'value' in focused ? String(focused.value) : '';
  const found = suggest(choices ?? [], typed).map((choice) => ({
    name: choice.slice(0, 100),
    value: choice.slice(0, 100),
  }));
  const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
  await acknowledge(interaction, { type, data: { choices: found } }, parts);
}

/** 'yes' · 'late': Discord gave up waiting · 'taken': another process, or an earlier delivery, has it. */
type Heard = 'yes' | 'late' | 'taken';

async function acknowledge(
  interaction: APIInteraction,
  body: object,
  parts: InteractionParts,
): Promise<Heard> {
  const { api, log } = parts;
  const route = Routes.interactionCallback(interaction.id, interaction.token);
  const send = () => api.sendNow('POST', route, { body });
  const give = (error: unknown): Heard => {
    if (failureCode(error) === failure.alreadyAcknowledged) return 'taken';
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

async function tellPrivately(
  interaction: APIInteraction,
  content: string,
  parts: InteractionParts,
): Promise<void> {
  const body = {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { content, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } },
  };
  await acknowledge(interaction, body, parts);
}

function answersTo(
  interaction: APIInteraction,
  isHeard: Heard,
  acknowledged: Acknowledged,
  parts: InteractionParts,
) {
  const { delivery, places } = parts;
  const door = Doors.make(interaction.application_id, interaction.token);
  return createAnswers(
    interaction,
    isHeard === 'yes' ? acknowledged : { kind: 'lost' },
    door,
    delivery,
    places,
  );
}

async function handOn(
  interaction: APIInteraction,
  isHeard: Heard,
  acknowledged: Acknowledged,
  what: What,
  parts: InteractionParts,
): Promise<void> {
  const isPrivate = acknowledged.kind === 'deferred' && acknowledged.isPrivate;
  if (isHeard === 'taken') return;
  // What only one person should see is not said aloud because we were late.
  if (isHeard === 'late' && isPrivate) return;
  const { log, doors } = parts;
  const origin = interactionOrigin(interaction);
  const channelId = interaction.channel?.id ?? '';
  await doors.remember(`channel:${channelId}`, Doors.make(interaction.application_id, interaction.token));
  const answers = answersTo(interaction, isHeard, acknowledged, parts);
  try {
    await parts.onEvent({ ...origin, ...what, respond: answers.respond } as ChatEvent);
  } catch (error) {
    log.error('discord: an event was not handled', { type: what.type, error });
  } finally {
    await answers.end().catch((error: unknown) => log.warn('discord: an answer stays open', { error }));
  }
}
