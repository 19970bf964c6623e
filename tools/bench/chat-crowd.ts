import { setTimeout as sleep } from 'node:timers/promises';

export const PEOPLE_IN_A_CHANNEL = 4;
/**
 * Who changes the picture, too. Slack takes 100 uploads a minute of an app in a workspace, and a changed picture has
 * two (itself and its mask): when everybody changed theirs, the bench would wait six minutes for Slack alone.
 */
const EVERY_NTH_CHANGES = 4;
export const changesToo = (index: number): boolean => index % EVERY_NTH_CHANGES === 0;
/** How many pictures so many people wait for. */
export const wantedOf = (users: number): number => users + Math.ceil(users / EVERY_NTH_CHANGES);
/** Within which time all people have come. */
const ARRIVE_WITHIN_MS = 10_000;
const TELL_EVERY_MS = 5000;

/** A picture that stands in a channel. */
export interface ShownPicture<Message> {
  readonly channel: string;
  readonly message: Message;
}

interface Waiting<Message> {
  readonly fits: (message: Message) => boolean;
  readonly resolve: (message: Message | undefined) => void;
}

/**
 * People who wait for pictures. Each new picture is looked at once, by those who wait in its channel: hundreds of
 * people who keep looking through all messages would hold up the double, and so look like a slow bot.
 */
export function createCrowd<Message>() {
  const waiting = new Map<string, Set<Waiting<Message>>>();
  const seen = new Map<string, Message[]>();
  let shown = 0;
  let received = 0;
  let isOver = false;

  return {
    /** Pictures that came, and those of them that somebody waited for. */
    get counts() {
      return { shown, received };
    },
    show({ channel, message }: ShownPicture<Message>): void {
      shown += 1;
      seen.set(channel, [...(seen.get(channel) ?? []), message]);
      const inChannel = waiting.get(channel) ?? new Set();
      for (const one of [...inChannel].filter(({ fits }) => fits(message))) {
        inChannel.delete(one);
        one.resolve(message);
      }
    },
    /** The picture that fits, when it is there; undefined when the bench ends before it. */
    async arrived(channel: string, fits: (message: Message) => boolean): Promise<Message | undefined> {
      const there = seen.get(channel)?.find(fits);
      const inChannel = waiting.get(channel) ?? new Set();
      waiting.set(channel, inChannel);
      const found =
        there ??
        (await new Promise<Message | undefined>((resolve) => {
          const one = { fits, resolve };
          if (isOver) resolve(undefined);
          else inChannel.add(one);
        }));
      if (found !== undefined) received += 1;
      return found;
    },
    /** Sends everybody home who still waits. */
    end(): void {
      isOver = true;
      for (const inChannel of waiting.values()) for (const { resolve } of inChannel) resolve(undefined);
    },
  };
}

/**
 * Lets people come one after another within ten seconds and waits until all have what they came for, or the time is
 * over; says every five seconds how far it is.
 *
 * @param live   what the n-th person does; it ends early after `giveUp`
 * @returns seconds that it took
 */
export async function letThemCome(
  { users, minutes }: { readonly users: number; readonly minutes: number },
  live: (index: number) => Promise<void>,
  { giveUp, describe }: { readonly giveUp: () => void; readonly describe: () => string },
): Promise<number> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const telling = setInterval(
    () => process.stderr.write(`${Math.round(seconds())} s · ${describe()}\n`),
    TELL_EVERY_MS,
  );
  const ending = setTimeout(giveUp, minutes * 60_000);
  try {
    await Promise.all(
      Array.from({ length: users }, async (_, index) => {
        await sleep((index / users) * ARRIVE_WITHIN_MS);
        await live(index);
      }),
    );
  } finally {
    clearInterval(telling);
    clearTimeout(ending);
  }
  process.stderr.write(`${Math.round(seconds())} s · ${describe()}\n`);
  return seconds();
}
