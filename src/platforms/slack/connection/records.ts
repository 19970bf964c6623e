import type { KeyValueStore } from '../../../chat/platform.ts';
import type { Place } from '../place.ts';

/** What is known of a thread in which the bot listens. */
export interface ThreadRecord {
  readonly owner: string;
  /** What the slash command said: heads the first message of a thread that the bot began. */
  readonly asked?: string;
  /** True once a picture of the thread was shown in the channel too. */
  readonly isShown?: boolean;
  /** True when it began with somebody else's message: the bot answers only when it is mentioned. */
  readonly onlyMentions?: boolean;
}

/** A picture that somebody can find again in the home tab. */
export interface PictureRecord {
  readonly channel: string;
  readonly message: string;
  readonly file: string;
  readonly alt: string;
}

const DAY_MS = 24 * 3600 * 1000;
const KEPT_MS = 180 * DAY_MS;
const LONGEST_LIST = 200;

const threadKey = (team: string, channel: string, thread: string) => `thread:${team}:${channel}:${thread}`;
const messageKey = (team: string, channel: string, ts: string) => `message:${team}:${channel}:${ts}`;

export type Records = ReturnType<typeof createRecords>;

/** Slack's own records in the platform's store: which threads and messages are ours, whose pictures they hold. */
export function createRecords(store: KeyValueStore) {
  return {
    /** True for the first to claim this event, and again for the same request; others are refused for 24 h. */
    async claimEvent(id: string, request?: string, isAgain = false): Promise<boolean> {
      if (await store.claim(`event:${id}`, DAY_MS, request ?? true)) return true;
      return isAgain && (await store.get(`event:${id}`)) === request;
    },

    thread: (team: string, channel: string, thread: string) =>
      store.get<ThreadRecord>(threadKey(team, channel, thread)),
    async openThread(team: string, channel: string, thread: string, record: ThreadRecord): Promise<void> {
      await store.set(threadKey(team, channel, thread), record);
      await store.set(`latest:${team}:${channel}:${record.owner}`, thread, KEPT_MS);
    },
    changeThread: (team: string, channel: string, thread: string, record: ThreadRecord) =>
      store.set(threadKey(team, channel, thread), record),
    /** The thread that this person began last in this channel. */
    latestThread: (team: string, channel: string, person: string) =>
      store.get<string>(`latest:${team}:${channel}:${person}`),

    /** Remembers where one of our messages stands, so that a reaction on it finds its thread. */
    keepMessage: (place: Place, ts: string) =>
      store.set(messageKey(place.team, place.channel, ts), place.thread ?? place.person, KEPT_MS),
    /** Thread (or person) that one of our messages belongs to; undefined when it is not ours. */
    placeOfMessage: (team: string, channel: string, ts: string) =>
      store.get<string>(messageKey(team, channel, ts)),

    /** Remembers a message with a picture: for its thread, and for the home tab of the person who began it. */
    async keepPicture(place: Place, ts: string, person: string, file: string, alt: string): Promise<void> {
      const inThread = `pictures:${place.team}:${place.channel}:${place.thread ?? place.person}`;
      const earlier = (await store.get<readonly string[]>(inThread)) ?? [];
      await store.set(inThread, [...earlier, ts].slice(-LONGEST_LIST), KEPT_MS);
      const record: PictureRecord = { channel: place.channel, message: ts, file, alt };
      await store.set(`picture:${place.team}:${person}:${ts}`, record, KEPT_MS);
    },
    /**
     * The picture that words written at `ts` follow, when a newer one has come since (the event was late, or
     * somebody was faster); undefined when they follow the newest.
     */
    async pictureBefore(place: Place, ts: string): Promise<string | undefined> {
      const inThread = `pictures:${place.team}:${place.channel}:${place.thread ?? place.person}`;
      const all = (await store.get<readonly string[]>(inThread)) ?? [];
      return all.some((picture) => isLater(picture, ts))
        ? all.findLast((picture) => !isLater(picture, ts))
        : undefined;
    },
    /** The newest pictures of a person, newest first. */
    async picturesOf(team: string, person: string, count: number): Promise<readonly PictureRecord[]> {
      const keys = (await store.keys(`picture:${team}:${person}:`)).toSorted().slice(-count).toReversed();
      const found = await Promise.all(keys.map((key) => store.get<PictureRecord>(key)));
      return found.filter((record) => record !== undefined);
    },
    /** Deletes what is kept of a person; gives the files that their pictures had in Slack. */
    async forget(team: string, person: string): Promise<readonly string[]> {
      const keys = await store.keys(`picture:${team}:${person}:`);
      const found = await Promise.all(keys.map((key) => store.get<PictureRecord>(key)));
      const latest = (await store.keys(`latest:${team}:`)).filter((key) => key.endsWith(`:${person}`));
      await Promise.all([...keys, ...latest, `person:${team}:${person}`].map((key) => store.delete(key)));
      return found.filter((record) => record !== undefined).map(({ file }) => file);
    },
  };
}

/** Slack's timestamps `seconds.micros` have a fixed number of digits after the point. */
const isLater = (a: string, b: string) => Number(a) > Number(b);
