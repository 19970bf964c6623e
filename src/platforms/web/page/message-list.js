import { byId, element } from './dom.js';
import { renderEntry } from './entries.js';
import { pictureOf } from './lineage.js';

/** Messages that are drawn at first, and with each wish for earlier ones. */
const PAGE = 60;
const NEAR_END = 160;

const main = byId('main');
const list = byId('entries');
const newest = byId('to-newest');
const earlier = byId('earlier');

const idOf = (article) => article.id.slice(6);

/** The messages of the open conversation, on the page. */
export class MessageList {
  /** All of them by id, drawn or not. */
  entries = new Map();
  #context;
  /** Whether the end was in sight when somebody scrolled last: then what grows is followed. */
  #stays = true;

  /** @param {object} context what can be done with a message, see `renderEntry` */
  constructor(context) {
    this.#context = context;
    newest.addEventListener('click', () => this.scrollToEnd());
    earlier.addEventListener('click', () => this.showEarlier());
    main.addEventListener('scroll', () => {
      this.#stays = this.isAtEnd;
      if (this.#stays) newest.hidden = true;
    });
    // Pictures, and the buttons below them, find their height only when they are there.
    new ResizeObserver(() => {
      if (this.#stays) this.scrollToEnd();
    }).observe(list);
  }

  get isAtEnd() {
    return main.scrollHeight - main.scrollTop - main.clientHeight < NEAR_END;
  }

  /** Articles that are drawn, oldest first. */
  get articles() {
    return [...list.children];
  }

  articleOf(id) {
    return byId(`entry-${id}`);
  }

  /** The message that has the focus somewhere in it. */
  get focused() {
    const article = document.activeElement?.closest('.entry');
    return article === null || article === undefined ? undefined : this.entries.get(idOf(article));
  }

  /** Empties the list for another conversation; `isNew` shows the words of welcome. */
  clear(isNew) {
    this.entries = new Map();
    list.replaceChildren();
    newest.hidden = true;
    earlier.hidden = true;
    byId('welcome').hidden = !isNew;
  }

  /** Shows what the server has; what is drawn and still there stays. */
  fill(stored) {
    const known = new Set(stored.map(({ id }) => id));
    for (const article of this.articles) if (!known.has(idOf(article))) article.remove();
    this.entries = new Map(stored.map((entry) => [entry.id, entry]));
    const isDrawn = (entry, at) => at >= stored.length - PAGE || this.articleOf(entry.id) !== null;
    for (const entry of stored.filter(isDrawn)) this.#draw(entry, false);
    earlier.hidden = list.childElementCount >= stored.length;
    byId('welcome').hidden = stored.length > 0;
    this.#stays = true;
    this.scrollToEnd();
  }

  /** Shows a message that is new or has changed. */
  show(entry) {
    const isNew = !this.entries.has(entry.id);
    const wasAtEnd = this.isAtEnd;
    this.entries.set(entry.id, entry);
    this.#draw(entry, isNew);
    byId('welcome').hidden = true;
    if (isNew && pictureOf(entry) !== undefined) this.#endWork(entry);
    if (wasAtEnd) this.scrollToEnd();
    else if (isNew && entry.author === 'bot') newest.hidden = false;
  }

  /** Goes to a message and lets it light up. */
  light(id) {
    const wasDrawn = this.articleOf(id) !== null;
    while (this.articleOf(id) === null && !earlier.hidden) this.showEarlier();
    const article = this.articleOf(id);
    // On the way there from the end, a list that has just grown would be followed back to the end.
    article?.scrollIntoView({ block: 'center', behavior: wasDrawn ? 'smooth' : 'auto' });
    article?.classList.remove('is-lit');
    requestAnimationFrame(() => article?.classList.add('is-lit'));
    article?.focus({ preventScroll: true });
  }

  /** Draws the messages before the first one that is to be seen; what is being read stays where it is. */
  showEarlier() {
    const before = main.scrollHeight - main.scrollTop;
    const first = Number(idOf(list.firstElementChild));
    const hidden = [...this.entries.values()].filter(({ id }) => Number(id) < first);
    for (const entry of hidden.slice(-PAGE)) this.#draw(entry, false);
    earlier.hidden = hidden.length <= PAGE;
    main.scrollTop = main.scrollHeight - before;
  }

  scrollToEnd() {
    newest.hidden = true;
    requestAnimationFrame(() => main.scrollTo({ top: main.scrollHeight }));
  }

  #draw(entry, isArriving) {
    let article = this.articleOf(entry.id);
    const isNew = article === null;
    if (isNew) {
      article = element('li', { id: `entry-${entry.id}`, tabindex: '-1' });
      const after = this.articles.find((other) => Number(idOf(other)) > Number(entry.id));
      list.insertBefore(article, after ?? null);
    }
    renderEntry(article, entry, this.#context);
    if (isNew && isArriving) article.classList.add('is-arriving');
  }

  /** A result has come: its receipt stops to show the preview in the same moment, not when it is updated. */
  #endWork({ replyTo, id }) {
    for (const other of this.entries.values()) {
      if (other.progress === undefined || other.replyTo !== replyTo || other.id === id) continue;
      this.articleOf(other.id)?.classList.add('is-over');
    }
  }
}
