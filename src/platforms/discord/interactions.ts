import { ApplicationCommandType, ComponentType, InteractionType } from 'discord.js';
import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteraction,
  APIInteraction,
  APIMessageApplicationCommandInteraction,
  APIMessageComponentInteraction,
} from 'discord.js';
import { InteractionResponseType } from 'discord.js';
import { acknowledge, deferral, silence } from './acknowledge.ts';
import { readControl } from './controls.ts';
import { showForm, takeForm, takeMenu } from './forms.ts';
import { dispatch } from './dispatch.ts';
import type { InteractionParts } from './dispatch.ts';
import { interactionOrigin, isDirect, readOptions } from './incoming.ts';
import { conversationOf, refOf } from './places.ts';

/** Turns an interaction into an acknowledgement, sent before anything else is waited for, and an event. */
export async function takeInteraction(interaction: APIInteraction, parts: InteractionParts): Promise<void> {
  if (interaction.type === InteractionType.ApplicationCommandAutocomplete)
    return takeTyping(interaction, parts);
  if (!(await parts.accept(interaction.id))) return undefined;
  if (interaction.type === InteractionType.ApplicationCommand) {
    if (interaction.data.type === ApplicationCommandType.ChatInput) {
      return takeSlash(interaction as APIChatInputApplicationCommandInteraction, parts);
    }
    if (interaction.data.type === ApplicationCommandType.Message) {
      return takeMenu(interaction as APIMessageApplicationCommandInteraction, parts);
    }
    return undefined;
  }
  if (interaction.type === InteractionType.MessageComponent) return takeComponent(interaction, parts);
  if (interaction.type === InteractionType.ModalSubmit) return takeForm(interaction, parts);
  return undefined;
}

async function takeSlash(
  interaction: APIChatInputApplicationCommandInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { name } = interaction.data;
  const { options, files } = readOptions(interaction, parts.apiUrl);
  const command = parts.commands.find((known) => known.name === name);
  // In a direct conversation everything is between two anyway, and replies work better there.
  const isHidden = options['private'] === true && !isDirect(interaction);
  const isPrivate = command?.isPrivate === true || isHidden;
  const outcome = await acknowledge(interaction, deferral(isPrivate), parts);
  const { conversation, userId } = interactionOrigin(interaction);
  const where = isHidden ? conversationOf(interaction.channel?.id ?? '', userId) : conversation;
  const what = { type: 'command', name, options, files } as const;
  await dispatch(interaction, outcome, { kind: 'deferred', isPrivate }, what, parts, where);
}

async function takeComponent(
  interaction: APIMessageComponentInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { data, message } = interaction;
  const isPick = data.component_type === ComponentType.StringSelect;
  const customId = isPick ? (data.values[0] ?? '') : data.custom_id;
  const form = isPick ? undefined : await readControl(customId, parts.store);
  if (form?.kind === 'form') return showForm(interaction, form.key, parts);
  const outcome = await acknowledge(interaction, silence, parts);
  const control = form ?? (await readControl(customId, parts.store));
  if (control?.kind !== 'call') {
    parts.log.warn('discord: a control that is not known any more', { message: message.id });
    return;
  }
  const hidden = await parts.delivery.hiddenConversation(message.id);
  const on = hidden === undefined ? refOf(message) : { conversation: hidden, id: message.id };
  const what = { type: 'button', id: control.id, on, files: [] } as const;
  await dispatch(interaction, outcome, { kind: 'silent' }, what, parts, hidden);
}

/** Most suggestions that Discord takes, and their length. */
const SUGGESTIONS = 25;
const SUGGESTION_LENGTH = 100;
/** Suggestions that take longer are of no use: Discord waits 3 s, the person shorter. */
const SUGGEST_WITHIN_MS = 1500;

async function takeTyping(
  interaction: APIApplicationCommandAutocompleteInteraction,
  parts: InteractionParts,
): Promise<void> {
  const focused = interaction.data.options.find((option) => 'focused' in option && option.focused);
  const typed = focused !== undefined && 'value' in focused ? String(focused.value) : '';
  const { conversation, userId, space } = interactionOrigin(interaction);
  const asked = {
    conversation,
    userId,
    space,
    command: interaction.data.name,
    option: focused?.name ?? '',
    typed,
  };
  const nothing = new Promise<never[]>((resolve) => setTimeout(() => resolve([]), SUGGEST_WITHIN_MS).unref());
  const found = await Promise.race([parts.suggest(asked), nothing]).catch((error: unknown) => {
    parts.log.warn('discord: no suggestions', { error });
    return [];
  });
  const choices = found.slice(0, SUGGESTIONS).map(({ label, value }) => ({
    name: label.slice(0, SUGGESTION_LENGTH),
    value: typeof value === 'string' ? value.slice(0, SUGGESTION_LENGTH) : value,
  }));
  const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
  await acknowledge(interaction, { type, data: { choices } }, parts);
}
