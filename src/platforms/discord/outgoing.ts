import { createHash, randomBytes } from 'node:crypto';
import { MessageFlags } from 'discord.js';
import type { RawFile, RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import { assertPicturesFit, cutText } from '../../chat/limits.ts';
import type { OutgoingMessage, OutgoingPicture } from '../../chat/message.ts';
import type { KeyValueStore, PlatformLimits } from '../../chat/platform.ts';
import { tell } from '../../locales/tell.ts';
import { sentence } from '../../sentence.ts';
import { componentRows } from './controls.ts';

export const limits: PlatformLimits = {
  attachmentBytes: 10 * 1024 * 1024,
  textLength: 2000,
  acknowledgeMs: 3000,
  buttons: 20,
  choices: 25,
  updateEveryMs: 2500,
};
/** All files of a request together, on a server without boosts. */
const REQUEST_BYTES = 25 * 1024 * 1024;
const MAX_FILES = 10;
const ALT_LENGTH = 1024;

/** A message in Discord's words. */
export interface DiscordMessage {
  readonly body: RESTPostAPIChannelMessageJSONBody;
  readonly files: readonly RawFile[];
}

export interface WriteOptions {
  readonly store: KeyValueStore;
  /** Largest file here, bytes. */
  readonly attachmentBytes: number;
  readonly locale?: string | undefined;
  /** Put before the text: why the answer comes here. */
  readonly notice?: string | undefined;
}

/**
 * Writes a message as Discord takes it. It is complete: used for an edit, it leaves nothing of the old state.
 *
 * @throws {UserError} `ATTACHMENT_TOO_LARGE`
 */
export async function writeMessage(message: OutgoingMessage, options: WriteOptions): Promise<DiscordMessage> {
  const { kept, leftOut } = fitFiles(message, options.attachmentBytes);
  const lines = [
    options.notice,
    message.text,
    message.progress === undefined ? undefined : progressLine(message.progress),
    errorLine(message),
    leftOut.length === 0
      ? undefined
      : tell(options.locale, sentence('discord.leftOut', { names: leftOut.join(', ') })),
  ].filter((line) => line !== undefined && line !== '');
  return {
    body: {
      content: cutText(lines.join('\n'), limits.textLength),
      // A prompt with @everyone in it must not ring anywhere.
      allowed_mentions: { parse: [], replied_user: false },
      attachments: kept.map(({ name, alt }, index) => ({
        id: String(index),
        filename: name.replace(/[^\w.-]+/gu, '_'),
        description: cutText(alt, ALT_LENGTH),
      })),
      components: await componentRows(
        (message.buttons ?? []).slice(0, limits.buttons),
        message.choices ?? [],
        options.store,
        options.locale,
      ),
    },
    files: kept.map(({ name, mediaType, data }) => ({
      name: name.replace(/[^\w.-]+/gu, '_'),
      contentType: mediaType,
      data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    })),
  };
}

/** Flags of a new message; links in a prompt get no preview. */
export const newMessageFlags = (isPrivate: boolean): number =>
  MessageFlags.SuppressEmbeds | (isPrivate ? MessageFlags.Ephemeral : 0);

/** At most 25 characters; the same key gives the same nonce, and Discord posts it once. */
export const nonceOf = (key: string | undefined): string =>
  key === undefined
    ? randomBytes(12).toString('hex')
    : createHash('sha256').update(key).digest('hex').slice(0, 25);

/** "▰▰▰▱▱▱▱▱▱▱ 30 % · step 6/20" */
function progressLine({ fraction, label }: NonNullable<OutgoingMessage['progress']>): string {
  const share = Math.min(1, Math.max(0, fraction));
  const filled = Math.round(share * 10);
  const bar = '▰'.repeat(filled) + '▱'.repeat(10 - filled);
  return `${bar} ${Math.round(share * 100)} %${label === '' ? '' : ` · ${label}`}`;
}

function errorLine({ text, error }: OutgoingMessage): string | undefined {
  return error === undefined || text.includes(error.message) ? undefined : error.message;
}

const isExtra = ({ role }: OutgoingPicture): boolean => role === 'mask' || role === 'preview';

/** Pictures must fit; previews and masks that are too large, or too many, are left out and named. */
function fitFiles(message: OutgoingMessage, attachmentBytes: number) {
  const pictures = message.pictures ?? [];
  assertPicturesFit(
    { ...message, pictures: pictures.filter((picture) => !isExtra(picture)) },
    { ...limits, attachmentBytes },
  );
  const requestBytes = Math.max(REQUEST_BYTES, attachmentBytes);
  const kept: OutgoingPicture[] = [];
  const leftOut: string[] = [];
  let bytes = 0;
  for (const picture of pictures) {
    const { length } = picture.data;
    const fits = length <= attachmentBytes && bytes + length <= requestBytes && kept.length < MAX_FILES;
    if (fits) {
      kept.push(picture);
      bytes += length;
    } else if (picture.role !== 'preview') {
      leftOut.push(picture.name);
    }
  }
  return { kept, leftOut };
}
