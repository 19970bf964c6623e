import { button, element } from './dom.js';
import { say } from './say.js';

/** Text line by line; the line of figures ("#3 · seed 7 · …") is set smaller, a command's name stands out. */
export function wordsOf(entry, context) {
  const { text, kind, author } = entry;
  const block = element('div', { class: 'words' });
  const [, name, rest] = kind === 'command' ? (/^(\/\S+)([\s\S]*)$/u.exec(text) ?? []) : [];
  if (name !== undefined) {
    block.append(element('span', { class: 'command-name' }, name), rest);
    return block;
  }
  if (text.length > (author === 'user' ? 1200 : 4000)) {
    // A very long message scrolls in itself, with the keyboard too.
    block.classList.add('is-long');
    block.setAttribute('tabindex', '0');
    block.setAttribute('role', 'group');
    block.setAttribute('aria-label', say('page.longMessage'));
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) block.append('\n');
    block.append(...lineOf(line, entry, context));
  }
  return block;
}

function lineOf(line, { author, facts, progress, text }, context) {
  if (author === 'user') return [line];
  const isPlan = progress !== undefined || facts?.isCancelled === true || text.startsWith('✓ ');
  const [, prefix = '', steps, planner] = /^(✓ |\S+ ?[:：] ?)?(.+)( — .+)$/u.exec(line) ?? [];
  if (isPlan && steps !== undefined) {
    const each = steps.split(/ {1,2}·? ?(?=\d+[.·] )/u).map((step) => step.replace(/^\d+(?:\.| ·) /u, ''));
    return [prefix, planList(each), element('span', { class: 'meta' }, planner)];
  }
  const [, command, rest] = /^(\/[a-z]+)(: .*)$/u.exec(line) ?? [];
  if (command !== undefined)
    return [
      button({ class: 'command-link', on: { click: () => context.write(`${command} `) } }, command),
      rest,
    ];
  const kept = keptTogether(line);
  const isFigures = facts?.number !== undefined && line.includes(`#${facts.number} · `);
  return [isFigures ? element('span', { class: 'meta' }, kept) : kept];
}

/** A number and its unit stay in one line: no "s" begins one. */
const keptTogether = (line) => line.replace(/(\d) (?=(?:%|s|min)(?!\p{L}))/gu, '$1\u00A0');

/** The plan of several steps, one chip each. */
const planList = (steps) =>
  element(
    'span',
    { class: 'plan', role: 'list', 'aria-label': say('page.plan') },
    ...steps.map((step, index) =>
      element('span', { role: 'listitem' }, element('b', {}, String(index + 1)), element('span', {}, step)),
    ),
  );
