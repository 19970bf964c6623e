import { announce, announceEntry, announceProgress } from './announcer.js';
import { Composer } from './composer.js';
import { listen, server } from './connection.js';
import { button, byId, element, icon, placeIcons } from './dom.js';
import { bindDrop } from './drop.js';
import { askForm } from './form-dialog.js';
import { bindLanguage } from './language-switch.js';
import { describeEntry, entryBehind, pictureBefore, pictureOf, quotedBy } from './lineage.js';
import { MessageList } from './message-list.js';
import { say } from './say.js';
import { bindShortcuts } from './shortcuts.js';
import { Sidebar, titleOf } from './sidebar.js';
import { bindTheme } from './theme-switch.js';

const EXAMPLES = [
  '/imagine a cat and a dog on grass',
  '/imagine a red car in front of a house',
  '/imagine a boat on the sea at night',
];

const conversations = new Map();
/** Id of the open conversation; undefined is a new one that has no words yet. */
let current;
/** Changes that come while the conversation is being read; undefined when it is not. */
let waiting;
/** Results that came while the page was hidden: shown in its title. */
let unseen = 0;

const messages = new MessageList({
  describe: describeEntry,
  reply: (entry) => composer.reply(entry),
  name: (words, entry) => {
    composer.reply(entry);
    composer.insert(words);
  },
  unname: (words) => composer.retract(words),
  write: (text) => composer.write(text),
  say: (text, entry) => void act({ type: 'words', text, to: entry.id }),
  react: (entry, emoji) => void act({ type: 'reaction', emoji, on: entry.id }),
  press: (entry, id, form) => void press(entry, id, form),
  show: (id) => messages.light(id),
  quoted: (entry) => quotedBy(messages.entries, entry),
  before: (entry) => pictureBefore(messages.entries, entry),
  behind: (entry) => entryBehind(messages.entries, entry),
  /** What an edit that is under way starts from; a new picture starts from nothing. */
  base: (entry) => {
    const isCommand = messages.entries.get(entry.replyTo)?.kind === 'command';
    return isCommand ? undefined : pictureOf(entryBehind(messages.entries, entry));
  },
  gallery: () =>
    [...messages.entries.values()].flatMap(({ pictures, facts }) =>
      pictures.filter(({ role }) => role === 'picture' || (role === 'mask' && facts?.heat !== undefined)),
    ),
});

const composer = new Composer({
  describe: describeEntry,
  send: async (action, files, key) => {
    if (current === undefined) await create();
    await server.act(current, action, files, key);
    messages.scrollToEnd();
  },
});

const sidebar = new Sidebar({
  open: (id) => void open(id),
  create: () => void open(undefined),
  rename: (id, title) => void attempt(() => server.rename(id, title)),
  remove: (id) => void attempt(() => server.remove(id)),
});

/** Does something with the server; what goes wrong is said above the message field. */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    byId('problem').textContent = error.message;
    byId('problem').hidden = false;
    return undefined;
  }
}

const act = (action, files = []) => attempt(() => server.act(current, action, files));

async function press(entry, id, form) {
  const given = form && (await askForm({ title: form.title, fields: form.fields, yes: 'OK' }));
  if (form !== undefined && given === undefined) return;
  const fields = Object.entries(given ?? {});
  const values = fields.filter(([, value]) => typeof value === 'string');
  const files = fields.flatMap(([field, file]) => (file instanceof File ? [{ field, file }] : []));
  await act(
    { type: 'button', id, on: entry.id, ...(form !== undefined && { values: Object.fromEntries(values) }) },
    files,
  );
}

function showConversations() {
  const sorted = [...conversations.values()].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  sidebar.show(sorted, current);
  const conversation = conversations.get(current);
  const title = conversation && titleOf(conversation);
  byId('title').textContent = title ?? say('page.newConversation');
  byId('layout-link').href = current === undefined ? '/layout' : `/layout?c=${current}`;
  const news = unseen === 0 ? '' : `(${unseen}) `;
  document.title = news + (title === undefined ? 'Limner' : `${title} · Limner`);
}

