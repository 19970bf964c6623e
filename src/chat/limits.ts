import { UserError } from '../errors.ts';
import type { OutgoingMessage } from './message.ts';
import type { PlatformLimits } from './platform.ts';
import { sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';

/** Cuts text to `length` characters after a whole word and marks the cut with "…"; shorter text stays as it is. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const room = text.slice(0, length - 1);
  const afterWord = text[length - 1] === ' ' ? room.length : room.lastIndexOf(' ');
  // A single endless word is cut where the room ends, but never inside a surrogate pair.
  const kept = afterWord > length / 2 ? room.slice(0, afterWord) : room.replace(/[\uD800-\uDBFF]$/u, '');
  return `${kept.trimEnd()}…`;
}

/** Writes a number of bytes as people read it: "20 MB", "1.5 MB", "640 kB". */
export function describeBytes(bytes: number): Said {
  if (bytes < 1_000_000) return sentence('units.kilobytes', { kilobytes: Math.ceil(bytes / 1000) });
  const megabytes = bytes / 1_000_000;
  return sentence('units.megabytes', {
    megabytes: megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes),
  });
}

/**
 * Checks that every picture of a message may be sent.
 *
 * @throws {UserError} `ATTACHMENT_TOO_LARGE`, naming the picture, its size and the limit
 */
export function assertPicturesFit(message: OutgoingMessage, limits: PlatformLimits): void {
  for (const { name, data } of message.pictures ?? []) {
    if (data.length <= limits.attachmentBytes) continue;
    throw new UserError(
      'ATTACHMENT_TOO_LARGE',
      sentence('files.tooLargeToSend', {
        name,
        size: describeBytes(data.length),
        limit: describeBytes(limits.attachmentBytes),
      }),
    );
  }
}

/** Leaves out what is beyond the limits: the end of the text, buttons and choices that do not fit. */
export function fitMessage(message: OutgoingMessage, limits: PlatformLimits): OutgoingMessage {
  return {
    ...message,
    text: cutText(message.text, limits.textLength),
    ...(message.buttons === undefined ? {} : { buttons: message.buttons.slice(0, limits.buttons) }),
    ...(message.choices === undefined ? {} : { choices: message.choices.slice(0, limits.choices) }),
  };
}
