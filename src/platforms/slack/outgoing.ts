import { createHash, randomUUID } from 'node:crypto';
import { assertPicturesFit, fitMessage } from '../../chat/limits.ts';
import type { Button, ButtonForm, ConversationId, MessageRef, OutgoingMessage } from '../../chat/message.ts';
import type { KeyValueStore, PlatformLimits } from '../../chat/platform.ts';
import { PlatformError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Arguments, SlackApi } from './api.ts';
import { isUncertain, SlackCallError } from './api.ts';
import { writeMessage } from './blocks.ts';
import { emojiFromName, nameOfEmoji } from './emoji.ts';
import type { createPacer } from './pacer.ts';
import { messageAt, placeOf } from './place.ts';
import type { Place } from './place.ts';
import type { Records } from './records.ts';
import type { createStatus } from './status.ts';
import { uploadPictures } from './upload.ts';

export interface OutgoingParts {
  readonly api: SlackApi;
  readonly records: Records;
  readonly store: KeyValueStore;
  readonly pacer: ReturnType<typeof createPacer>;
  readonly status: ReturnType<typeof createStatus>;
  readonly limits: PlatformLimits;
  readonly log: Logger;
}

/** Whom an answer is for. */
export interface Addressee {
  readonly person: string;
  readonly locale?: string | undefined;
  /** Slack's address for answers that only the person sees; good for 5 answers in 30 minutes. */
  readonly responseUrl?: string | undefined;
}

/** A form that a button opens, as it is kept until the button is pressed. */
export interface KeptForm {
  readonly id: string;
  readonly ask: ButtonForm;
}

export type Outgoing = ReturnType<typeof createOutgoing>;

const FORM_KEPT_MS = 180 * 24 * 3600 * 1000;
const KEY_KEPT_MS = 24 * 3600 * 1000;
const REACTIONS = 5;
/** Slack may refuse a file that it has called ready a moment before. */
const BLOCK_ATTEMPTS = 3;
const PRIVATE = 'private-';

