import { byId, isWriting } from './dom.js';
import { pictureOf } from './lineage.js';

/**
 * Keys of the whole page: from message to message, to the picture at hand, to the field. Single letters count
 * only while nobody writes.
 *
 * @param {object} messages the list of messages
 * @param {object} actions reply, press, open (another conversation), write (into the message field), focus (it)
 */
export function bindShortcuts(messages, actions) {
  addEventListener('keydown', (event) => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      walk(messages, event.key === 'ArrowUp' ? -1 : 1);
    } else if (!isWriting() && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const action = /^[1-9]$/u.test(event.key)
        ? pick(messages, Number(event.key), actions)
        : letters(messages, actions)[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    }
  });
}

/** Moves the focus to the message before or after, from the field to the newest. */
function walk({ articles, focused, articleOf }, step) {
  const at = focused === undefined ? articles.length : articles.indexOf(articleOf(focused.id));
  const target = articles[Math.max(0, Math.min(articles.length - 1, at + step))];
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

function letters(messages, { reply, open, write, focus }) {
  const entry =
    messages.focused ?? [...messages.entries.values()].findLast((each) => pictureOf(each) !== undefined);
  const press = (what) => () => {
    const article = entry === undefined ? undefined : messages.articleOf(entry.id);
    for (const tool of article?.querySelectorAll(`[data-do="${what}"]`) ?? []) tool.click();
  };
  return {
    '/': () => write('/'),
    Escape: focus,
    '?': () => byId('help-dialog').showModal(),
    n: open,
    r: entry && (() => reply(entry)),
    m: press('mask'),
    c: press('compare'),
    o: press('open'),
  };
}

/** Picks a numbered choice of the message at hand, else of the newest one that asks. */
function pick({ focused, entries }, wanted, { press }) {
  const asking =
    focused?.choices.length > 0
      ? focused
      : [...entries.values()].findLast(({ choices }) => choices.length > 0);
  const choice = asking?.choices.find(({ number }) => number === wanted);
  return choice && (() => press(asking, choice.id));
}
