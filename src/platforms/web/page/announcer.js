import { byId } from './dom.js';
import { say } from './say.js';

const told = new Map();

/** Says something to screen readers, after what they are saying now. */
export function announce(words) {
  const line = document.createElement('p');
  line.textContent = words;
  byId('announcer').append(line);
  while (byId('announcer').childElementCount > 4) byId('announcer').firstChild.remove();
}

/** Says how far a job is, at every quarter only: a line per step would drown everything else. */
export function announceProgress(id, { fraction, label }) {
  const quarter = Math.min(3, Math.floor(fraction * 4));
  if (told.get(id) === quarter) return;
  told.set(id, quarter);
  announce(quarter === 0 ? label : say('page.percent', { percent: quarter * 25 }));
}

/** Says what came: the words, then what is to be seen. */
export function announceEntry({ text, error, pictures, choices }) {
  const seen = pictures
    .filter(({ role }) => role !== 'preview')
    .map(({ alt, role }) => (role === 'mask' ? alt : say('page.pictureNamed', { alt })));
  const open =
    choices.length > 0
      ? [
          say('page.pickOne', {
            choices: choices.map(({ number, label }) => `${number}, ${label}`).join('; '),
          }),
        ]
      : [];
  announce([error?.message, text, ...seen, ...open].filter(Boolean).join('. '));
}
