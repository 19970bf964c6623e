import { announce } from './announcer.js';
import { button, byId, element } from './dom.js';
import { say } from './say.js';

const list = byId('suggestions');
const words = byId('words');
const usage = byId('usage');

/** Names of the options that can be typed; pictures are attached instead. */
const typed = (command) => Object.entries(command.options).filter(([, option]) => option.type !== 'image');
const isRest = (option) => option.type === 'text' && option.choices === undefined && option.required;

/**
 * What fits at the end of the text: commands after "/", options after "--", choices after "name:".
 *
 * @param {string} text up to the caret
 * @param {object[]} commands
 * @returns {{ from: number, insert: string, name: string, help: string, isWhole: boolean }[]}
 */
export function suggest(text, commands) {
  const name = /^\/(\w*)$/u.exec(text)?.[1];
  if (name !== undefined) {
    const wanted = name.toLowerCase();
    return commands
      .filter((command) => command.name.includes(wanted))
      .sort((a, b) => Number(b.name.startsWith(wanted)) - Number(a.name.startsWith(wanted)))
      .map((command) => ({
        from: 0,
        insert: `/${command.name}${typed(command).length > 0 ? ' ' : ''}`,
        name: `/${command.name}`,
        help: command.description,
        isWhole: command.name === wanted,
      }));
  }
  const command = commandOf(text, commands);
  if (command === undefined) return [];
  const dashed = /(?:^|\s)--(\w*)$/u.exec(text);
  if (dashed !== null) {
    return typed(command)
      .filter(([option]) => option.startsWith(dashed[1]) && !text.includes(`${option}:`))
      .map(([option, { description, type }]) => ({
        from: text.length - dashed[1].length - 2,
        insert: type === 'boolean' ? `--${option} ` : `${option}:`,
        name: option,
        help: description,
        isWhole: false,
      }));
  }
  const value = /(?:^|\s)(\w+):(\w*)$/u.exec(text);
  const option = value === null ? undefined : command.options[value[1]];
  const choices = option?.choices ?? (option?.type === 'boolean' ? ['yes', 'no'] : []);
  return choices
    .filter((choice) => choice.toLowerCase().startsWith(value[2].toLowerCase()))
    .map((choice) => ({
      from: text.length - value[2].length,
      insert: `${/\s/u.test(choice) ? `"${choice}"` : choice} `,
      name: choice,
      help: '',
      isWhole: choice === value[2],
    }));
}

function commandOf(text, commands) {
  const name = /^\/(\w+)\s/u.exec(text)?.[1]?.toLowerCase();
  return commands.find((command) => command.name === name);
}

/** The list above the message field and the line of options below it. */
export class Suggestions {
  #commands = [];
  #shown = [];
  #at = 0;
  #isClosed = false;

  set commands(commands) {
    this.#commands = commands;
  }

  get isOpen() {
    return this.#shown.length > 0;
  }

  /** Looks at what is typed now. */
  refresh() {
    this.#isClosed = false;
    this.#show();
    this.#showUsage();
  }

  close() {
    this.#isClosed = true;
    this.#show();
  }

  /** True when the key was for the list. Enter sends when the word is already complete. */
  takeKey(event) {
    if (!this.isOpen) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.#move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab' && !event.shiftKey) this.#accept(this.#shown[this.#at]);
    else if (event.key === 'Enter' && !event.shiftKey && !this.#shown[this.#at].isWhole)
      this.#accept(this.#shown[this.#at]);
    else return false;
    return true;
  }

  #show() {
    const { value, selectionStart, selectionEnd } = words;
    const isAtEnd = selectionStart === selectionEnd && selectionStart === value.length;
    const before = this.#shown.length;
    this.#shown = this.#isClosed || !isAtEnd ? [] : suggest(value, this.#commands);
    this.#at = 0;
    list.hidden = !this.isOpen;
    list.replaceChildren(
      ...this.#shown.map((each, index) =>
        element(
          'li',
          {
            id: `suggestion-${index}`,
            role: 'option',
            class: 'suggestion',
            // The field keeps its focus while somebody clicks.
            on: { pointerdown: (event) => event.preventDefault(), click: () => this.#accept(each) },
          },
          element('b', {}, each.name),
          element('span', {}, each.help),
        ),
      ),
    );
    this.#mark();
    if (this.isOpen && this.#shown.length !== before) {
      announce(say('page.suggestionCount', { count: this.#shown.length }));
    }
  }

  #move(step) {
    this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
    this.#mark();
  }

  #mark() {
    for (const [index, item] of [...list.children].entries()) {
      item.setAttribute('aria-selected', String(index === this.#at));
      if (index === this.#at) item.scrollIntoView({ block: 'nearest' });
    }
    if (this.isOpen) words.setAttribute('aria-activedescendant', `suggestion-${this.#at}`);
    else words.removeAttribute('aria-activedescendant');
  }

  #accept({ from, insert }) {
    words.setRangeText(insert, from, words.value.length, 'end');
    words.focus();
    words.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #showUsage() {
    const command = commandOf(words.value, this.#commands);
    const open =
      command === undefined
        ? []
        : typed(command).filter(([name, option]) => !isRest(option) && !words.value.includes(`${name}:`));
    usage.replaceChildren(
      ...open.slice(0, 8).map(([name, { description }]) =>
        button(
          {
            title: description,
            on: {
              click: () => {
                const { value } = words;
                this.#accept({
                  from: value.length,
                  insert: `${value === '' || value.endsWith(' ') ? '' : ' '}${name}:`,
                });
              },
            },
          },
          `${name}:`,
        ),
      ),
    );
  }
}
