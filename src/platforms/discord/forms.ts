import { ComponentType, InteractionResponseType } from 'discord.js';
import type {
  APIMessage,
  APIMessageApplicationCommandInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
} from 'discord.js';
import type { IncomingFile, MessageRef } from '../../chat/message.ts';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import { acknowledge, deferral, silence, tellPrivately } from './acknowledge.ts';
import type { Acknowledged } from './answers.ts';
import { MENU } from './commands.ts';
import { readControl } from './controls.ts';
import type { StoredForm } from './controls.ts';
import { incomingFile } from './downloads.ts';
import { answersTo, dispatch } from './dispatch.ts';
import type { InteractionParts, What } from './dispatch.ts';
import { buttonModal, editModal } from './modals.ts';
import { refOf } from './places.ts';

/** The picture that a menu entry was used on, kept while its form is open. */
interface EditTarget {
  readonly to?: MessageRef;
  readonly files: readonly { filename: string; content_type?: string; size: number; url: string }[];
}

const EDIT_MS = 24 * 3600 * 1000;

const formGone = (locale: string): string => tell(locale, sentence('forms.expired'));

/** Opens the form behind a button. */
export async function showForm(
  interaction: APIMessageComponentInteraction,
  key: string,
  parts: InteractionParts,
): Promise<void> {
  const stored = await parts.store.get<StoredForm>(`form/${key}`);
  if (stored === undefined) return tellPrivately(interaction, formGone(interaction.locale), parts);
  const body = { type: InteractionResponseType.Modal, data: buttonModal(key, stored.form) };
  await acknowledge(interaction, body, parts);
}

/** "Edit this picture" asks with a form; "Describe objects" goes ahead. */
export async function takeMenu(
  interaction: APIMessageApplicationCommandInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { data, locale, id } = interaction;
  const message = data.resolved.messages[data.target_id];
  const target = message === undefined ? undefined : pictureOf(message, parts.botId);
  if (target === undefined) {
    const sorry = sentence('discord.noPictureInMessage');
    await tellPrivately(interaction, tell(locale, sorry), parts);
    return;
  }
  if (data.name === MENU.edit) {
    const modal = { type: InteractionResponseType.Modal, data: editModal(id, locale) };
    // The form is sent first; it takes a person longer to type than us to write.
    const [outcome] = await Promise.all([
      acknowledge(interaction, modal, parts),
      parts.store.set(`edit/${id}`, target, EDIT_MS),
    ]);
    if (outcome !== 'yes') parts.log.warn('discord: a form could not be shown', { interaction: id });
    return;
  }
  const outcome = await acknowledge(interaction, deferral(false), parts);
  const text = tell('en', sentence('discord.describeText'));
  const what: What = { type: 'message', text, ...targetParts(target, parts.apiUrl) };
  await dispatch(interaction, outcome, { kind: 'deferred', isPrivate: false }, what, parts);
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

/** What was typed into the fields of a form, and what was uploaded into them. */
function readFields(
  { data }: APIModalSubmitInteraction,
  apiUrl: string,
): { readonly values: Readonly<Record<string, string>>; readonly files: readonly IncomingFile[] } {
  const values: Record<string, string> = {};
  const files: IncomingFile[] = [];
  for (const part of data.components) {
    if (part.type !== ComponentType.Label) continue;
    const { component } = part;
    if (component.type === ComponentType.TextInput) values[component.custom_id] = component.value;
    if (component.type !== ComponentType.FileUpload) continue;
    for (const id of component.values) {
      const upload = data.resolved?.attachments?.[id];
      if (upload !== undefined) files.push(incomingFile(upload, apiUrl, component.custom_id));
    }
  }
  return { values, files };
}

/** Takes a form that was filled in. */
export async function takeForm(
  interaction: APIModalSubmitInteraction,
  parts: InteractionParts,
): Promise<void> {
  const { data, message } = interaction;
  const { values, files } = readFields(interaction, parts.apiUrl);
  const acknowledged: Acknowledged =
    message === undefined ? { kind: 'deferred', isPrivate: false } : { kind: 'silent' };
  const outcome = await acknowledge(interaction, message === undefined ? deferral(false) : silence, parts);
  const control = await readControl(data.custom_id, parts.store);
  if (control?.kind === 'edit') {
    const target = await parts.store.get<EditTarget>(`edit/${control.key}`);
    if (target !== undefined) {
      const on = targetParts(target, parts.apiUrl);
      const text = values['words'] ?? '';
      const what: What = { type: 'message', text, ...on, files: [...on.files, ...files] };
      await dispatch(interaction, outcome, acknowledged, what, parts);
      return;
    }
  }
  if (control?.kind === 'form' && message !== undefined) {
    const stored = await parts.store.get<StoredForm>(`form/${control.key}`);
    if (stored !== undefined) {
      const hidden = await parts.delivery.hiddenConversation(message.id);
      const on = hidden === undefined ? refOf(message) : { conversation: hidden, id: message.id };
      const what: What = { type: 'button', id: stored.id, on, values, files };
      await dispatch(interaction, outcome, acknowledged, what, parts, hidden);
      return;
    }
  }
  const { respond } = answersTo(interaction, outcome, acknowledged, parts);
  await respond({ text: formGone(interaction.locale), isPrivate: true });
}
