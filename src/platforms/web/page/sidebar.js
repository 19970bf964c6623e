import { button, byId, element, icon, pictureUrl } from './dom.js';
import { askForm } from './form-dialog.js';
import { say } from './say.js';

const list = byId('conversations');
const sidebar = byId('sidebar');
const opener = byId('open-sidebar');

/** The list of conversations; on a narrow window a drawer. */
export class Sidebar {
  #context;
  #seen = JSON.parse(localStorage.getItem('limner-seen') ?? '{}');

  /** @param {{ open(id: string): void, create(): void, rename(id: string, title: string): void, remove(id: string): void }} context */
  constructor(context) {
    this.#context = context;
    byId('new-conversation').addEventListener('click', () => {
      this.close();
      context.create();
    });
    opener.addEventListener('click', () => this.#toggle(true));
    byId('close-sidebar').addEventListener('click', () => this.close());
    byId('veil').addEventListener('click', () => this.close());
    sidebar.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && sidebar.classList.contains('is-open')) {
        event.stopPropagation();
        this.close();
      }
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.#walk(event);
    });
  }

  close() {
    if (sidebar.classList.contains('is-open')) this.#toggle(false);
  }

  /** @param {object[]} conversations newest first */
  show(conversations, current) {
    const focused = document.activeElement?.closest('.conversation')?.dataset.id;
    const focusedDo = document.activeElement?.dataset?.do;
    list.replaceChildren(...conversations.map((each) => this.#item(each, each.id === current)));
    if (focused !== undefined) list.querySelector(`[data-id="${focused}"] [data-do="${focusedDo}"]`)?.focus();
  }

  /** Remembers what has been looked at, so that a result that came meanwhile gets a dot. */
  see({ id, updatedAt }) {
    if (this.#seen[id] === updatedAt) return;
    this.#seen[id] = updatedAt;
    localStorage.setItem('limner-seen', JSON.stringify(this.#seen));
  }

  #toggle(isOpen) {
    sidebar.classList.toggle('is-open', isOpen);
    opener.setAttribute('aria-expanded', String(isOpen));
    byId('room').inert = isOpen;
    (isOpen ? byId('close-sidebar') : opener).focus();
  }

  #walk(event) {
    const items = [...list.querySelectorAll('.open-conversation')];
    const at = items.indexOf(document.activeElement);
    if (at === -1) return;
    event.preventDefault();
    items[Math.max(0, Math.min(items.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  }

  #item(conversation, isCurrent) {
    const { id, thumbnail, updatedAt, isWorking } = conversation;
    const title = titleOf(conversation);
    if (isCurrent) this.see(conversation);
    const isNew = !isCurrent && this.#seen[id] !== updatedAt;
    const state = isWorking
      ? [element('span', { class: 'spinner' }), say('page.painting')]
      : isNew
        ? [element('span', { class: 'dot' }), say('page.new')]
        : [whenOf(updatedAt)];
    return element(
      'li',
      { class: `conversation${isCurrent ? ' is-current' : ''}`, 'data-id': id },
      button(
        {
          class: 'open-conversation',
          'data-do': 'open',
          'aria-current': isCurrent ? 'true' : undefined,
          on: {
            click: () => {
              this.close();
              this.#context.open(id);
            },
          },
        },
        thumbnail === undefined
          ? element('span', { class: 'thumb' }, icon('brush'))
          : element('img', { class: 'thumb', src: pictureUrl(thumbnail), alt: '', loading: 'lazy' }),
        element(
          'span',
          { class: 'conversation-words' },
          element('span', { class: 'conversation-title' }, title),
          element('span', { class: 'conversation-when' }, ...state),
        ),
      ),
      element(
        'div',
        { class: 'conversation-tools' },
        button({
          class: 'quiet square',
          icon: 'rename',
          'data-do': 'rename',
          'aria-label': say('page.renameNamed', { title }),
          on: { click: () => void this.#rename(conversation) },
        }),
        button({
          class: 'quiet square',
          icon: 'trash',
          'data-do': 'remove',
          'aria-label': say('page.deleteNamed', { title }),
          on: { click: () => void this.#remove(conversation) },
        }),
      ),
    );
  }

  async #rename(conversation) {
    const { id } = conversation;
    const title = titleOf(conversation);
    const form = await askForm({
      title: say('page.renameTitle'),
      fields: [{ name: 'title', label: say('page.title'), value: title, isRequired: true }],
      yes: say('page.rename'),
    });
    if (form !== undefined && form.title.trim() !== '')
      this.#context.rename(id, form.title.trim().slice(0, 80));
  }

  async #remove(conversation) {
    const { id } = conversation;
    const title = titleOf(conversation);
    const form = await askForm({
      title: say('page.deleteTitle'),
      text: say('page.deleteText', { title }),
      yes: say('page.delete'),
      isDanger: true,
    });
    if (form !== undefined) this.#context.remove(id);
  }
}

/** How a conversation is called; one without words yet has no name of its own. */
export const titleOf = ({ title, isNamed }) =>
  title === 'New conversation' && !isNamed ? say('page.newConversation') : title;

function whenOf(iso) {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString([], { day: 'numeric', month: 'short' });
}
