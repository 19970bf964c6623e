import { announce, announceEntry, announceProgress } from './announcer.js';
import { Composer } from './composer.js';
import { listen, server } from './connection.js';
import { button, byId, element, icon, isWriting, placeIcons } from './dom.js';
import { renderEntry } from './entries.js';
import { askForm } from './form-dialog.js';
import { Sidebar } from './sidebar.js';
import { bindTheme } from './theme-switch.js';

const EXAMPLES = [
  '/imagine a cat and a dog on grass',
  '/imagine a red car in front of a house',
  '/imagine a boat on the sea at night',
];

/** Messages that are drawn at first, and with each wish for earlier ones. */
const PAGE = 60;

const main = byId('main');
const list = byId('entries');
const newest = byId('to-newest');
const earlier = byId('earlier');

const conversations = new Map();
/** Messages of the open conversation by id. */
let entries = new Map();
let current;
let isLoaded = false;
/** Results that came while the page was hidden: shown in its title. */
let unseen = 0;

const context = {
  describe,
  reply: (entry) => composer.reply(entry),
  name: (words, entry) => {
    composer.reply(entry);
    composer.insert(words);
  },
  say: (text, entry) => void act({ type: 'words', text, to: entry.id }),
  write: (text) => composer.write(text),
  press,
  react: (entry, emoji) => void act({ type: 'reaction', emoji, on: entry.id }),
  show: (id) => {
    while (articleOf(id) === null && !earlier.hidden) showEarlier();
    const article = articleOf(id);
    article?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    article?.classList.remove('is-lit');
    requestAnimationFrame(() => article?.classList.add('is-lit'));
    article?.focus({ preventScroll: true });
  },
  quoted: (entry) => {
    const quoted = entry.replyTo === undefined ? undefined : entries.get(entry.replyTo);
    // An answer right below its question needs no pointer to it.
    const isNext =
      quoted !== undefined && Number(entry.id) - Number(quoted.id) <= 2 && quoted.author === 'user';
    return isNext || entry.kind === 'action' ? undefined : quoted;
  },
  before: pictureBefore,
  behind: entryBehind,
  base: (entry) =>
    entries.get(entry.replyTo)?.kind === 'command' ? undefined : pictureOf(entryBehind(entry)),
  gallery: () =>
    [...entries.values()].flatMap(({ pictures }) => pictures.filter(({ role }) => role === 'picture')),
};

const composer = new Composer({
  describe,
  send: async (action, files, key) => {
    if (current === undefined) await create();
    await server.act(current, action, files, key);
    scrollToEnd();
  },
});

const sidebar = new Sidebar({
  open: (id) => void open(id),
  create: () => void open(undefined),
  rename: (id, title) => void attempt(() => server.rename(id, title)),
  remove: (id) => void attempt(() => server.remove(id)),
});

/** "#3, a horse and a dog on grass": how a message is called in a reply. */
function describe(entry) {
  const [first] = entry.pictures;
  const number = /#\d+/u.exec(entry.text)?.[0];
  const words = first?.alt ?? entry.text.split('\n')[0];
  return [number, words.length > 60 ? `${words.slice(0, 59)}…` : words].filter(Boolean).join(', ');
}

/** A picture that can be worked on: one of the session or one that a person brought, no contact sheet. */
const pictureOf = (entry) =>
  entry?.author === 'user' || entry?.facts?.number !== undefined
    ? entry.pictures.find(({ role }) => role === 'picture')
    : undefined;

/** The message with the picture that words were about: the one replied to, or the newest before them. */
function entryBehind(entry) {
  let parent = entries.get(entry.replyTo);
  while (parent !== undefined && pictureOf(parent) === undefined) parent = entries.get(parent.replyTo);
  return (
    parent ??
    [...entries.values()].findLast(
      (each) => Number(each.id) < Number(entry.id) && pictureOf(each) !== undefined,
    )
  );
}

/** The picture that a picture was made from: its parent by number, or what the words were about. */
function pictureBefore(entry) {
  const { changed, parent } = entry.facts ?? {};
  const isNew = parent === undefined && (typeof changed !== 'number' || changed >= 1);
  if (isNew || pictureOf(entry) === undefined) return undefined;
  const named = [...entries.values()].find(({ facts }) => parent !== undefined && facts?.number === parent);
  return pictureOf(named ?? entryBehind(entry));
}

const articleOf = (id) => byId(`entry-${id}`);

function showEntry(entry, isArriving) {
  entries.set(entry.id, entry);
  let article = articleOf(entry.id);
  const isNew = article === null;
  if (isNew) {
    article = element('li', { id: `entry-${entry.id}`, tabindex: '-1' });
    const after = [...list.children].find((other) => Number(other.id.slice(6)) > Number(entry.id));
    list.insertBefore(article, after ?? null);
  }
  renderEntry(article, entry, context);
  if (isNew && isArriving) article.classList.add('is-arriving');
  byId('welcome').hidden = entries.size > 0;
}

