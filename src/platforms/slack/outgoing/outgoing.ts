import { randomUUID } from 'node:crypto';
import { assertPicturesFit, cutText, fitMessage } from '../../../chat/limits.ts';
import type { ConversationId, MessageRef, OutgoingMessage } from '../../../chat/message.ts';
import type { KeyValueStore, PlatformLimits } from '../../../chat/platform.ts';
import { PlatformError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { SlackApi } from '../connection/api.ts';
import { SlackCallError } from '../connection/api.ts';
import { words, writeMessage } from './blocks.ts';
import { emojiFromName, nameOfEmoji } from './emoji.ts';
import type { createPacer } from './pacer.ts';
import { keepForms } from '../incoming/forms.ts';
import { escapeText } from './mrkdwn.ts';
import { anchorFor, messageAt, placeOf } from '../place.ts';
import type { Place } from '../place.ts';
import { createPosting } from './posting.ts';
import { createPrivateMessages } from './private.ts';
import type { Addressee } from './private.ts';
import type { Records } from '../connection/records.ts';
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

export type Outgoing = ReturnType<typeof createOutgoing>;

const REACTIONS = 5;
const ASKED_LENGTH = 300;

/** Posts and changes messages in Slack. */
export function createOutgoing({ api, records, store, pacer, status, limits, log }: OutgoingParts) {
  const posting = createPosting(api, store, log);
  const privately = createPrivateMessages(api);

  async function prepare(message: OutgoingMessage): Promise<OutgoingMessage> {
    if (api.signal.aborted) throw new PlatformError('slack', 'got a message after stop');
    assertPicturesFit(message, limits);
    const fitting = fitMessage(message, limits);
    return {
      ...fitting,
      // A preview would be one more file in the workspace every few seconds.
      pictures: (fitting.pictures ?? []).filter(({ role }) => role !== 'preview'),
      buttons: await keepForms(store, fitting.buttons),
    };
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
      return postPrivately(place, prepared, { ...addressee, person });
    }
    const key = message.key ?? randomUUID();
    const known = await posting.knownPost(place, message.key);
    if (known !== undefined) return messageAt(place, known);

    const shows = prepared.pictures?.some(({ role }) => role === 'picture') === true;
    // What a slash command asked for in a channel is shown there once; edits stay in the thread.
    const showInChannel = shows && thread?.asked !== undefined && thread.isShown !== true;
    const { ts, uploaded } = await posting.postWithPictures(
      place,
      key,
      prepared,
      addressee?.locale,
      showInChannel && place.thread !== undefined ? { reply_broadcast: true } : {},
    );
    await records.keepMessage(place, ts);
    if (message.key !== undefined) await posting.notePost(place, message.key, ts);
    if (showInChannel && place.thread !== undefined && thread !== undefined) {
      await records.changeThread(place.team, place.channel, place.thread, { ...thread, isShown: true });
    }
    const picture = uploaded.find(({ role }) => role === 'picture');
    if (picture !== undefined && person !== undefined) {
      await records.keepPicture(place, ts, person, picture.file, picture.alt);
    }
    const ref = messageAt(place, ts);
    inBackground('number reactions', offerReactions(ref, prepared));
    inBackground('agent status', status(place, message.progress !== undefined, message.text));
    return ref;
  }

  /** Says something to one person only; with a key once, also when it is tried again after a restart. */
  async function postPrivately(
    place: Place,
    message: OutgoingMessage,
    addressee: Addressee,
  ): Promise<MessageRef> {
    const { key } = message;
    const known = key === undefined ? undefined : await posting.noted(place, key);
    if (known !== undefined) return messageAt(place, known);
    const { ref, uploaded } = await privately.post(place, message, addressee);
    if (key !== undefined) await posting.notePost(place, key, ref.id);
    const picture = uploaded.find(({ role }) => role === 'picture');
    if (picture !== undefined) {
      // It has no timestamp of Slack's; the home tab needs one to put it into its order.
      const at = (Date.now() / 1000).toFixed(6);
      await records.keepPicture(place, at, addressee.person, picture.file, picture.alt);
    }
    return ref;
  }

  /** Begins a thread in a channel with what a person asked for; its first answer takes the place of this message. */
  async function beginThread(
    team: string,
    channel: string,
    person: string,
    asked: string,
    request: string = randomUUID(),
  ): Promise<Place> {
    const key = `${request}/thread`;
    const header = `<@${person}> · ${escapeText(cutText(asked, ASKED_LENGTH))}`;
    const ts =
      (await posting.knownPost({ team, channel, person }, key)) ??
      (await posting.postOnce({ team, channel, person }, key, {
        text: header,
        blocks: [{ type: 'context', elements: [words(header)] }],
      }));
    await posting.notePost({ team, channel, person }, key, ts);
    const place = { team, channel, thread: ts };
    await records.openThread(team, channel, ts, { owner: person, asked: header });
    await records.keepMessage(place, ts);
    return place;
  }

  async function update(ref: MessageRef, change: OutgoingMessage): Promise<void> {
    const place = placeOf(ref.conversation);
    const prepared = await prepare(change);
    if (privately.isPrivate(ref)) return privately.update(ref, place, prepared);
    // A file that only the bot sees vanishes from a changed message (slackapi/bolt-python#1295), so it is shared.
    const uploaded = await uploadPictures(api, place.team, prepared.pictures ?? [], place);
    const thread =
      place.thread === ref.id ? await records.thread(place.team, place.channel, place.thread) : undefined;
    const content = writeMessage(prepared, uploaded, { anchor: anchorFor(place), asked: thread?.asked });
    const isFinal = change.progress === undefined;
    const sent = pacer.change(place.team, `${place.channel}:${ref.id}`, isFinal, async () => {
      await api.call(place.team, 'chat.update', { channel: place.channel, ts: ref.id, ...content });
    });
    // Progress is not waited for: while it waits for its turn the final state may take its place.
    if (isFinal) await sent;
    else inBackground('progress', sent);
    inBackground('agent status', status(place, change.progress !== undefined, change.text));
  }

  async function react(ref: MessageRef, emoji: string): Promise<void> {
    const place = placeOf(ref.conversation);
    const name = nameOfEmoji(emoji);
    if (name === undefined || privately.isPrivate(ref)) return;
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

  return { post, update, react, beginThread, answer: privately.answer };
}
