import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server behaves until it is told otherwise. */
export type OllamaMode =
  | 'answers'
  /** 503 with Ollama's own words: the queue is full. */
  | 'busy'
  /** 200, half an answer, then an error line in the stream. */
  | 'fails-in-stream'
  /** 200 and half an answer, then the connection is cut. */
  | 'cuts-off'
  /** Takes the request and never answers, not even headers. */
  | 'hangs'
  /** Sends headers and half an answer, then nothing. */
  | 'stalls'
  /** 404: the model is not on the server. */
  | 'lacks-model'
  /** 500 with a page of HTML, as a proxy in front would send. */
  | 'is-a-proxy';

export interface OllamaRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Gives the content of the answer for a message of the user and the number of the attempt in its conversation. */
export type Responder = (message: string, attempt: number) => string;

export interface FakeOllama {
  readonly host: string;
  /** Every request, oldest first. */
  readonly requests: readonly OllamaRequest[];
  /** How many requests the client gave up before they were answered. */
  readonly abandoned: number;
  mode: OllamaMode;
  respond: Responder;
  /** Resolves when the client has given up this many requests. */
  untilAbandoned(count: number): Promise<void>;
  close(): Promise<void>;
}

interface Message {
  readonly role: string;
  readonly content: string;
}

/**
 * Starts a double of an Ollama server on a loopback port: `/api/chat`, `/api/generate`, `/api/pull`, `/api/tags` and
 * `/api/version`, as newline-delimited JSON, with the failures a real one has.
 *
 * @see https://docs.ollama.com/api, and the server's routes for the errors' words
 */
export async function startFakeOllama(
  respond: Responder = () => '{"steps":[],"protect":[]}',
): Promise<FakeOllama> {
  const requests: OllamaRequest[] = [];
  const waiting: (() => void)[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (response.writableFinished) return;
      abandoned += 1;
      for (const wake of waiting.splice(0)) wake();
    });
    void readBody(request).then((body) => {
      requests.push({ path: request.url ?? '', body });
      answer(fake, request.url ?? '', body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeOllama = {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get abandoned() {
      return abandoned;
    },
    mode: 'answers',
    respond,
    async untilAbandoned(count) {
      if (abandoned >= count) return;
      await new Promise<void>((resolve) => waiting.push(resolve));
      await fake.untilAbandoned(count);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function answer(
  fake: FakeOllama,
  path: string,
  body: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  const model = typeof body['model'] === 'string' ? body['model'] : '';
  const fail = (status: number, error: string) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ error }));
  };
  if (fake.mode === 'hangs') return;
  if (fake.mode === 'busy')
    return fail(503, 'server busy, please try again.  maximum pending requests exceeded');
  if (fake.mode === 'is-a-proxy') {
    response.writeHead(500, { 'content-type': 'text/html' });
    response.end('<html><body>Internal Server Error</body></html>');
    return;
  }
  if (path === '/api/version') return send(response, { version: '0.31.2' });
  if (path === '/api/tags') return send(response, { models: [{ name: 'gemma3:4b', model: 'gemma3:4b' }] });
  if (path === '/api/pull') return pull(fake, model, response);
  if (fake.mode === 'lacks-model') return fail(404, `model "${model}" not found, try pulling it first`);
  if (path === '/api/generate')
    return send(response, { model, response: '', done: true, done_reason: 'load' });
  if (path !== '/api/chat') return fail(404, 'page not found');
  chat(fake, model, body, response);
}

function send(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function chat(
  fake: FakeOllama,
  model: string,
  body: Readonly<Record<string, unknown>>,
  response: ServerResponse,
): void {
  const messages = (body['messages'] ?? []) as readonly Message[];
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
  const asked = said.findLast((content) => content.startsWith('{')) ?? '';
  const attempt = said.length - said.lastIndexOf(asked);
  const content = fake.respond(asked, attempt);
  const line = (value: object) => `${JSON.stringify({ model, ...value })}\n`;
  const part = (text: string) => line({ message: { role: 'assistant', content: text }, done: false });
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const middle = Math.ceil(content.length / 2);
  response.write(part(content.slice(0, middle)), () => {
    // a half-closed socket: what was sent still arrives, the end of the body never does
    if (fake.mode === 'cuts-off') response.socket?.end();
  });
  switch (fake.mode) {
    case 'fails-in-stream':
      response.end(
        `${JSON.stringify({ error: 'an error was encountered while running the model: CUDA error' })}\n`,
      );
      return;
    case 'cuts-off':
    case 'stalls':
      return;
    default:
      response.write(part(content.slice(middle)));
      response.end(line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' }));
  }
}

function pull(fake: FakeOllama, model: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.write(`${JSON.stringify({ status: 'pulling manifest' })}\n`);
  if (fake.mode === 'lacks-model') {
    response.end(`${JSON.stringify({ error: `pull model manifest: file does not exist: ${model}` })}\n`);
    return;
  }
  for (const completed of [0, 500, 1000])
    response.write(
      `${JSON.stringify({ status: 'pulling 8ee', digest: 'sha256:8ee', total: 1000, completed })}\n`,
    );
  fake.mode = 'answers';
  response.end(`${JSON.stringify({ status: 'success' })}\n`);
}
