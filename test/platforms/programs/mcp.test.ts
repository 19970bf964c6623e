import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodePicture } from '../../../src/image/decode.ts';
import { encodePng } from '../../../src/image/encode.ts';
import { createFakeEngine, flatPicture } from '../../fakes/engine.ts';
import { openProgramStage } from './stage.ts';
import type { ProgramStage } from './stage.ts';

type Content = readonly {
  readonly type: string;
  readonly text?: string;
  readonly data?: string;
  readonly uri?: string;
}[];
const TOOLS = ['generate', 'edit', 'move', 'layout', 'objects', 'heat_map', 'undo'];

describe('the Model Context Protocol over HTTP', () => {
  let stage: ProgramStage;
  const clients: Client[] = [];
  const connect = async (key?: string) => {
    const client = new Client({ name: 'test', version: '1' });
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${stage.address}/mcp`), { requestInit: { headers } }),
    );
    clients.push(client);
    return client;
  };
  const use = async (client: Client, name: string, given: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given });
    const parts = content as Content;
    const image = parts.find(({ type }) => type === 'image')?.data;
    return {
      isError,
      parts,
      text: parts.map(({ text = '' }) => text).join('\n'),
      picture: image === undefined ? undefined : await decodePicture(Buffer.from(image, 'base64')),
    };
  };
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await stage.close();
  });

  it('lists its tools', async () => {
    stage = await openProgramStage();
    const client = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'limner' });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(TOOLS);
  });

  it('paints, edits, moves, looks and goes back in one conversation, its pictures as resources', async () => {
    stage = await openProgramStage();
    const client = await connect();
    const painted = await use(client, 'generate', { prompt: 'a cat on grass', seed: 7 });
    expect([painted.isError, painted.picture?.width]).toEqual([false, 32]);
    const edited = await use(client, 'edit', { instruction: 'make the cat blue' });
    expect(edited.picture?.data).not.toEqual(painted.picture?.data);
    expect((await use(client, 'move', { object: 'cat', to: 'to the left' })).picture?.width).toBe(32);
    expect(
      (await use(client, 'layout', { prompt: 'a cat on the left and a house on the right' })).picture?.width,
    ).toBe(32);
    expect((await use(client, 'objects')).text).toMatch(/"label":"cat"/u);
    expect((await use(client, 'heat_map', { words: 'cat', picture: 1 })).isError).toBe(false);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      [1, 2, 3, 4].map((number) => `limner://pictures/${number}`),
    );
    const read = await client.readResource({ uri: 'limner://pictures/1' });
    const { blob } = read.contents[0] as { readonly blob: string };
    expect((await decodePicture(Buffer.from(blob, 'base64'))).data).toEqual(painted.picture?.data);
  });

  it('goes back', async () => {
    stage = await openProgramStage();
    const client = await connect();
    const painted = await use(client, 'generate', { prompt: 'a cat', seed: 7 });
    await use(client, 'edit', { instruction: 'make the cat blue' });
    const back = await use(client, 'undo');
    expect(back.picture?.data).toEqual(painted.picture?.data);
    expect(back.parts.find(({ type }) => type === 'resource_link')?.uri).toBe('limner://pictures/1');
  });

  it('edits a picture that is given, and says what it cannot do', async () => {
    stage = await openProgramStage();
    const client = await connect();
    const image = Buffer.from(await encodePng(flatPicture(3, 40, 24))).toString('base64');
    expect((await use(client, 'edit', { instruction: 'make the cat blue', image })).picture?.width).toBe(40);
    const refused = await use(client, 'edit', { instruction: 'make the zebra blue' });
    expect([refused.isError, refused.text]).toEqual([true, expect.stringContaining('no zebra')]);
  });

  it('tells of progress, and stops when it is told to', async () => {
    let isCancelled: () => void = () => undefined;
    const cancelled = new Promise<void>((resolve) => (isCancelled = resolve));
    const engine = createFakeEngine({ stepMs: 20 });
    stage = await openProgramStage({
      engine: {
        run: (request, onProgress, signal) => {
          signal.addEventListener('abort', isCancelled);
          return engine.run(request, onProgress, signal);
        },
      },
    });
    const client = await connect();
    const shares: number[] = [];
    const onprogress = ({ progress }: { readonly progress: number }) => void shares.push(progress);
    const call = { name: 'generate', arguments: { prompt: 'a cat' } };
    await client.callTool(call, undefined, { onprogress });
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    const leaving = new AbortController();
    const slow = { name: 'generate', arguments: { prompt: 'a dog', steps: 150 } };
    await expect(
      client.callTool(slow, undefined, { signal: leaving.signal, onprogress: () => leaving.abort() }),
    ).rejects.toThrow();
    await cancelled;
  });

  it('gives each session pictures of its own, and to nobody else', async () => {
    stage = await openProgramStage({ env: { API_KEYS: 'sk-one,sk-two' } });
    await expect(connect()).rejects.toThrow();
    const [one, two] = [await connect('sk-one'), await connect('sk-two')];
    await use(one, 'generate', { prompt: 'a cat' });
    expect((await two.listResources()).resources).toEqual([]);
    const session = (one.transport as StreamableHTTPClientTransport).sessionId ?? '';
    const stolen = await fetch(`${stage.address}/mcp`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer sk-two', 'mcp-session-id': session },
    });
    expect(stolen.status).toBe(404);
    await (one.transport as StreamableHTTPClientTransport).terminateSession();
    await vi.waitFor(async () => expect(await stage.store.sessions.conversations('')).toEqual([]));
  });
});

describe('the Model Context Protocol over standard input and output', () => {
  it(
    'initializes, lists and calls with the embedded model, and ends with its program',
    { timeout: 300_000 },
    async () => {
      const client = new Client({ name: 'test', version: '1' });
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [join(import.meta.dirname, '../../../tools/start.js'), 'mcp'],
        stderr: 'ignore',
      });
      await client.connect(transport);
      expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(TOOLS);
      const { content } = await client.callTool(
        { name: 'generate', arguments: { prompt: 'a cat on grass', steps: 2, seed: 7 } },
        undefined,
        { timeout: 240_000 },
      );
      const image = (content as Content).find(({ type }) => type === 'image');
      expect((await decodePicture(Buffer.from(image?.data ?? '', 'base64'))).width).toBe(256);
      await client.close();
    },
  );
});