function onEntry({ conversation, entry }) {
  if (
    document.hidden &&
    entry.author === 'bot' &&
    (pictureOf(entry) ?? entry.error ?? entry.choices[0]) !== undefined
  ) {
    unseen += 1;
    showConversations();
  }
  if (conversation !== current || !isLoaded) return;
  const old = entries.get(entry.id);
  const isAtEnd = main.scrollHeight - main.scrollTop - main.clientHeight < 160;
  showEntry(entry, true);
  if (old === undefined && pictureOf(entry) !== undefined) endWork(entry);
  if (isAtEnd) scrollToEnd();
  else if (old === undefined && entry.author === 'bot') newest.hidden = false;
  if (entry.author === 'user') return;
  if (entry.progress !== undefined) announceProgress(`${conversation}/${entry.id}`, entry.progress);
  else if (old === undefined || old.progress !== undefined || old.text !== entry.text) announceEntry(entry);
}

/** A result has come: its receipt stops to show the preview in the same moment, not when it is updated. */
function endWork({ replyTo, id }) {
  for (const other of entries.values()) {
    if (other.progress !== undefined && other.replyTo === replyTo && other.id !== id)
      articleOf(other.id)?.classList.add('is-over');
  }
}

function scrollToEnd() {
  newest.hidden = true;
  // Pictures find their height only when they are there.
  requestAnimationFrame(() => main.scrollTo({ top: main.scrollHeight }));
}

function showConversations() {
  const sorted = [...conversations.values()].sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  sidebar.show(sorted, current);
  const title = conversations.get(current)?.title;
  byId('title').textContent = title ?? 'New conversation';
  byId('layout-link').href = current === undefined ? '/layout' : `/layout?c=${current}`;
  const news = unseen === 0 ? '' : `(${unseen}) `;
  document.title = news + (title === undefined ? 'Limner' : `${title} · Limner`);
}

async function open(id) {
  current = id;
  isLoaded = id === undefined;
  entries = new Map();
  list.replaceChildren();
  newest.hidden = true;
  earlier.hidden = true;
  const hash = id === undefined ? '' : `#${id}`;
  if (location.hash !== hash) history.pushState(null, '', hash === '' ? location.pathname : hash);
  composer.enter(id);
  showConversations();
  byId('welcome').hidden = id !== undefined;
  if (matchMedia('(min-width: 821px)').matches) composer.focus();
  if (id !== undefined) await load();
}

async function load() {
  const id = current;
  await attempt(async () => {
    const stored = await server.entries(id);
    if (id !== current) return;
    isLoaded = true;
    const known = new Set(stored.map((entry) => entry.id));
    for (const gone of [...entries.keys()].filter((each) => !known.has(each))) articleOf(gone)?.remove();
    entries = new Map(stored.map((entry) => [entry.id, entry]));
    const drawn = stored.filter((entry, at) => at >= stored.length - PAGE || articleOf(entry.id) !== null);
    for (const entry of drawn) showEntry(entry, false);
    earlier.hidden = list.childElementCount >= entries.size;
    byId('welcome').hidden = entries.size > 0;
    scrollToEnd();
    for (const image of list.querySelectorAll('img'))
      if (!image.complete) image.addEventListener('load', keepAtEnd, { once: true });
  });
}

/** Draws the messages before the first one that is to be seen; what is being read stays where it is. */
function showEarlier() {
  const before = main.scrollHeight - main.scrollTop;
  const first = Number(list.firstElementChild?.id.slice(6) ?? 0);
  const hidden = [...entries.values()].filter(({ id }) => Number(id) < first);
  for (const entry of hidden.slice(-PAGE)) showEntry(entry, false);
  earlier.hidden = hidden.length <= PAGE;
  main.scrollTop = main.scrollHeight - before;
}

function keepAtEnd() {
  if (main.scrollHeight - main.scrollTop - main.clientHeight < 700) scrollToEnd();
}

async function create() {
  const made = await server.create();
  conversations.set(made.id, made);
  current = made.id;
  composer.adopt(made.id);
  isLoaded = true;
  history.pushState(null, '', `#${made.id}`);
  showConversations();
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    byId('problem').textContent = error.message;
    byId('problem').hidden = false;
    return undefined;
  }
}

const act = (action) => attempt(() => server.act(current, action));

