import { randomBytes } from 'node:crypto';
import { BotError, PlatformError, UserError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import { row, sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';
import type { CallCodec } from './call.ts';
import { checkRules } from './rules/check-rules.ts';
import type { Command, Services } from './command.ts';
import { createInteraction } from './interaction.ts';
import type { CallOrigin, CallParts, Connection, OpenInteraction } from './interaction.ts';
import type { Draft } from './message.ts';
import type { ChatEvent, Platform } from './platform.ts';
import type { PaintContext } from './painting/paint-request.ts';
import { createRateLimit } from './rules/rate-limit.ts';
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
  /** @see createRateLimit */
  readonly callsPerMinute?: number;
}

export interface Bot {
  /** Opens the platforms, then finishes what an earlier run of the bot left unfinished. */
  start(): Promise<void>;
  /** Takes nothing new, waits for what is in work, closes the platforms. */
  stop(): Promise<void>;
}

/** How often jobs of other bot processes that are gone are looked for. */
const LOOK_FOR_LOST_MS = 60_000;
/** How long `stop` waits for handlers; jobs that need longer go on after the next start. */
const STOP_MS = 10_000;

/** Makes the bot: every event of every platform becomes one command call; errors end here. */
export function createBot({ platforms, commands, codec, resume, callsPerMinute, ...parts }: BotParts): Bot {
  const { log } = parts.services;
  const services: Services = {
    ...parts.services,
    async forgetUser(userId) {
      for (const platform of platforms) await platform.forgetUser?.(userId);
    },
    keepForLater: (job) => retries.keep(job),
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

  /** The single catch: nothing that goes wrong in a call gets past it. */
  const guard = async (
    interaction: OpenInteraction,
    action: () => Promise<void>,
    isReaction = false,
  ): Promise<void> => {
    try {
      await action();
    } catch (error) {
      // People react to all kinds of messages; a number that picks nothing is no mistake.
      if (isReaction && error instanceof UserError && error.code === 'NO_CHOICE') return;
      const message = describeFailure(error, (id) => log.error(`call ${id} failed`, { error }));
      await interaction.fail(message).catch((failed: unknown) => {
        log.error('cannot tell the user', { conversation: interaction.conversation, error: failed });
      });
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
    const origin = { ...event, locale: await localeOf(event) };
    const nothing = open(connection, origin, { options: {} });
    await guard(nothing, async () => {
      if (event.type === 'gone') return deleteConversation(services, event.conversation, event.pictures);
      const routed = routeEvent(event, commands, codec);
      if (routed === undefined) return;
      checkRate(event.userId);
      const { space } = event;
      if (space !== undefined && services.spaceRules !== undefined)
        checkRules(await services.spaceRules.load(space), event, routed);
      const { command, options, on } = routed;
      const interaction = open(connection, origin, { options, on, isPrivate: command.isPrivate });
      await guard(interaction, () => command.run(interaction, services), event.type === 'reaction');
    });
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
    const interaction = open(connection, { conversation, userId: job.userId, locale }, { options: {} });
    void track(guard(interaction, () => resume(interaction, services, job)));
  };

  const retries = createRetries((job) => {
    log.info('trying again to show a result', { job: job.id });
    goOn(job);
  });

  const finishJobs = async (): Promise<void> => {
    for (const job of await services.jobs.unfinished()) {
      log.info('going on with a job of before the restart', { job: job.id });
      goOn(job);
    }
  };

  return {
    async start() {
      await Promise.all(
        platforms.map((platform) =>
          platform.start(commands, async (event) => track(take(placeOf(event), event)), suggest),
        ),
      );
      await finishJobs();
      looking = setInterval(() => {
        finishJobs().catch((error: unknown) => log.error('cannot look for lost jobs', { error }));
      }, LOOK_FOR_LOST_MS).unref();
    },
    async stop() {
      clearInterval(looking);
      retries.stop();
      const waited = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([Promise.allSettled(inWork), waited]);
      await Promise.all(platforms.map((platform) => platform.stop()));
    },
  };
}

const platformOf = (conversation: string): string => conversation.split(':', 1)[0] ?? '';

/** Codes of errors that are no `UserError` but whose words help the person who asked. */
const TELLING = new Set([
  'UNSUPPORTED_MODEL',
  'BAD_SAFETENSORS',
  'NO_MODEL',
  'NO_TENSOR',
  'LOAD',
  'DOWNLOAD',
]);

function describeFailure(error: unknown, logIt: (id: string) => void): Draft {
  if (error instanceof UserError) return failure(error.code, row(' ', [error.said, error.hint]));
  const id = randomBytes(2).toString('hex');
  logIt(id);
  if (error instanceof BotError && TELLING.has(error.code))
    return failure(error.code, withoutFolders([error.message, error.hint ?? ''].join(' ').trim()));
  return failure(
    'INTERNAL',
    sentence('Something went wrong (job {id}). Try again; if it stays, tell who runs me this number.', {
      id,
    }),
  );
}

/** Leaves only the names of files: where they lie on this machine is nobody's business. */
const withoutFolders = (words: string): string =>
  words.replace(/(?<![\w:/])(?:\/[^\s/:]+)*\/(?=[^\s/])/gu, '');
const failure = (code: string, message: Said): Draft => ({ text: '', error: { code, message } });
