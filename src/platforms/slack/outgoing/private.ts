import { randomUUID } from 'node:crypto';
import type { MessageRef, OutgoingMessage } from '../../../chat/message.ts';
import type { SlackApi } from '../connection/api.ts';
import { writeMessage } from './blocks.ts';
import { anchorFor, messageAt } from '../place.ts';
import type { Place } from '../place.ts';
import { uploadPictures } from './upload.ts';
import type { UploadedPicture } from './upload.ts';
import { within } from '../within.ts';

/** Whom an answer is for. */
export interface Addressee {
  readonly person: string;
  readonly locale?: string | undefined;
  /** Slack's address for answers that only the person sees; good for 5 answers in 30 minutes. */
  readonly responseUrl?: string | undefined;
}

const PRIVATE = 'private-';
/** Addressees that are remembered, in case there is more to tell them. */
const ADDRESSEES = 1000;
const ANSWER_MS = 10_000;

/**
 * Messages that only one person sees, in the channel where they asked: short answers. Slack keeps no timestamp for
 * them, so their ids are our own, and it lets nobody change them: what takes its time is told in the direct
 * conversation instead (docs/decisions/0080-slack-private-pictures.md).
 */
export function createPrivateMessages(api: SlackApi) {
  const addressees = new Map<string, Addressee>();

  async function post(
    place: Place,
    message: OutgoingMessage,
    addressee: Addressee,
  ): Promise<{ readonly ref: MessageRef; readonly uploaded: readonly UploadedPicture[] }> {
    const { person, locale, responseUrl } = addressee;
    const uploaded = await uploadPictures(api, place.team, message.pictures ?? []);
    const content = writeMessage(message, uploaded, { anchor: anchorFor(place), locale });
    const id = `${PRIVATE}${randomUUID()}`;
    addressees.set(id, addressee);
    const [oldest] = addressees.keys();
    if (addressees.size > ADDRESSEES && oldest !== undefined) addressees.delete(oldest);
    const isAnswered =
      responseUrl !== undefined &&
      // At the address of a press an answer would else take the place of what was pressed.
      (await answer(responseUrl, { response_type: 'ephemeral', replace_original: false, ...content }));
    if (!isAnswered) {
      await api.call(place.team, 'chat.postEphemeral', {
        channel: place.channel,
        user: person,
        ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
        ...content,
      });
    }
    return { ref: messageAt(place, id), uploaded };
  }

  /** Answers at a `response_url`; false when Slack does not take it (used up, older than 30 minutes). */
  async function answer(url: string, body: object): Promise<boolean> {
    const response = await within(ANSWER_MS, api.signal, (signal) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal,
      }),
    ).catch(() => undefined);
    return response?.ok === true;
  }

  return {
    post,
    answer,
    isPrivate: ({ id }: MessageRef) => id.startsWith(PRIVATE),
    /** Says the last state of a private message anew; states before it are left out. */
    async update(ref: MessageRef, place: Place, change: OutgoingMessage): Promise<void> {
      const addressee = addressees.get(ref.id);
      if (addressee === undefined || change.progress !== undefined) return;
      addressees.delete(ref.id);
      await post(place, change, addressee);
    },
  };
}
