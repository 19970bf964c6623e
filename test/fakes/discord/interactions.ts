import { messagePayload } from './payloads.ts';
import { messageProblems, modalProblems } from './rules.ts';
import { Refusal } from './backend.ts';
import type { ApiRequest, Backend } from './backend.ts';
import type { Json, StoredInteraction, StoredMessage } from './world.ts';

/** Answers of the app to interactions: the callback with its 3 seconds, the webhook with its 15 minutes. */

const EPHEMERAL = 64;
const LOADING = 128;
const acknowledgeMs = 3000;
const tokenMs = 15 * 60_000;
/** Which callback types an interaction of each type takes. */
const ALLOWED: Readonly<Record<number, readonly number[]>> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};

function refuse(backend: Backend, what: string, status: number, code: number): never {
  backend.world.violations.push(what);
  throw new Refusal(status, code, what);
}

export function answerInteraction(
  backend: Backend,
  id: string,
  token: string,
  { body, files, query, at }: ApiRequest,
): unknown {
  const { world } = backend;
  const interaction = world.interactions.get(id);
  if (
    interaction === undefined ||
    interaction.token !== token ||
    at - interaction.createdAt > acknowledgeMs
  ) {
    throw new Refusal(404, 10_062, 'Unknown interaction');
  }
  if (interaction.callback !== undefined) {
    throw new Refusal(400, 40_060, 'Interaction has already been acknowledged.');
  }
  const type = Number(body?.['type']);
  const data = (body?.['data'] ?? {}) as Json;
  const flags = Number(data['flags'] ?? 0);
  const isFromComponent = interaction.messageId !== undefined;
  if (
    ALLOWED[interaction.type]?.includes(type) !== true ||
    ((type === 6 || type === 7) && !isFromComponent)
  ) {
    refuse(backend, `callback type ${type} for an interaction of type ${interaction.type}`, 400, 50_035);
  }
  if (type === 5 && (flags & ~EPHEMERAL) !== 0)
    refuse(backend, 'a deferral takes only the flag EPHEMERAL', 400, 50_035);
  if (type === 9) {
    const problems = modalProblems(data);
    if (problems.length > 0) refuse(backend, `modal: ${problems.join('; ')}`, 400, 50_035);
    interaction.modal = {
      customId: String(data['custom_id']),
      title: String(data['title']),
      fields: (data['components'] as Json[]).map(({ label, component }) => ({
        id: String((component as Json)['custom_id']),
        label: String(label),
        value: ((component as Json)['value'] as string | undefined) ?? '',
        isUpload: (component as Json)['type'] === 19,
      })),
    };
  }
  if (type === 8) {
    const choices = (data['choices'] ?? []) as { name: string; value: unknown }[];
    if (choices.length > 25) refuse(backend, `autocomplete: ${choices.length} choices`, 400, 50_035);
    if (choices.some(({ name }) => name.length === 0 || name.length > 100))
      refuse(backend, 'autocomplete: name', 400, 50_035);
    interaction.suggestions = choices;
  }
  let message: StoredMessage | undefined;
  if (type === 4 || type === 5) {
    if (type === 4) {
      const problems = messageProblems(data, files, true);
      if (problems.length > 0) refuse(backend, `callback: ${problems.join('; ')}`, 400, 50_035);
    }
    message = backend.store(
      interaction.channelId,
      { ...data, flags: flags | (type === 5 ? LOADING : 0) },
      files,
      {
        interactionId: id,
      },
    );
    interaction.originalId = message.id;
    if (type === 4) backend.announce('MESSAGE_CREATE', message);
  }
  if (type === 6 || type === 7) {
    interaction.originalId = interaction.messageId;
    message = world.messages.get(interaction.messageId ?? '');
    if (type === 7 && message !== undefined) {
      backend.setContent(message, data, files);
      backend.announce('MESSAGE_UPDATE', message);
    }
  }
  interaction.callback = { type, at, isEphemeral: (flags & EPHEMERAL) !== 0 };
  world.emit('interaction', interaction);
  if (query.get('with_response') !== 'true') return undefined;
  return {
    interaction: {
      id,
      type: interaction.type,
      response_message_id: message?.id,
      response_message_loading: type === 5,
    },
    resource: {
      type,
      ...(message === undefined ? {} : { message: messagePayload(world, message, backend.base) }),
    },
  };
}

export function useWebhook(
  backend: Backend,
  applicationId: string,
  token: string,
  messageId: string | undefined,
  request: ApiRequest,
): unknown {
  const { world } = backend;
  const interaction = [...world.interactions.values()].find((known) => known.token === token);
  if (interaction === undefined || applicationId !== world.applicationId)
    throw new Refusal(404, 10_015, 'Unknown Webhook');
  if (world.now() - interaction.createdAt > tokenMs) throw new Refusal(401, 50_027, 'Invalid Webhook Token');
  if (interaction.callback === undefined) throw new Refusal(404, 10_015, 'Unknown Webhook');
  if (messageId === undefined) return followUp(backend, interaction, request);
  const message = world.messages.get(messageId === '@original' ? (interaction.originalId ?? '') : messageId);
  if (message === undefined || message.isDeleted) throw new Refusal(404, 10_008, 'Unknown Message');
  const isOwn = message.interactionId === interaction.id || message.id === interaction.messageId;
  if (!isOwn) throw new Refusal(404, 10_008, 'Unknown Message');
  if (request.method === 'get') return messagePayload(world, message, backend.base);
  if (request.method === 'delete') {
    message.isDeleted = true;
    world.emit('message', message);
    return undefined;
  }
  backend.setContent(message, request.body ?? {}, request.files);
  message.flags &= ~LOADING;
  message.edits.push(world.now());
  backend.announce('MESSAGE_UPDATE', message);
  return messagePayload(world, message, backend.base);
}

function followUp(backend: Backend, interaction: StoredInteraction, { body, files }: ApiRequest): unknown {
  const { world } = backend;
  const original = world.messages.get(interaction.originalId ?? '');
  if (original !== undefined && !original.isDeleted && (original.flags & LOADING) !== 0) {
    // The first follow-up fills the deferred answer, and is ephemeral or not as that was.
    backend.setContent(original, body ?? {}, files);
    original.flags &= ~LOADING;
    backend.announce('MESSAGE_UPDATE', original);
    return messagePayload(world, original, backend.base);
  }
  interaction.followups += 1;
  if (interaction.isUserInstall && interaction.followups > 5) {
    throw new Refusal(400, 40_094, 'This interaction has reached its maximum number of follow-up messages');
  }
  const message = backend.store(interaction.channelId, body ?? {}, files, { interactionId: interaction.id });
  backend.announce('MESSAGE_CREATE', message);
  return messagePayload(world, message, backend.base);
}
