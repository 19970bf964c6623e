import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Platform, PlatformContext } from '../../../chat/platform.ts';
import type { SessionStore } from '../../../sessions/session.ts';
import { Calls } from '../calls.ts';
import { createProgramMessages } from '../messages.ts';
import { createMcpServer } from './server.ts';
import { readVersion } from './version.ts';

/** The platform of one program that started this process and speaks over its standard input and output. */
export function createStdioProgram({
  log,
  sessions,
  pictures,
}: Pick<PlatformContext, 'log' | 'pictures'> & { readonly sessions: SessionStore }): Platform & {
  /** Resolves when the program is gone. */
  readonly ended: Promise<void>;
} {
  const calls = new Calls();
  const server = createMcpServer(
    { call: calls.call, sessions, pictures, version: readVersion() },
    { userId: 'program-local', conversation: 'programs:stdio' },
  );
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    server.server.onclose = resolve;
  });
  return {
    ...createProgramMessages(calls, log),
    ended,
    async start(_commands, onEvent) {
      calls.start(onEvent);
      await server.connect(new StdioServerTransport());
    },
    async stop() {
      calls.stop();
      await server.close();
    },
  };
}
