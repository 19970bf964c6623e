import { randomUUID } from 'node:crypto';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { ConversationId } from '../../../chat/message.ts';
import { createMcpServer } from './server.ts';
import type { McpParts } from './server.ts';

export interface McpHttpParts extends McpParts {
  /** Deletes a conversation with its pictures. */
  readonly forget: (conversation: ConversationId, userId: string) => Promise<void>;
}

interface Open {
  readonly userId: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

/** Sessions at once; the oldest is closed first. */
const SESSIONS = 256;
const BODY_BYTES = 64_000_000;

/** Serves the protocol over streamable HTTP: each session of a program is a conversation of its own. */
export function createMcpHttp({ forget: forgetPictures, ...parts }: McpHttpParts) {
  const sessions = new Map<string, Open>();
  const open = async (userId: string): Promise<WebStandardStreamableHTTPServerTransport> => {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: BODY_BYTES,
      onsessioninitialized(id) {
        sessions.set(id, { userId, transport });
        const [oldest] = sessions.size > SESSIONS ? sessions.values() : [];
        void oldest?.transport.close();
      },
    });
    const conversation: ConversationId = `programs:${randomUUID()}`;
    transport.onclose = () => {
      // Nobody else knows the session's pictures.
      if (sessions.delete(transport.sessionId ?? '')) void forgetPictures(conversation, userId);
    };
    await createMcpServer(parts, { userId, conversation }).connect(transport);
    return transport;
  };

  return {
    /** Answers a request of a program that was let in. */
    async answer(request: Request, userId: string): Promise<Response> {
      const id = request.headers.get('mcp-session-id');
      if (id === null) return (await open(userId)).handleRequest(request);
      const session = sessions.get(id);
      // A session belongs to whom it was opened for; to others it is not there.
      if (session?.userId !== userId) return notFound();
      return session.transport.handleRequest(request);
    },
    async close(): Promise<void> {
      await Promise.all([...sessions.values()].map(({ transport }) => transport.close()));
    },
  };
}

/** As the protocol asks: the program begins anew. */
const notFound = (): Response =>
  Response.json(
    { jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null },
    { status: 404 },
  );
