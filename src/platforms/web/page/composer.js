import { announce } from './announcer.js';
import { button, byId, element, pictureUrl } from './dom.js';
import { say } from './say.js';
import { Suggestions } from './suggestions.js';

const FILE_BYTES = 20_000_000;
const FILES = 4;

const words = byId('words');
const send = byId('send');
const problem = byId('problem');

/** The field where a person writes, with the pictures and the reply that go with the words. */
export class Composer {
  #context;
  #suggestions = new Suggestions();
  #files = [];
  #reply;
  #sent = [];
  #recalled = 0;
  #conversation;
  #isSending = false;
  /** Names this one sending, until it has arrived. */
  #key;

  /** @param {{ send(action: object, files: File[], key: string): Promise<void>, describe(entry: object): string }} context */
  constructor(context) {
    this.#context = context;
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    words.addEventListener('input', () => this.#changed());
    words.addEventListener('keydown', (event) => this.#onKey(event));
    words.addEventListener('blur', () => this.#suggestions.close());
    words.addEventListener('paste', (event) => this.#paste(event));
    byId('attach').addEventListener('click', () => byId('file').click());
    byId('file').addEventListener('change', (event) => {
      this.add([...event.target.files]);
      event.target.value = '';
    });
    this.#changed();
  }

  set commands(commands) {
    this.#suggestions.commands = commands;
    this.#suggestions.refresh();
    this.#suggestions.close();
  }

  /** Goes to another conversation; what was being written in this one waits there. */
  enter(conversation) {
    this.#keep();
    this.#conversation = conversation;
    words.value = this.#drafts()[conversation ?? 'new'] ?? '';
    this.#setReply(undefined);
    this.#files = [];
    this.#showFiles();
    this.#fail(undefined);
    this.#changed();
    this.#suggestions.close();
  }

  /** The conversation that was new when the words were written has its id now. */
  adopt(conversation) {
    this.#keep('');
    this.#conversation = conversation;
  }

  focus() {
    words.focus({ preventScroll: true });
  }

  /** The next words are about this message. */
  reply(entry) {
    this.#setReply(entry);
    this.focus();
    announce(say('page.replyingTo', { message: this.#context.describe(entry) }));
  }

  /** Puts words where the caret is. */
  insert(text) {
    const { selectionStart, selectionEnd, value } = words;
    const space = selectionStart > 0 && !/\s$/u.test(value.slice(0, selectionStart)) ? ' ' : '';
    words.setRangeText(`${space}${text} `, selectionStart, selectionEnd, 'end');
    this.#changed();
    this.focus();
  }

  /** Takes back what `insert` wrote when nothing else was written: it was said by a button. */
  retract(text) {
    if (words.value !== `${text} `) return;
    words.value = '';
    this.#changed();
    this.#setReply(undefined);
  }

  /** Replaces the words, for an example that was chosen. */
  write(text) {
    words.value = text;
    this.#changed();
    this.#suggestions.close();
    this.focus();
  }

  /** Begins with these characters, unless something is written already; the list of suggestions opens. */
  begin(text) {
    this.focus();
    if (words.value !== '') return;
    words.value = text;
    this.#changed();
  }

  add(files) {
    const pictures = files.filter(({ type }) => type.startsWith('image/'));
    const large = files.find(({ size }) => size > FILE_BYTES);
    if (files.length > 0 && pictures.length === 0)
      this.#fail(say('page.notAPicture', { name: files[0].name }));
    else if (large !== undefined)
      this.#fail(
        say('page.tooLarge', {
          name: large.name,
          size: Math.round(large.size / 1e6),
        }),
      );
    else if (this.#files.length + pictures.length > FILES)
      this.#fail(say('page.tooManyPictures', { count: FILES }));
    else {
      this.#fail(undefined);
      this.#files.push(...pictures);
      if (pictures.length > 0)
        announce(say('page.added', { names: pictures.map(({ name }) => name).join(', ') }));
    }
    this.#showFiles();
    this.focus();
  }

  #drafts() {
    return JSON.parse(sessionStorage.getItem('limner-drafts') ?? '{}');
  }

  #keep(value = words.value) {
    const { [this.#conversation ?? 'new']: _old, ...others } = this.#drafts();
    const drafts = value === '' ? others : { ...others, [this.#conversation ?? 'new']: value };
    sessionStorage.setItem('limner-drafts', JSON.stringify(drafts));
  }

  #changed() {
    words.style.height = 'auto';
    words.style.height = `${words.scrollHeight}px`;
    // Not `disabled`: the button stays where the keyboard finds it.
    send.setAttribute('aria-disabled', String(words.value.trim() === '' && this.#files.length === 0));
    this.#key = undefined;
    this.#suggestions.refresh();
    this.#keep();
  }

  async #submit() {
    const text = words.value.trim();
    if (this.#isSending || (text === '' && this.#files.length === 0)) return;
    this.#isSending = true;
    this.#key ??= crypto.randomUUID();
    this.#fail(undefined);
    this.#suggestions.close();
    try {
      await this.#context.send({ type: 'words', text, to: this.#reply?.id }, this.#files, this.#key);
      if (text !== '' && this.#sent.at(-1) !== text) this.#sent.push(text);
      this.#recalled = 0;
      words.value = '';
      this.#files = [];
      this.#setReply(undefined);
      this.#showFiles();
      this.#changed();
    } catch (error) {
      this.#fail(error.message);
    } finally {
      this.#isSending = false;
    }
    this.focus();
  }

  #onKey(event) {
    if (event.isComposing) return;
    if (this.#suggestions.takeKey(event)) event.preventDefault();
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void this.#submit();
    } else if (event.key === 'Escape') {
      this.#setReply(undefined);
      this.#fail(undefined);
    } else if (event.key === 'ArrowUp' && !event.altKey && (words.value === '' || this.#recalled > 0)) {
      event.preventDefault();
      this.#recall(1);
    } else if (event.key === 'ArrowDown' && !event.altKey && this.#recalled > 0) {
      event.preventDefault();
      this.#recall(-1);
    } else if (event.key === 'Backspace' && words.value === '') this.#setReply(undefined);
  }

  #recall(step) {
    this.#recalled = Math.max(0, Math.min(this.#sent.length, this.#recalled + step));
    words.value = this.#recalled === 0 ? '' : (this.#sent.at(-this.#recalled) ?? '');
    this.#changed();
    this.#suggestions.close();
  }

  #paste(event) {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    this.add(files);
  }

  #setReply(entry) {
    this.#reply = entry;
    const chip = byId('reply');
    chip.hidden = entry === undefined;
    chip.replaceChildren();
    if (entry === undefined) return;
    const picture = entry.pictures.find(({ role }) => role === 'picture' || role === 'choice');
    chip.replaceChildren(
      ...(picture === undefined ? [] : [element('img', { src: pictureUrl(picture.hash), alt: '' })]),
      element('span', {}, say('page.replyingTo', { message: this.#context.describe(entry) })),
      button({
        class: 'quiet square',
        icon: 'close',
        'aria-label': say('page.dropReply'),
        on: { click: () => (this.#setReply(undefined), this.focus()) },
      }),
    );
  }

  #showFiles() {
    const row = byId('attachments');
    row.hidden = this.#files.length === 0;
    for (const image of row.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    row.replaceChildren(
      ...this.#files.map((file, index) =>
        element(
          'li',
          { class: 'attachment' },
          element('img', { src: URL.createObjectURL(file), alt: file.name }),
          button({
            class: 'quiet square',
            icon: 'close',
            'aria-label': say('page.removeFile', { name: file.name }),
            on: {
              click: () => {
                this.#files.splice(index, 1);
                this.#showFiles();
                this.focus();
              },
            },
          }),
        ),
      ),
    );
    this.#changed();
  }

  #fail(sentence) {
    problem.hidden = sentence === undefined;
    problem.textContent = sentence ?? '';
  }
}