async function press(entry, id, form) {
  if (form === undefined) return void (await act({ type: 'button', id, on: entry.id }));
  const values = await askForm({ title: form.title, fields: form.fields, yes: 'OK' });
  if (values !== undefined) await act({ type: 'button', id, on: entry.id, values });
  return undefined;
}

async function refresh() {
  const [listed] = await Promise.all([
    attempt(() => server.conversations()),
    isLoaded && current !== undefined ? load() : undefined,
  ]);
  if (listed === undefined) return;
  conversations.clear();
  for (const each of listed) conversations.set(each.id, each);
  if (current !== undefined && !conversations.has(current)) await open(undefined);
  else showConversations();
}

function onKey(event) {
  const focused = document.activeElement?.closest('.entry');
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    event.preventDefault();
    const all = [...list.children];
    const at = focused === null || focused === undefined ? all.length : all.indexOf(focused);
    const target = all[Math.max(0, Math.min(all.length - 1, at + (event.key === 'ArrowUp' ? -1 : 1)))];
    target?.focus();
    target?.scrollIntoView({ block: 'nearest' });
    return;
  }
  if (isWriting() || event.altKey || event.ctrlKey || event.metaKey) return;
  const entry =
    focused === null || focused === undefined
      ? [...entries.values()].findLast(({ pictures }) => pictures.some(({ role }) => role === 'picture'))
      : entries.get(focused.id.slice(6));
  const article = entry === undefined ? undefined : articleOf(entry.id);
  const keys = {
    '/': () => (
      composer.focus(),
      byId('words').value === '' && composer.write('/'),
      byId('words').dispatchEvent(new Event('input'))
    ),
    Escape: () => composer.focus(),
    '?': () => byId('help-dialog').showModal(),
    n: () => void open(undefined),
    r: () => entry && composer.reply(entry),
    m: () => article?.querySelectorAll('[data-do="mask"]').forEach((toggle) => toggle.click()),
    c: () => article?.querySelector('[data-do="compare"]')?.click(),
    o: () => article?.querySelector('[data-do="open"]')?.click(),
  };
  if (/^[1-9]$/u.test(event.key)) {
    const asking =
      entry?.choices.length > 0 ? entry : [...entries.values()].findLast(({ choices }) => choices.length > 0);
    const choice = asking?.choices.find(({ number }) => number === Number(event.key));
    if (choice === undefined) return;
    event.preventDefault();
    void press(asking, choice.id);
  } else if (event.key in keys) {
    event.preventDefault();
    keys[event.key]();
  }
}

const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');

const shade = (isShown) => {
  byId('drop').hidden = !isShown;
};

/** Takes pictures that are dropped anywhere on the page. */
function bindDrop() {
  let depth = 0;
  addEventListener('dragenter', (event) => carriesFiles(event) && (depth++, shade(true)));
  addEventListener('dragleave', (event) => carriesFiles(event) && --depth === 0 && shade(false));
  addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
  addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    shade(false);
    composer.add([...event.dataTransfer.files]);
  });
}

function showExamples() {
  byId('examples').replaceChildren(
    ...EXAMPLES.map((example) => {
      const [, name, rest] = /^(\/\S+)(.*)$/u.exec(example);
      return element(
        'li',
        {},
        button(
          {
            class: 'example',
            on: { click: () => (composer.write(example), byId('composer').requestSubmit()) },
          },
          icon('brush'),
          element('span', {}, element('b', {}, name), rest),
        ),
      );
    }),
  );
}

placeIcons();
bindTheme();
bindDrop();
showExamples();
addEventListener('keydown', onKey);
addEventListener('popstate', () => void open(location.hash.slice(1) || undefined));
newest.addEventListener('click', scrollToEnd);
earlier.addEventListener('click', showEarlier);
document.addEventListener('visibilitychange', () => {
  unseen = 0;
  showConversations();
});
main.addEventListener(
  'scroll',
  () => main.scrollHeight - main.scrollTop - main.clientHeight < 160 && (newest.hidden = true),
);
byId('keyboard-help').addEventListener('click', () => byId('help-dialog').showModal());

let lost;
listen({
  onReady: (isFresh) => {
    clearTimeout(lost);
    lost = undefined;
    if (byId('connection').textContent !== '') announce('Connected again');
    byId('connection').textContent = '';
    byId('connection').dataset.state = 'open';
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
  onLost: () => {
    byId('connection').dataset.state = 'lost';
    // A short gap is not worth a word; the browser tries again every second and says so each time.
    lost ??= setTimeout(() => {
      byId('connection').textContent = 'Connection lost, trying again…';
    }, 1500);
  },
});
void attempt(async () => {
  const commands = await server.commands();
  composer.commands = commands;
  byId('layout-link').hidden = !commands.some(({ name }) => name === 'layout');
});
void open(location.hash.slice(1) || undefined);