/** Posts and changes messages in Slack. */
export function createOutgoing({ api, records, store, pacer, status, limits, log }: OutgoingParts) {
  const responseUrls = new Map<string, string>();

  /** Buttons with a form point to the stored form: what a button carries is limited to 2,000 characters. */
  const keepForms = (buttons: readonly Button[] | undefined) =>
    Promise.all(
      (buttons ?? []).map(async (button) => {
        if (button.ask === undefined) return button;
        const kept: KeptForm = { id: button.id, ask: button.ask };
        const name = createHash('sha256').update(JSON.stringify(kept)).digest('hex').slice(0, 32);
        await store.set(`form:${name}`, kept, FORM_KEPT_MS);
        return { ...button, id: name };
      }),
    );

  async function prepare(message: OutgoingMessage): Promise<OutgoingMessage> {
    if (api.signal.aborted) throw new PlatformError('slack', 'got a message after stop');
    assertPicturesFit(message, limits);
    const fitting = fitMessage(message, limits);
    return {
      ...fitting,
      // A preview would be one more file in the workspace every few seconds.
      pictures: (fitting.pictures ?? []).filter(({ role }) => role !== 'preview'),
      buttons: await keepForms(fitting.buttons),
    };
  }

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
        if (error instanceof SlackCallError && isFileRefused(error) && tried < BLOCK_ATTEMPTS) {
          await api.pause(700 * tried);
          continue;
        }
        if (!isUncertain(error) || tried >= BLOCK_ATTEMPTS) throw error;
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

  async function offerReactions(ref: MessageRef, message: OutgoingMessage): Promise<void> {
    const choices = message.choices ?? [];
    if (choices.length > REACTIONS) return;
    const names = ['one', 'two', 'three', 'four', 'five'];
    for (const { number } of choices) {
      const name = names[number - 1];
      if (name !== undefined) await react(ref, emojiFromName(name));
    }
  }

  async function post(
    to: ConversationId,
    message: OutgoingMessage,
    addressee?: Addressee,
  ): Promise<MessageRef> {
    const place = placeOf(to);
    const prepared = await prepare(message);
    const thread =
      place.thread === undefined ? undefined : await records.thread(place.team, place.channel, place.thread);
    const person = addressee?.person ?? thread?.owner ?? place.person;
    if (message.isPrivate === true && person !== undefined) {
      return postPrivate(place, prepared, { ...addressee, person });
    }
    const key = message.key ?? randomUUID();
    const known = await knownPost(place, message.key);
    if (known !== undefined) return messageAt(place, known);

    const shows = prepared.pictures?.some(({ role }) => role === 'picture') === true;
    // What a slash command asked for in a channel is shown there once; edits stay in the thread.
    const showInChannel = shows && thread?.asked !== undefined && thread.isShown !== true;
    const { ts, uploaded } = await postWithPictures(
      place,
      key,
      prepared,
      addressee?.locale,
      showInChannel && place.thread !== undefined ? { reply_broadcast: true } : {},
    );
    await records.keepMessage(place, ts);
    if (message.key !== undefined) await store.set(`posted:${place.team}:${message.key}`, ts, KEY_KEPT_MS);
    if (showInChannel && place.thread !== undefined && thread !== undefined) {
      await records.changeThread(place.team, place.channel, place.thread, { ...thread, isShown: true });
    }
    const picture = uploaded.find(({ role }) => role === 'picture');
    if (picture !== undefined && person !== undefined) {
      await records.keepPicture(place, ts, person, picture.file, picture.alt);
    }
    const ref = messageAt(place, ts);
    inBackground('number reactions', offerReactions(ref, prepared));
    inBackground('agent status', status.set(place, message.progress !== undefined, message.text));
    return ref;
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

  async function postPrivate(
    place: Place,
    message: OutgoingMessage,
    { person, locale, responseUrl }: Addressee,
  ): Promise<MessageRef> {
    const uploaded = await uploadPictures(api, place.team, message.pictures ?? []);
    const content = writeMessage(message, uploaded, { anchor: anchorFor(place), locale });
    const id = `${PRIVATE}${randomUUID()}`;
    if (
      responseUrl !== undefined &&
      (await answer(responseUrl, { response_type: 'ephemeral', ...content }))
    ) {
      responseUrls.set(id, responseUrl);
      return messageAt(place, id);
    }
    await api.call(place.team, 'chat.postEphemeral', {
      channel: place.channel,
      user: person,
      ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
      ...content,
    });
    return messageAt(place, id);
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

  async function update(ref: MessageRef, change: OutgoingMessage): Promise<void> {
    const place = placeOf(ref.conversation);
    const prepared = await prepare(change);
    if (ref.id.startsWith(PRIVATE)) {
      const url = responseUrls.get(ref.id);
      // A private message without an address cannot be changed; its progress is not worth a second one.
      if (url === undefined || change.progress !== undefined) return;
      await answer(url, {
        replace_original: true,
        ...writeMessage(prepared, [], { anchor: anchorFor(place) }),
      });
      return;
    }
    // A file that only the bot sees vanishes from a changed message (slackapi/bolt-python#1295), so it is shared.
    const uploaded = await uploadPictures(api, place.team, prepared.pictures ?? [], place);
    const thread =
      place.thread === ref.id ? await records.thread(place.team, place.channel, place.thread) : undefined;
    const content = writeMessage(prepared, uploaded, { anchor: anchorFor(place), asked: thread?.asked });
    await pacer.change(place.team, `${place.channel}:${ref.id}`, change.progress === undefined, async () => {
      await api.call(place.team, 'chat.update', { channel: place.channel, ts: ref.id, ...content });
    });
    inBackground('agent status', status.set(place, change.progress !== undefined, change.text));
  }

  async function react(ref: MessageRef, emoji: string): Promise<void> {
    const place = placeOf(ref.conversation);
    const name = nameOfEmoji(emoji);
    if (name === undefined || ref.id.startsWith(PRIVATE)) return;
    try {
      await api.call(place.team, 'reactions.add', { channel: place.channel, timestamp: ref.id, name });
    } catch (error) {
      if (!(error instanceof SlackCallError && error.slackCode === 'already_reacted')) throw error;
    }
  }

  const inBackground = (what: string, work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      if (!api.signal.aborted) log.warn(`slack: ${what} failed`, { error });
    });
  };

  return { post, update, react, answer, inBackground };
}

const anchorFor = ({ thread, person }: Place) => thread ?? person ?? '';

const isFileRefused = ({ slackCode, message }: SlackCallError) =>
  slackCode === 'invalid_blocks' && /slack[_ ]file/u.test(message);
