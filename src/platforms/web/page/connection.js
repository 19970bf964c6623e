import { say } from './say.js';
/** A sentence from the server that may be shown as it is. */
export class ServerRefusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

async function ask(path, init = {}) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ServerRefusal('OFFLINE', say('page.noAnswer'));
  }
  if (response.status === 204) return undefined;
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  throw new ServerRefusal(
    answer?.error?.code ?? 'HTTP',
    answer?.error?.message ?? say('page.serverError', { status: String(response.status) }),
  );
}

const json = (method, body) => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const server = {
  commands: () => ask('/api/commands'),
  conversations: () => ask('/api/conversations'),
  create: () => ask('/api/conversations', { method: 'POST' }),
  rename: (id, title) => ask(`/api/conversations/${id}`, json('PATCH', { title })),
  remove: (id) => ask(`/api/conversations/${id}`, { method: 'DELETE' }),
  entries: (id) => ask(`/api/conversations/${id}/entries`),
  /** `key` names this one sending: when it is tried again after a lost answer, it is done once. */
  act(id, action, files = [], key = crypto.randomUUID()) {
    const form = new FormData();
    form.set('action', JSON.stringify(action));
    form.set('key', key);
    // A file that was chosen in a field of a form says which.
    for (const each of files) {
      const { field, file } = each instanceof File ? { file: each } : each;
      form.append(field === undefined ? 'file' : `file.${field}`, file, file.name);
    }
    return ask(`/api/conversations/${id}/actions`, { method: 'POST', body: form });
  },
  /** Opens a one-time link to the layout painter. */
  openLink: (token) => ask('/api/painter/open', json('POST', { token })),
  /** Paints behind an opened link: once. */
  paintLink(id, options, painting) {
    const form = new FormData();
    form.set('options', JSON.stringify(options));
    form.append('file', painting, painting.name);
    return ask(`/api/painter/${id}/paint`, { method: 'POST', body: form });
  },
};

/**
 * Listens to what happens, for ever: the browser comes back by itself and says what it saw last.
 *
 * @param {{ onReady(isFresh: boolean): void, onEntry(data: object): void, onConversation(data: object): void, onGone(data: object): void, onCleared(data: object): void, onLost(): void }} listeners
 */
export function listen(listeners) {
  const source = new EventSource('/api/stream');
  const on = (name, call) => source.addEventListener(name, (event) => call(JSON.parse(event.data)));
  let isFirst = true;
  on('ready', () => {
    listeners.onReady(isFirst);
    isFirst = false;
  });
  on('reset', () => {
    listeners.onReady(true);
    isFirst = false;
  });
  on('entry', (data) => listeners.onEntry(data));
  on('conversation', (data) => listeners.onConversation(data));
  on('gone', (data) => listeners.onGone(data));
  on('cleared', (data) => listeners.onCleared(data));
  source.addEventListener('error', () => {
    listeners.onLost();
    if (source.readyState !== EventSource.CLOSED) return;
    // The server refused, for example because the cookie is gone: open the page's address for a new one.
    setTimeout(() => void fetch('/').finally(() => listen(listeners)), 2000);
  });
}
