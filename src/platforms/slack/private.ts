import { randomUUID } from 'node:crypto';
import type { MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { SlackApi } from './api.ts';
import { writeMessage } from './blocks.ts';
import { anchorFor, messageAt } from './place.ts';
import type { Place } from './place.ts';
import { uploadPictures } from './upload.ts';
import type { UploadedPicture } from './upload.ts';

/** Whom an answer is for. */
export interface Addressee {
  readonly person: string;
  readonly locale?: string | undefined;
  /** Slack's address for answers that only the person sees; good for 5 answers in 30 minutes. */
  readonly responseUrl?: string | undefined;
}

const PRIVATE = 'private-';
/** Addresses that are remembered; each is good for half an hour. */
const ADDRESSES = 1000;

/** Messages that only one person sees. Slack keeps no timestamp for them, so their ids are our own. */
export function createPrivateMessages(api: SlackApi) {
  const responseUrls = new Map<string, string>();

  async function post(
    place: Place,
    message: OutgoingMessage,
    { person, locale, responseUrl }: Addressee,
  ): Promise<{ readonly ref: MessageRef; readonly uploaded: readonly UploadedPicture[] }> {
    const uploaded = await uploadPictures(api, place.team, message.pictures ?? []);
    const content = writeMessage(message, uploaded, { anchor: anchorFor(place), locale });
    const id = `${PRIVATE}${randomUUID()}`;
    if (
      responseUrl !== undefined &&
      (await answer(responseUrl, { response_type: 'ephemeral', ...content }))
    ) {
      responseUrls.set(id, responseUrl);
      const [oldest] = responseUrls.keys();
      if (responseUrls.size > ADDRESSES && oldest !== undefined) responseUrls.delete(oldest);
      return { ref: messageAt(place, id), uploaded };
    }
    await api.call(place.team, 'chat.postEphemeral', {
      channel: place.channel,
      user: person,
      ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
      ...content,
    });
    return { ref: messageAt(place, id), uploaded };
  }

  /** Answers at a `response_url`; false when Slack does not take it (used up, older than 30 minutes). */
  async function answer(url: string, body: object): Promise<boolean> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([api.signal, AbortSignal.timeout(10_000)]),
    }).catch(() => undefined);
    return response?.ok === true;
  }

  return {
    post,
    answer,
    isPrivate: ({ id }: MessageRef) => id.startsWith(PRIVATE),
    /** Changes a private message, as long as its address is good; otherwise it stays as it is. */
    async update(ref: MessageRef, place: Place, change: OutgoingMessage): Promise<void> {
      const url = responseUrls.get(ref.id);
      // Each address takes five answers: progress is not worth one.
      if (url === undefined || change.progress !== undefined) return;
      await answer(url, {
        replace_original: true,
        ...writeMessage(change, [], { anchor: anchorFor(place) }),
      });
    },
  };
}
