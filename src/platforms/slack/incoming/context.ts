import type { App } from '@slack/bolt';
import type { Command } from '../../../chat/command.ts';
import type { IncomingFile, OutgoingMessage } from '../../../chat/message.ts';
import type { ChatEvent, KeyValueStore } from '../../../chat/platform.ts';
import { PlatformError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { SlackApi } from '../connection/api.ts';
import { downloadFile } from './download.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { MessageEvent, SlackFile } from './payloads.ts';
import type { People } from '../connection/people.ts';
import type { Addressee } from '../outgoing/private.ts';
import { channelPlace, conversationOf, personId, spaceOf } from '../place.ts';
import type { Place } from '../place.ts';
import type { AcceptedRequests } from './accepted.ts';
import type { Records } from '../connection/records.ts';

export interface IncomingParts {
  readonly app: App;
  readonly api: SlackApi;
  readonly records: Records;
  readonly store: KeyValueStore;
  readonly outgoing: Outgoing;
  readonly person: People;
  readonly commands: readonly Command[];
  readonly accepted: AcceptedRequests;
  readonly onEvent: (event: ChatEvent) => Promise<void>;
  readonly log: Logger;
}

/** What all listeners work with. */
export type Context = ReturnType<typeof createContext>;

export function createContext(parts: IncomingParts) {
  const { api, records, outgoing, log, accepted } = parts;

  const inWork = new Set<Promise<void>>();

  /** Runs work after the acknowledgement; a failure is logged, never a reason to end. */
  const run = (what: string, work: () => Promise<void>) => {
    const done = accepted
      .follow(work)
      .catch((error: unknown) => {
        if (!api.signal.aborted) log.error(`slack: ${what} failed`, { error });
      })
      .finally(() => inWork.delete(done));
    inWork.add(done);
  };

  /** Waits until everything that was acknowledged is done with. */
  const finish = async () => {
    while (inWork.size > 0) await Promise.all(inWork);
  };

  /** True for the first to claim an event, and again for the request that did, when it is taken up again. */
  const claim = (id: string): Promise<boolean> => {
    const now = accepted.current();
    return records.claimEvent(id, now?.request, now?.isAgain);
  };

  /** Hands an event on as what was asked for by the request that is being taken. */
  const onEvent = (event: ChatEvent): Promise<void> => {
    const now = accepted.current();
    if (now === undefined) return parts.onEvent(event);
    now.isHandedOn = true;
    return parts.onEvent({ ...event, request: now.request });
  };

  /** Runs work for an event that Slack may send more than once. */
  const runOnce = (what: string, id: string, work: () => Promise<void>) =>
    run(what, async () => {
      if (await claim(id)) await work();
    });

  const filesOf = (
    team: string,
    files: readonly SlackFile[] | undefined,
    field?: string,
  ): readonly IncomingFile[] =>
    (files ?? [])
      .filter(({ mode }) => mode !== 'tombstone' && mode !== 'hidden_by_limit')
      .map((file) => ({
        name: file.name ?? file.id,
        mediaType: file.mimetype,
        bytes: file.size,
        field,
        fetch: async () => {
          const { token } = await api.workspace(team);
          // Files of other workspaces (Slack Connect) come without an address.
          const url =
            file.url_private ??
            (await api.call<{ file?: SlackFile }>(team, 'files.info', { file: file.id })).file?.url_private;
          if (url === undefined)
            throw new PlatformError('slack', `file ${file.id}: Slack gives no address for it`);
          return downloadFile(
            { name: file.name ?? file.id, url, bytes: file.size },
            token,
            api.baseUrl,
            api.signal,
          );
        },
      }));

  /** Files of the message that began a thread: "@Limner make it night" below somebody's photo. */
  async function filesOfRoot({ team, channel, thread }: Place): Promise<readonly IncomingFile[]> {
    const { messages } = await api
      .call<{ messages?: readonly MessageEvent[] }>(
        team,
        'conversations.replies',
        { channel, ts: thread, limit: 1 },
        { wait: false },
      )
      .catch(() => ({ messages: undefined }));
    return filesOf(team, messages?.[0]?.files);
  }

  /** Where and by whom something was said, with the way to answer. */
  async function origin(
    place: Place,
    user: string,
    files: readonly IncomingFile[] = [],
    responseUrl?: string,
  ) {
    const { isAdmin, locale } = await parts.person(place.team, user);
    const addressee: Addressee = { person: user, locale, responseUrl };
    const conversation = conversationOf(place);
    return {
      conversation,
      place: channelPlace(place),
      userId: personId(place.team, user),
      isAdmin,
      ...(place.channel.startsWith('D') ? {} : { space: spaceOf(place.team) }),
      ...(locale === undefined ? {} : { locale }),
      files,
      respond: (message: OutgoingMessage) => outgoing.post(conversation, message, addressee),
    };
  }

  return { ...parts, onEvent, claim, run, runOnce, finish, filesOf, filesOfRoot, origin };
}
