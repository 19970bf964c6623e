import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A repository: content by path. Files that end in `.safetensors` are in large file storage. */
export type HubRepository = Readonly<Record<string, Uint8Array>>;

export interface FakeHub {
  readonly endpoint: string;
  /** Method, path and range of every request, oldest first. */
  readonly requests: readonly string[];
  /** Asked for by every request when set. */
  token: string | undefined;
  /** The connection is cut after so many bytes of a file, once for each number in its list. */
  readonly cuts: Map<string, number[]>;
  /** Files that are sent with a wrong byte. */
  readonly damaged: Set<string>;
  /** Files that are listed and not there. */
  readonly gone: Set<string>;
  close(): Promise<void>;
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const PAGE = 5;

const gitHash = (content: Uint8Array): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const isLarge = (path: string): boolean => path.endsWith('.safetensors') || path.endsWith('.bin');

/**
 * Starts a double of the Hub on a loopback port: revisions, the tree in pages, and files with ranges and redirects
 * to a store, with the failures a real one has.
 *
 * @see https://huggingface.co/docs/hub/api
 */
export async function startFakeHub(repositories: Readonly<Record<string, HubRepository>>): Promise<FakeHub> {
  const requests: string[] = [];
  const state = {
    token: undefined as string | undefined,
    cuts: new Map<string, number[]>(),
    damaged: new Set<string>(),
    gone: new Set<string>(),
  };
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', endpoint);
    requests.push([request.method, pathname, request.headers.range].filter(Boolean).join(' '));
    const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    };
    if (state.token !== undefined && request.headers.authorization !== `Bearer ${state.token}`)
      return json(401, { error: 'Invalid username or password.' });
    const [, api, rest = ''] = /^\/(api\/models\/|store\/)?(.*)$/u.exec(pathname) ?? [];
    const [owner, name, kind = '', revision = '', ...folders] = rest.split('/');
    const repository = repositories[`${owner}/${name}`];
    if (repository === undefined || !['main', 'v1', COMMIT].includes(decodeURIComponent(revision)))
      return json(404, { error: 'Repository or revision not found' });
    if (kind === 'revision')
      return json(200, { _id: '1', id: `${owner}/${name}`, sha: COMMIT, lastModified: '2026-01-01' });
    if (kind === 'tree') return listPage(json, repository, pathname, Number(searchParams.get('cursor') ?? 0));
    const path = folders.join('/');
    const content = repository[path];
    if (content === undefined || state.gone.has(path)) {
      response.setHeader('x-error-code', 'EntryNotFound');
      return json(404, { error: 'Entry not found' });
    }
    if (api === undefined && isLarge(path)) {
      response.writeHead(302, { location: `${endpoint}/store${pathname}` }).end();
      return;
    }
    return send(request, response, path, content);
  }

  function listPage(
    json: (status: number, body: unknown, headers: Readonly<Record<string, string>>) => void,
    repository: HubRepository,
    pathname: string,
    from: number,
  ): void {
    const entries = Object.entries(repository).map(([path, content]) => {
      const lfs = isLarge(path)
        ? { oid: sha256(content), size: content.length, pointerSize: 134 }
        : undefined;
      return { type: 'file', path, size: content.length, oid: gitHash(content), lfs };
    });
    const next = from + PAGE;
    const link = `<${endpoint}${pathname}?recursive=true&expand=false&cursor=${next}>; rel="next"`;
    json(200, entries.slice(from, next), next < entries.length ? { link } : {});
  }

  function send(request: IncomingMessage, response: ServerResponse, path: string, content: Uint8Array): void {
    const [, first, last] = /^bytes=(\d+)-(\d*)$/u.exec(request.headers.range ?? '') ?? [];
    const from = Number(first ?? 0);
    const to = last === undefined || last === '' ? content.length - 1 : Number(last);
    const body = Buffer.from(content.subarray(from, to + 1));
    if (state.damaged.has(path) && body.length > 1) body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': body.length,
      'content-range': `bytes ${from}-${to}/${content.length}`,
      etag: `"${isLarge(path) ? sha256(content) : gitHash(content)}"`,
    });
    const cut = body.length > 1 ? state.cuts.get(path)?.shift() : undefined;
    if (cut === undefined) response.end(body);
    else response.write(body.subarray(0, cut), () => setImmediate(() => response.destroy()));
  }

  return Object.assign(state, {
    endpoint,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
