import type { ConversationId } from '../../chat/message.ts';
import type { Platform, PlatformContext } from '../../chat/platform.ts';
import { Calls } from './calls.ts';
import { identify } from './keys.ts';
import type { createMcpHttp } from './mcp/http.ts';
import { createProgramMessages } from './messages.ts';
import { InterfaceError } from './openai/errors.ts';
import { createOpenAiRoutes } from './openai/routes.ts';

/** An address that only the program it was given to knows. */
const BY_ADDRESS = /^\/v1\/images\/files\//u;

/**
 * Makes the door for programs on the server of the web chat: OpenAI's image interface at `/v1`, the Model Context
 * Protocol at `/mcp`. A request takes the same way through the bot as words in a chat: queue, limits and rules are the
 * same.
 *
 * Reads `API_KEYS`, `HOST` and `WEB`.
 */
export function createPrograms(context: PlatformContext): Platform | undefined {
  const { env, log, sessions, pictures, models = [] } = context;
  // They are answered by the server of the web chat.
  if (env['WEB'] === false) return undefined;
  const { ownSize = () => Promise.resolve(undefined) } = context;
  const calls = new Calls();
  const { API_KEYS: keys = '', HOST: host = '127.0.0.1' } = env;
  const door = {
    keys: String(keys)
      .split(/[\s,]+/u)
      .filter(Boolean),
    isLoopback: /^(?:localhost|127\..*|::1)$/u.test(String(host)),
  };
  // A program has its answer: nothing of the request is kept.
  const forget = (conversation: ConversationId, userId: string) =>
    calls
      .deliver({ type: 'gone', conversation, userId, files: [], pictures: [] })
      .catch((error: unknown) => log.warn('programs: a conversation is kept', { conversation, error }));
  const openAi = createOpenAiRoutes({ call: calls.call, forget, ownSize, models, log });
  let mcp: Promise<ReturnType<typeof createMcpHttp>> | undefined;
  /** The SDK is loaded when a program asks for it first. */
  const openMcp = async () => {
    const { createMcpHttp: create } = await import('./mcp/http.ts');
    const { readVersion } = await import('./mcp/version.ts');
    if (sessions === undefined) throw new TypeError('programs: expected the sessions of the bot, got none');
    return create({ call: calls.call, forget, sessions, pictures, version: readVersion() });
  };
  return {
    ...createProgramMessages(calls, log),
    async answer(request) {
      const who = identify(request.headers, door);
      const { pathname } = new URL(request.url);
      if ('userId' in who) {
        if (pathname !== '/mcp') return openAi.fetch(request, { userId: who.userId });
        mcp ??= openMcp();
        return (await mcp).answer(request, who.userId);
      }
      if (BY_ADDRESS.test(pathname)) return openAi.fetch(request, { userId: '' });
      const refusal = new InterfaceError(401, 'invalid_api_key', who.refused);
      return Response.json(refusal.toBody(), { status: 401 });
    },
    start(_commands, onEvent) {
      calls.start(onEvent);
      return Promise.resolve();
    },
    async stop() {
      await (await mcp)?.close();
      calls.stop();
    },
  };
}
