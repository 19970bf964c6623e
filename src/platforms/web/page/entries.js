import { button, element, icon, pictureUrl } from './dom.js';
import { maskList } from './masks.js';
import { pictureFigure } from './picture.js';
import { say } from './say.js';
import { wordsOf } from './words.js';
import { showWork } from './work.js';

/**
 * Draws a message, or draws again what has changed in it: what is the same stays as it is, with its
 * focus and its switched masks.
 *
 * @param {HTMLElement} article
 * @param {object} entry
 * @param {object} context what the chat can do
 */
export function renderEntry(article, entry, context) {
  article.className = `entry is-${entry.author} is-${entry.kind}`;
  article.classList.toggle('is-receipt', isReceipt(entry));
  article.classList.toggle('is-echo', isReceipt(entry) && /^✓ ["„«「“]/u.test(entry.text));
  article.setAttribute(
    'aria-label',
    `${entry.author === 'user' ? say('page.you') : 'Limner'}, ${timeOf(entry)}`,
  );
  const hadFocus = article.contains(document.activeElement) && document.activeElement !== article;
  article.classList.toggle(
    'has-picture',
    entry.author === 'bot' && (entry.progress ?? entry.facts?.objects ?? entry.pictures[0]) !== undefined,
  );
  renderParts(article, [
    ...partsAbove(entry, context),
    ['beside', 'always', () => element('div', { class: 'beside' })],
  ]);
  renderParts(article.lastElementChild, partsBeside(entry, context));
  if (hadFocus && !article.contains(document.activeElement)) article.focus({ preventScroll: true });
}

/** Puts parts into their place: name, what each is made from, how it is made, how it is changed in place. */
function renderParts(parent, parts) {
  // Nodes that stay are never moved: a moved button would lose its focus.
  let next = parent.firstChild;
  for (const [name, data, build, refresh] of parts) {
    const old = parent.querySelector(`:scope > [data-part="${name}"]`);
    const state = data === undefined ? undefined : JSON.stringify(data);
    let node = old;
    if (old === null || state === undefined || old.shownState !== state) {
      node = state === undefined ? null : old !== null && refresh !== undefined ? refresh(old) : build();
      if (node !== null) Object.assign(node, { shownState: state }).dataset.part = name;
    }
    if (old !== null && old !== node) {
      if (old === next) next = old.nextSibling;
      old.remove();
    }
    if (node === null) continue;
    if (node === next) next = node.nextSibling;
    else parent.insertBefore(node, next);
  }
}

/** The line that is left of a receipt when its job has ended. */
const isReceipt = ({ author, text, progress, error, facts }) =>
  author === 'bot' &&
  progress === undefined &&
  error === undefined &&
  (facts?.isCancelled === true || text.startsWith('✓ '));

/** Where the model looked: such a map is a picture of its own, nothing to lay over another one. */
const isHeat = ({ facts }) => facts?.heat !== undefined;

export const timeOf = ({ createdAt }) =>
  new Date(createdAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** What is to be seen: on a wide window it stands on the left, the words beside it. */
function partsAbove(entry, context) {
  const { progress, files } = entry;
  const own = entry.pictures.filter(({ role }) => role !== 'preview' && (role !== 'mask' || isHeat(entry)));
  // An answer that only names objects shows them in the picture it is about.
  const seen = own.length === 0 && entry.facts?.objects !== undefined ? context.behind(entry) : undefined;
  const shown = seen === undefined ? own : seen.pictures.filter(({ role }) => role === 'picture').slice(0, 1);
  const previews = entry.pictures.filter(({ role }) => role === 'preview');
  const quoted = context.quoted(entry);
  return [
    ['quote', quoted && [quoted.id, quoted.text], () => quoteLine(quoted, context)],
    ['files', files.length === 0 ? undefined : files, () => fileList(files)],
    [
      'pictures',
      shown.length === 0 ? undefined : [shown, entry.facts?.objects, context.before(entry)?.hash],
      () => pictureList(entry, shown, context, (isHeat(entry) ? context.behind(entry) : seen) ?? entry),
    ],
    [
      'work',
      progress && [progress, previews],
      () => showWork(element('div', { class: 'work' }), progress, previews, context.base(entry)),
      (old) => showWork(old, progress, previews),
    ],
  ];
}

/** What is said and what can be done. */
function partsBeside(entry, context) {
  const { text, error, progress, choices, buttons, reactions } = entry;
  const masks = isHeat(entry) ? [] : entry.pictures.filter(({ role }) => role === 'mask');
  return [
    ['words', text === '' ? undefined : text, () => wordsOf(entry, context)],
    ['failure', error, () => failureLine(error)],
    ['masks', masks.length === 0 ? undefined : entry.pictures, () => maskList(masks)],
    [
      'interrupted',
      entry.isInterrupted && progress === undefined ? true : undefined,
      () => element('p', { class: 'meta' }, say('page.interrupted')),
    ],
    ['choices', choices.length === 0 ? undefined : choices, () => choiceList(entry, context)],
    ['buttons', buttons.length === 0 ? undefined : buttons, () => buttonList(entry, context)],
    ['reactions', reactions.length === 0 ? undefined : reactions, () => reactionList(entry, context)],
  ];
}

function quoteLine(quoted, context) {
  const picture = quoted.pictures.find(({ role }) => role === 'picture' || role === 'choice');
  return button(
    {
      class: 'quote',
      'aria-label': say('page.inReplyTo', { message: context.describe(quoted) }),
      on: { click: () => context.show(quoted.id) },
    },
    picture === undefined ? icon('reply') : element('img', { src: pictureUrl(picture.hash), alt: '' }),
    element('span', {}, context.describe(quoted)),
  );
}

const fileList = (files) =>
  element(
    'ul',
    {},
    ...files.map(({ name, bytes }) =>
      element('li', { class: 'file-name' }, `${name}, ${Math.ceil(bytes / 1000)} kB`),
    ),
  );

function pictureList(entry, shown, context, about) {
  const list = element(
    'div',
    { class: 'pictures' },
    ...shown.map((picture) => pictureFigure(entry, picture, context, about)),
  );
  list.classList.toggle('is-many', shown.length > 1);
  return list;
}

/** Not a failure: there was only nothing to do in what was said. */
const MILD = new Set(['NO_EDIT', 'NO_PICTURE', 'NO_CHOICE', 'ENGLISH_ONLY', 'EMPTY', 'UNKNOWN_COMMAND']);

function failureLine({ code, message }) {
  const isMild = MILD.has(code);
  return element(
    'div',
    { class: isMild ? 'failure is-mild' : 'failure' },
    icon(isMild ? 'brush' : 'warn'),
    element('p', {}, message),
  );
}

function choiceList(entry, context) {
  return element(
    'ul',
    { class: 'choices', 'aria-label': say('page.choices') },
    ...entry.choices.map(({ id, number, label }) =>
      element(
        'li',
        {},
        button(
          { class: 'button', 'data-number': number, on: { click: () => context.press(entry, id) } },
          element('kbd', {}, String(number)),
          label,
        ),
      ),
    ),
  );
}

function buttonList(entry, context) {
  return element(
    'ul',
    { class: 'buttons', 'aria-label': say('page.actions') },
    ...entry.buttons.map((each) =>
      element(
        'li',
        {},
        isAddress(each.url)
          ? linkButton(each)
          : button(
              {
                class: `button ${each.style ?? ''}`,
                on: { click: () => context.press(entry, each.id, each.ask) },
              },
              each.label,
            ),
      ),
    ),
  );
}

/** Nothing but a page of this server or of the web: a `javascript:` address is no address. */
const isAddress = (url) => /^(?:https?:\/\/|\/(?!\/))/u.test(url ?? '');

const linkButton = ({ url, label, style = '' }) =>
  element('a', { class: `button ${style}`, href: url }, label);

const reactionList = (entry, context) =>
  element(
    'ul',
    { class: 'reactions', 'aria-label': say('page.reactions') },
    ...entry.reactions.map((emoji) =>
      element(
        'li',
        {},
        button(
          {
            class: 'reaction',
            'aria-label': say('page.react', { emoji }),
            on: { click: () => context.react(entry, emoji) },
          },
          emoji,
        ),
      ),
    ),
  );
