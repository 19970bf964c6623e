import type { MessageRef } from '../../chat/message.ts';
import type { Platform, PlatformContext, PlatformLimits } from '../../chat/platform.ts';
import { PlatformError } from '../../errors.ts';
import { Calls } from './calls.ts';
import { identify } from './keys.ts';
import { InterfaceError } from './openai/errors.ts';
import { createOpenAiRoutes } from './openai/routes.ts';

const LIMITS: PlatformLimits = {
  attachmentBytes: Infinity,
  textLength: 100_000,
  acknowledgeMs: Infinity,
  buttons: 25,
  choices: 25,
  updateEveryMs: 0,
};
/** An address that only the program it was given to knows. */
const BY_ADDRESS = /^\/v1\/images\/files\//u;

/**
 * Makes the door for programs: OpenAI's image interface at `/v1` on the server of the web chat. A request takes the same
 * way through the bot as words in a chat: queue, limits and rules are the same.
 *
 * Reads `API_KEYS`, `HOST` and `WEB`.
 */
export function createPrograms(context: PlatformContext): Platform | undefined {
  const { env, log, ownSize = () => Promise.resolve(undefined), models = [] } = context;
  // They are answered by the server of the web chat.
  if (env['WEB'] === false) return undefined;
  const calls = new Calls();
  const { API_KEYS: keys = '', HOST: host = '127.0.0.1' } = env;
  const door = {
    keys: String(keys)
      .split(/[\s,]+/u)
      .filter(Boolean),
    isLoopback: /^(?:localhost|127\..*|::1)$/u.test(String(host)),
  };
  const openAi = createOpenAiRoutes({
    call: calls.call,
    // A program has its answer: nothing of the request is kept.
    forget: (conversation, userId) =>
      calls
        .deliver({ type: 'gone', conversation, userId, files: [], pictures: [] })
        .catch((error: unknown) => log.warn('programs: a request is kept', { conversation, error })),
    ownSize,
    models,
    log,
  });
  const refuseWhenClosed = () => {
    if (!calls.isOpen) throw new PlatformError('programs', 'is not running (any more)');
  };
  return {
    name: 'programs',
    limits: LIMITS,
    answer(request) {
      const who = identify(request.headers, door);
      if ('userId' in who) return openAi.fetch(request, { userId: who.userId });
      if (BY_ADDRESS.test(new URL(request.url).pathname)) return openAi.fetch(request, { userId: '' });
      const refusal = new InterfaceError(401, 'invalid_api_key', who.refused);
      return Response.json(refusal.toBody(), { status: 401 });
    },
    start(_commands, onEvent) {
      calls.start(onEvent);
      return Promise.resolve();
    },
    post(conversation, message) {
      refuseWhenClosed();
      // Work of before a restart: who asked for it is not waiting any more.
      log.info('programs: a result that nobody waits for', { conversation, text: message.text });
      return Promise.resolve({ conversation, id: 'gone' } satisfies MessageRef);
    },
    update(message, change) {
      refuseWhenClosed();
      calls.update(message, change);
      return Promise.resolve();
    },
    react: () => Promise.resolve(),
    stop() {
      calls.stop();
      return Promise.resolve();
    },
  };
}