async function open(id) {
  current = id;
  waiting = undefined;
  messages.clear(id === undefined);
  const hash = id === undefined ? '' : `#${id}`;
  if (location.hash !== hash) history.pushState(null, '', hash === '' ? location.pathname : hash);
  composer.enter(id);
  showConversations();
  if (matchMedia('(min-width: 821px)').matches) composer.focus();
  if (id !== undefined) await load();
}

/**
 * Reads the open conversation. What changes meanwhile is shown after it, so that nothing older comes last; of several
 * readings the one that began last counts.
 */
async function load() {
  const reading = [...(waiting ?? [])];
  waiting = reading;
  await attempt(async () => {
    const stored = await server.entries(current);
    if (waiting === reading) messages.fill(stored);
  });
  if (waiting !== reading) return;
  waiting = undefined;
  for (const change of reading) onEntry(change);
}

async function create() {
  const made = await server.create();
  conversations.set(made.id, made);
  current = made.id;
  composer.adopt(made.id);
  history.pushState(null, '', `#${made.id}`);
  showConversations();
}

/** Reads everything again, at the start and after a gap that the server cannot fill. */
async function refresh() {
  const listed = await attempt(() => server.conversations());
  if (listed === undefined) return;
  conversations.clear();
  for (const each of listed) conversations.set(each.id, each);
  if (current !== undefined && !conversations.has(current)) return open(undefined);
  showConversations();
  return current === undefined ? undefined : load();
}

function onEntry({ conversation, entry }) {
  const isResult = (pictureOf(entry) ?? entry.error ?? entry.choices[0]) !== undefined;
  if (document.hidden && entry.author === 'bot' && isResult) {
    unseen += 1;
    showConversations();
  }
  if (conversation !== current) return;
  if (waiting !== undefined) {
    waiting.push({ conversation, entry });
    return;
  }
  const old = messages.entries.get(entry.id);
  messages.show(entry);
  if (entry.author === 'user') return;
  if (entry.progress !== undefined) announceProgress(`${conversation}/${entry.id}`, entry.progress);
  else if (old === undefined || old.progress !== undefined || old.text !== entry.text) announceEntry(entry);
}

const send = (example) => () => {
  composer.write(example);
  byId('composer').requestSubmit();
};

function showExamples() {
  byId('examples').replaceChildren(
    ...EXAMPLES.map((example) => {
      const [name, ...rest] = example.split(' ');
      const words = element('span', {}, element('b', {}, name), ` ${rest.join(' ')}`);
      return element(
        'li',
        {},
        button({ class: 'example', on: { click: send(example) } }, icon('brush'), words),
      );
    }),
  );
}

/** Shows whether the server is there. A short gap is not worth a word. */
const connection = {
  line: byId('connection'),
  timer: undefined,
  found() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.line.textContent !== '') announce(say('page.connected'));
    this.line.textContent = '';
    this.line.dataset.state = 'open';
  },
  lost() {
    this.line.dataset.state = 'lost';
    // The browser tries again every second and says so each time.
    this.timer ??= setTimeout(() => {
      this.line.textContent = say('page.connectionLost');
    }, 1500);
  },
};

placeIcons();
bindTheme();
bindLanguage();
bindDrop((files) => composer.add(files));
bindShortcuts(messages, {
  reply: (entry) => composer.reply(entry),
  press: (entry, id) => void press(entry, id),
  open: () => void open(undefined),
  write: (text) => composer.begin(text),
  focus: () => composer.focus(),
});
showExamples();
byId('keyboard-help').addEventListener('click', () => byId('help-dialog').showModal());
addEventListener('popstate', () => void open(location.hash.slice(1) || undefined));
document.addEventListener('visibilitychange', () => {
  unseen = 0;
  showConversations();
});
listen({
  onReady: (isFresh) => {
    connection.found();
    if (isFresh) void refresh();
  },
  onEntry,
  onConversation: (conversation) => {
    conversations.set(conversation.id, conversation);
    showConversations();
  },
  onGone: ({ conversation }) => {
    conversations.delete(conversation);
    if (conversation === current) void open(undefined);
    else showConversations();
  },
  onCleared: ({ conversation }) => {
    if (conversation === current) void load();
  },
  onLost: () => connection.lost(),
});
void attempt(async () => {
  const commands = await server.commands();
  composer.commands = commands;
  byId('layout-link').hidden = !commands.some(({ name }) => name === 'layout');
});
void open(location.hash.slice(1) || undefined);
