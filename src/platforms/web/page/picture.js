import { button, element, pictureUrl } from './dom.js';
import { objectBoxes } from './objects.js';
import { say } from './say.js';
import { openViewer } from './viewer.js';

/**
 * Shows one picture with what belongs to it: the picture before it, its objects.
 *
 * @param {object} entry the message
 * @param {object} picture one of its pictures
 * @param {object} context what the chat can do: reply, pick, act, before, gallery
 * @param {object} about the message that a reply answers, when the picture is another message's
 */
export function pictureFigure(entry, picture, context, about = entry) {
  const image = element('img', { src: pictureUrl(picture.hash), alt: picture.alt, decoding: 'async' });
  const opener = button(
    {
      class: 'open-picture',
      'aria-label': say('page.openLarge', { alt: picture.alt }),
      on: { click: () => openViewer(context.gallery(), picture.hash) },
    },
    image,
  );
  const stage = element('div', { class: 'stage' }, opener);
  const figure = element('figure', { class: 'picture' }, stage);
  if (entry.author === 'user') return figure;

  const tools = element('div', { class: 'tools' });
  tools.append(
    tool('reply', say('page.reply'), { 'data-do': 'reply', on: { click: () => context.reply(about) } }),
  );
  const before = context.before(entry);
  if (before !== undefined && picture.role === 'picture') tools.append(compareTool(stage, before));
  const objects = objectBoxes(entry, image, context, about);
  if (objects !== undefined) {
    stage.append(objects);
    tools.append(
      toggle('objects', say('page.objects.show'), 'objects', (isOn) =>
        objects.classList.toggle('is-shown', isOn),
      ),
    );
  }
  tools.append(
    tool('open', say('page.open'), {
      'data-do': 'open',
      on: { click: () => openViewer(context.gallery(), picture.hash) },
    }),
    saveLink(picture, 'tool', say('page.save')),
  );
  figure.append(tools);
  return figure;
}

function tool(iconName, words, attributes) {
  return button({ class: 'quiet tool', icon: iconName, ...attributes }, words);
}

function toggle(iconName, words, name, change) {
  const made = tool(iconName, words, { 'data-do': name, 'aria-pressed': 'false' });
  made.addEventListener('click', () => {
    const isOn = made.getAttribute('aria-pressed') !== 'true';
    made.setAttribute('aria-pressed', String(isOn));
    change(isOn);
  });
  return made;
}

/** A link that saves a picture under its name. */
export function saveLink({ hash, name }, className, words) {
  return element(
    'a',
    {
      class: className === 'tool' ? 'quiet tool' : className,
      href: pictureUrl(hash),
      download: name,
      icon: 'save',
      'aria-label': say('page.saveNamed', { name }),
    },
    words,
  );
}

function compareTool(stage, before) {
  const shown = element('img', {
    class: 'before',
    src: pictureUrl(before.hash),
    alt: say('page.beforeNamed', { alt: before.alt }),
  });
  const tag = element('span', { class: 'before-tag' }, say('page.before'));
  return toggle('compare', say('page.before'), 'compare', (isOn) => {
    if (isOn) stage.append(shown, tag);
    else {
      shown.remove();
      tag.remove();
    }
  });
}
