import type { OutgoingMessage } from '../../../chat/message.ts';
import type { KeyValueStore } from '../../../chat/platform.ts';
import type { Logger } from '../../../log.ts';
import type { Arguments, SlackApi } from '../connection/api.ts';
import { isUncertain, SlackCallError } from '../connection/api.ts';
import { writeMessage } from './blocks.ts';
import { anchorFor } from '../place.ts';
import type { Place } from '../place.ts';
import { uploadPictures } from './upload.ts';

const KEY_KEPT_MS = 24 * 3600 * 1000;
/** Slack may refuse a file that it has called ready a moment before. */
const ATTEMPTS = 3;

/** Posts messages so that each stands there once, whatever breaks on the way. */
export function createPosting(api: SlackApi, store: KeyValueStore, log: Logger) {
  /** Looks for a message of ours that carries `key`: after a broken line nobody knows whether it was posted. */
  async function findPosted(place: Place, key: string): Promise<string | undefined> {
    interface Found {
      readonly messages?: readonly {
        readonly ts: string;
        readonly metadata?: { readonly event_payload?: { readonly key?: string } };
      }[];
    }
    const [method, where] =
      place.thread === undefined
        ? ['conversations.history', {}]
        : ['conversations.replies', { ts: place.thread }];
    const { messages } = await api.call<Found>(place.team, method, {
      channel: place.channel,
      ...where,
      limit: 100,
      include_all_metadata: true,
    });
    return messages?.find(({ metadata }) => metadata?.event_payload?.key === key)?.ts;
  }

  async function postOnce(place: Place, key: string, args: Arguments): Promise<string> {
    const full = {
      channel: place.channel,
      ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: 'limner_message', event_payload: { key } },
      ...args,
    };
    for (let tried = 1; ; tried++) {
      try {
        const { ts } = await api.call<{ ts: string }>(place.team, 'chat.postMessage', full, {
          key: place.channel,
          repeat: false,
        });
        return ts;
      } catch (error) {
        if (error instanceof SlackCallError && isFileRefused(error) && tried < ATTEMPTS) {
          await api.pause(700 * tried);
          continue;
        }
        if (!isUncertain(error) || tried >= ATTEMPTS) throw error;
        await api.pause(300 * tried);
        const posted = await findPosted(place, key);
        if (posted !== undefined) return posted;
      }
    }
  }

  /** Uploads, posts, and where Slack does not take our own file in a block, shows the files in the thread first. */
  async function postWithPictures(
    place: Place,
    key: string,
    message: OutgoingMessage,
    locale: string | undefined,
    more: Arguments,
  ) {
    const pictures = message.pictures ?? [];
    const anchor = anchorFor(place);
    const uploaded = await uploadPictures(api, place.team, pictures);
    try {
      const ts = await postOnce(place, key, {
        ...writeMessage(message, uploaded, { anchor, locale }),
        ...more,
      });
      return { ts, uploaded };
    } catch (error) {
      if (!(error instanceof SlackCallError && isFileRefused(error)) || pictures.length === 0) throw error;
      log.warn('slack: a picture of our own was refused in a block; sharing it in the thread');
      const shared = await uploadPictures(api, place.team, pictures, place);
      const ts = await postOnce(place, key, {
        ...writeMessage(message, shared, { anchor, locale }),
        ...more,
      });
      return { ts, uploaded: shared };
    }
  }

  /** The message that was posted with this key before, if it was. */
  async function knownPost(place: Place, key: string | undefined): Promise<string | undefined> {
    if (key === undefined) return undefined;
    const posted = await store.get<string>(`posted:${place.team}:${key}`);
    if (posted !== undefined) return posted;
    // Begun before, in a process that did not come to note it: the message itself knows.
    const isFirst = await store.claim(`posting:${place.team}:${key}`, KEY_KEPT_MS);
    return isFirst ? undefined : findPosted(place, key);
  }

  return {
    postOnce,
    postWithPictures,
    knownPost,
    /** What was noted for a key, without looking at Slack. */
    noted: (place: Place, key: string) => store.get<string>(`posted:${place.team}:${key}`),
    /** Remembers which message a key was posted as. */
    notePost: (place: Place, key: string, ts: string) =>
      store.set(`posted:${place.team}:${key}`, ts, KEY_KEPT_MS),
  };
}

const isFileRefused = ({ slackCode, message }: SlackCallError) =>
  slackCode === 'invalid_blocks' && /slack[_ ]file/u.test(message);
