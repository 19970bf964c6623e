import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { ConversationId, IncomingFile, OutgoingMessage } from '../../../chat/message.ts';
import type { PictureStore, SessionStore } from '../../../sessions/session.ts';
import { findPicture } from '../../../sessions/tree.ts';
import type { CallBot } from '../calls.ts';
import { tools } from './tools.ts';
import type { Tool } from './tools.ts';

export interface McpParts {
  readonly call: CallBot;
  readonly sessions: SessionStore;
  readonly pictures: PictureStore;
  readonly version: string;
}
/** Whose tools they are: the pictures of one conversation. */
export interface McpPerson {
  readonly conversation: ConversationId;
  readonly userId: string;
}
type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const INSTRUCTIONS =
  'Limner paints pictures and repaints exactly what you ask for. generate or edit (with an image) begins; edit, move and undo go on from the current picture.';

/** Makes the server of one program: tools, and the pictures of its conversation as resources. */
export function createMcpServer(
  { call, sessions, pictures, version }: McpParts,
  person: McpPerson,
): McpServer {
  const server = new McpServer({ name: 'limner', version }, { instructions: INSTRUCTIONS });
  for (const tool of tools)
    server.registerTool(
      tool.name,
      {
        title: tool.title,
        description: tool.description,
        inputSchema: tool.input,
        annotations: { readOnlyHint: tool.isReadOnly === true, destructiveHint: false, openWorldHint: false },
      },
      (given: Readonly<Record<string, unknown>>, extra: Extra) => run(call, person, tool, given, extra),
    );
  server.registerResource(
    'picture',
    new ResourceTemplate('limner://pictures/{number}', {
      list: async () => {
        const session = await sessions.load(person.conversation);
        return {
          resources: session.pictures.map(({ number, caption, said }) => ({
            uri: addressOf(number),
            name: `#${number} ${caption === '' ? said : caption}`,
            mimeType: 'image/png',
          })),
        };
      },
    }),
    { title: 'Pictures of this conversation', mimeType: 'image/png' },
    async (uri, { number }) => {
      const node = findPicture(await sessions.load(person.conversation), Number(number));
      if (node === undefined) throw new Error(`There is no picture ${uri.href}.`);
      const blob = Buffer.from(await pictures.get(node.picture)).toString('base64');
      return { contents: [{ uri: uri.href, mimeType: 'image/png', blob }] };
    },
  );
  return server;
}

const addressOf = (number: unknown): string => `limner://pictures/${String(number)}`;

async function run(
  call: CallBot,
  person: McpPerson,
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
  { signal, sendNotification, _meta }: Extra,
): Promise<CallToolResult> {
  const progressToken = _meta?.progressToken;
  const onProgress = ({ progress }: OutgoingMessage) => {
    if (progressToken === undefined || progress === undefined) return;
    const { fraction, label } = progress;
    const params = { progressToken, progress: fraction, total: 1, message: label };
    // A program that went away hears of no progress.
    sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
  };
  const options = tool.options(given);
  const files = filesOf(given);
  const said = await call({ ...person, name: tool.command, options, files, onProgress, signal });
  return { content: said.flatMap(contentOf), isError: said.some(({ error }) => error !== undefined) };
}

/** Pictures that came with a call, as base64. */
const filesOf = (given: Readonly<Record<string, unknown>>): readonly IncomingFile[] =>
  ['image', 'mask'].flatMap((field) => {
    const data = given[field];
    if (typeof data !== 'string') return [];
    const bytes = new Uint8Array(Buffer.from(data.replace(/^data:[^,]*,/u, ''), 'base64'));
    return [{ name: `${field}.png`, field, bytes: bytes.length, fetch: () => Promise.resolve(bytes) }];
  });

/** A message as content: its words, its picture, what it knows of itself, and where the picture can be read again. */
function contentOf({
  text,
  error,
  pictures = [],
  choices = [],
  facts = {},
}: OutgoingMessage): CallToolResult['content'] {
  const words = [text, error?.message ?? '', ...choices.map(({ number, label }) => `${number}: ${label}`)];
  const objects = facts['objects'];
  // Masks belong to an edit that has its picture; heat maps are what was asked for.
  const isOfPicture = facts['number'] !== undefined;
  const shown = pictures.filter(({ role }) => role !== 'preview' && !(role === 'mask' && isOfPicture));
  return [
    { type: 'text', text: words.filter((line) => line !== '').join('\n') },
    ...(objects === undefined ? [] : [{ type: 'text' as const, text: JSON.stringify({ objects }) }]),
    ...shown.map(({ data, mediaType }) => ({
      type: 'image' as const,
      data: Buffer.from(data).toString('base64'),
      mimeType: mediaType,
    })),
    ...(!isOfPicture
      ? []
      : [
          {
            type: 'resource_link' as const,
            uri: addressOf(facts['number']),
            name: `picture #${String(facts['number'])}`,
            mimeType: 'image/png',
          },
        ]),
  ];
}
