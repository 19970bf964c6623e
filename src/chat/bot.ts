import { PlatformError, UserError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { sentence } from '../sentence.ts';
import type { CallCodec } from './call.ts';
import { describeFailure } from './describe-failure.ts';
import { checkRules } from './rules/check-rules.ts';
import type { Command, Services } from './command.ts';
import type { Inbox, InboxRecord } from './inbox.ts';
import { createInteraction } from './interaction.ts';
import type { CallOrigin, CallParts, Connection, OpenInteraction } from './interaction.ts';
import type { ChatEvent, Platform } from './platform.ts';
import type { PaintContext } from './painting/paint-request.ts';
import { createRateLimit } from './rules/rate-limit.ts';
import { createPlatformStarts } from './platform-starts.ts';
import { createRequest, openRequest } from './request.ts';
import type { Request } from './request.ts';
import { createRetries } from './retries.ts';
import { call, routeEvent } from './route.ts';
import { createSuggest } from './suggest.ts';
import { createThinnedUpdates } from './thinned-updates.ts';
import { deleteConversation } from './personal-data/user-data.ts';

export interface BotParts {
  readonly platforms: readonly Platform[];
  readonly commands: readonly Command[];
  readonly services: Services;
  readonly codec: CallCodec;
  /** Shows the result of a job that was begun before the bot was restarted. */
  readonly resume: (interaction: OpenInteraction, services: Services, job: Job) => Promise<void>;
  /** Requests that the platforms have accepted; without it they end with the process. */
  readonly inbox?: Inbox | undefined;
  /** One platform that does not start ends the whole start. */
  readonly isStrict?: boolean | undefined;
  /** @see createRateLimit */
  readonly callsPerMinute?: number;
}

export interface Bot {
  /**
   * Opens the platforms, each by itself, then finishes what an earlier run of the bot left unfinished. One that fails is
   * tried again while the others run.
   *
   * @throws the error of the first when none can be opened, or with `isStrict` one cannot
   */
  start(): Promise<void>;
  /** The platforms that run. */
  open(): readonly Platform[];
  /** Takes nothing new, waits a while for what is in work, closes the platforms. */
  stop(): Promise<void>;
}

/** How often jobs of other bot processes that are gone are looked for. */
const LOOK_FOR_LOST_MS = 60_000;
/** A request that brought the process down so often is not begun again. */
const MOST_TRIES = 3;
/** How long `stop` waits for handlers; jobs that need longer go on after the next start. */
const STOP_MS = 10_000;

type CallEnd = 'answered' | 'waiting' | 'untold';

/** Makes the bot: every event of every platform becomes one command call; errors end here. */
export function createBot(all: BotParts): Bot {
  const { platforms, commands, codec, resume, callsPerMinute, inbox, isStrict = false, ...parts } = all;
  const { log } = parts.services;
  const services: Services = {
    ...parts.services,
    async forgetUser(userId) {
      for (const platform of platforms) await platform.forgetUser?.(userId);
    },
    keepForLater: (job) => results.keep(job),
  };
  const suggest = createSuggest(commands, services);
  const checkRate = createRateLimit(callsPerMinute);
  const inWork = new Set<Promise<void>>();
  let looking: NodeJS.Timeout | undefined;
  const connections = new Map<string, Connection>(
    platforms.map((platform) => [
      platform.name,
      {
        platform,
        update: createThinnedUpdates(
          (...change) => platform.update(...change),
          platform.limits.updateEveryMs,
        ),
      },
    ]),
  );

  const open = (
    connection: Connection,
    origin: CallOrigin,
    given: Omit<CallParts, 'call'>,
  ): OpenInteraction => {
    const interaction: OpenInteraction = createInteraction(
      connection,
      origin,
      {
        ...given,
        call: (name, options = {}, files = interaction.files) => {
          const known = Object.entries(options).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, value] as const],
          );
          const next = call(commands, name, Object.fromEntries(known), given.on);
          return next.command.run({ ...interaction, files, options: next.options }, services);
        },
      },
      codec,
    );
    return interaction;
  };

  /**
   * The single catch: nothing that goes wrong in a call gets past it.
   *
   * @returns 'answered'; 'waiting' for the next start; 'untold' when the platform takes no answer now
   */
  const guard = async (
    interaction: OpenInteraction,
    action: () => Promise<void>,
    isReaction = false,
  ): Promise<CallEnd> => {
    try {
      await action();
      return 'answered';
    } catch (error) {
      // People react to all kinds of messages; a number that picks nothing is no mistake.
      if (isReaction && error instanceof UserError && error.code === 'NO_CHOICE') return 'answered';
      const message = describeFailure(error, (id) => log.error(`call ${id} failed`, { error }));
      const isWaiting = error instanceof UserError && error.code === 'SHUTTING_DOWN';
      try {
        await interaction.fail(message);
        return isWaiting ? 'waiting' : 'answered';
      } catch (failed) {
        log.error('cannot tell the user', { conversation: interaction.conversation, error: failed });
        return isWaiting ? 'waiting' : 'untold';
      }
    }
  };

  /** What the person has chosen goes before what the platform says of them. */
  const localeOf = async ({ userId, locale }: Pick<ChatEvent, 'userId' | 'locale'>) => {
    const chosen = await services.languages?.of(userId).catch((error: unknown) => {
      log.error('cannot read the language', { error });
      return undefined;
    });
    return chosen ?? locale;
  };

  const take = async (connection: Connection, event: ChatEvent): Promise<void> => {
    const record = event.request === undefined ? undefined : await inbox?.find(event.request);
    const request =
      record === undefined || inbox === undefined ? createRequest() : openRequest(inbox, record);
    const origin = { ...event, locale: await localeOf(event) };
    const nothing = open(connection, origin, { options: {}, request });
    let end: CallEnd = 'answered';
    const isTaken = await guard(nothing, async () => {
      if (event.type === 'gone') return deleteConversation(services, event.conversation, event.pictures);
      const routed = routeEvent(event, commands, codec);
      if (routed === undefined) return;
      if (request.tries === 0) checkRate(event.userId);
      if (request.tries > MOST_TRIES) throw await giveUp(services.jobs, request);
      const { space } = event;
      if (space !== undefined && services.spaceRules !== undefined)
        checkRules(await services.spaceRules.load(space), event, routed);
      const { command, options, on } = routed;
      const interaction = open(connection, origin, { options, on, isPrivate: command.isPrivate, request });
      end = await guard(interaction, () => command.run(interaction, services), event.type === 'reaction');
    });
    if (record !== undefined) await putAway(record, isTaken === 'answered' ? end : isTaken);
  };

  /** Takes a request out of the inbox, or leaves it there for another try. */
  const putAway = async (record: InboxRecord, end: CallEnd): Promise<void> => {
    if (end === 'answered') return inbox?.finish(record.id);
    if (end === 'untold') return answers.keep(record);
    // Ended in an orderly way: that was no crash, and none of its tries.
    const newest = await inbox?.find(record.id);
    if (newest !== undefined) await inbox?.keep({ ...newest, tries: 0 });
  };

  /** Where an event happened: a layout painted behind a link goes to another platform than the one that brings it. */
  const placeOf = ({ conversation }: ChatEvent): Connection => {
    const name = platformOf(conversation);
    const connection = connections.get(name);
    if (connection === undefined)
      throw new PlatformError(name, `${conversation}: this process is not on that platform`);
    return connection;
  };

  const track = (work: Promise<void>): Promise<void> => {
    inWork.add(work);
    return work.finally(() => inWork.delete(work));
  };

  const goOn = (job: Job): void => {
    const connection = connections.get(platformOf(job.conversation));
    if (connection === undefined) return;
    const { locale } = job.context as PaintContext;
    const conversation = job.conversation as CallOrigin['conversation'];
    const origin = { conversation, userId: job.userId, locale };
    const interaction = open(connection, origin, { options: {}, request: createRequest() });
    void track(guard(interaction, () => resume(interaction, services, job)).then(() => undefined));
  };

  const results = createRetries<Job>((job) => {
    log.info('trying again to show a result', { job: job.id });
    goOn(job);
  });

  const retake = async ({ id }: Pick<InboxRecord, 'id'>): Promise<void> => {
    const record = await inbox?.find(id);
    if (record === undefined) return;
    log.info('taking up a request again', { request: id, tries: record.tries });
    await connections.get(platformOf(id))?.platform.retake?.(id, record.raw);
  };
  const answers = createRetries<InboxRecord>((record) => {
    retake(record).catch((error: unknown) => {
      log.warn('a request cannot be answered yet', { request: record.id, error });
      answers.keep(record);
    });
  });

  /** Takes up what processes that are gone had accepted from this platform. */
  const finishRequests = async ({ name }: Platform): Promise<void> => {
    for (const record of (await inbox?.unfinished(name)) ?? [])
      // Not waited for: a request may take minutes.
      void retake(record).catch((error: unknown) => {
        log.warn('a request cannot be answered yet', { request: record.id, error });
        answers.keep(record);
      });
  };

  const finishJobs = async (): Promise<void> => {
    for (const job of await services.jobs.unfinished()) {
      // Who takes up the request goes on with its jobs, in their order.
      if (job.parent !== undefined && (await inbox?.find(job.parent)) !== undefined) continue;
      log.info('going on with a job of before the restart', { job: job.id });
      goOn(job);
    }
  };

  const starts = createPlatformStarts({
    platforms,
    isStrict,
    log,
    start: async (platform) => {
      await platform.start(commands, async (event) => track(take(placeOf(event), event)), suggest);
      await finishRequests(platform);
    },
  });

  return {
    async start() {
      await starts.start();
      await finishJobs();
      const lookForLost = async () => {
        await finishJobs();
        for (const platform of starts.open()) await finishRequests(platform);
      };
      looking = setInterval(() => {
        lookForLost().catch((error: unknown) => log.error('cannot look for lost jobs', { error }));
      }, LOOK_FOR_LOST_MS).unref();
    },
    open: () => starts.open(),
    async stop() {
      clearInterval(looking);
      results.stop();
      answers.stop();
      const waited = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([Promise.allSettled(inWork), waited]);
      await starts.stop();
    },
  };
}

/** Ends the jobs of a request that brings the process down again and again. */
async function giveUp(jobs: Services['jobs'], request: Request): Promise<UserError> {
  for (let id = request.jobId(); (await jobs.find(id)) !== undefined; id = request.jobId()) {
    await jobs.cancel(id);
    await jobs.settle(id);
  }
  return new UserError('GIVEN_UP', sentence('errors.givenUp'));
}

const platformOf = (conversation: string): string => conversation.split(':', 1)[0] ?? '';
