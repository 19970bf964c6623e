import { button, element, pictureUrl } from './dom.js';
import { objectBoxes } from './objects.js';
import { openViewer } from './viewer.js';

const COLOURS = ['#ff5a4f', '#3ea6ff', '#ffc233', '#4fd18b', '#c77dff', '#ff8ac2'];

/**
 * Shows one picture with what belongs to it: masks that can be laid over it, the picture before, its objects.
 *
 * @param {object} entry the message
 * @param {object} picture one of its pictures
 * @param {object[]} masks of this picture
 * @param {object} context what the chat can do: reply, pick, act, before, gallery
 */
export function pictureFigure(entry, picture, masks, context) {
  const image = element('img', { src: pictureUrl(picture.hash), alt: picture.alt, decoding: 'async' });
  const opener = button(
    {
      class: 'open-picture',
      'aria-label': `Open large: ${picture.alt}`,
      on: { click: () => openViewer(context.gallery(), picture.hash) },
    },
    image,
  );
  const stage = element('div', { class: 'stage' }, opener);
  const figure = element('figure', { class: 'picture' }, stage);
  if (entry.author === 'user') return figure;

  const tools = element('div', { class: 'tools' });
  tools.append(tool('reply', 'Reply', { 'data-do': 'reply', on: { click: () => context.reply(entry) } }));
  const before = context.before(entry);
  if (before !== undefined && picture.role === 'picture') tools.append(compareTool(stage, before));
  const objects = objectBoxes(entry, image, context);
  if (objects !== undefined) {
    stage.append(objects);
    tools.append(
      toggle('objects', 'Objects', 'objects', (isOn) => objects.classList.toggle('is-shown', isOn)),
    );
  }
  tools.append(
    tool('open', 'Open', {
      'data-do': 'open',
      on: { click: () => openViewer(context.gallery(), picture.hash) },
    }),
    saveLink(picture, 'tool', 'Save'),
  );
  figure.append(tools);
  if (masks.length > 0) figure.append(maskRow(stage, masks));
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

function saveLink({ hash, name }, className, words) {
  return element(
    'a',
    {
      class: className === 'tool' ? 'quiet tool' : className,
      href: pictureUrl(hash),
      download: name,
      icon: 'save',
      'aria-label': `Save ${name}`,
    },
    words,
  );
}

function compareTool(stage, before) {
  const shown = element('img', {
    class: 'before',
    src: pictureUrl(before.hash),
    alt: `Before: ${before.alt}`,
  });
  const tag = element('span', { class: 'before-tag' }, 'before');
  return toggle('compare', 'Before', 'compare', (isOn) => {
    if (isOn) stage.append(shown, tag);
    else {
      shown.remove();
      tag.remove();
    }
  });
}

function maskRow(stage, masks) {
  const list = element('ul', { class: 'masks', 'aria-label': 'Masks: where the picture was changed' });
  for (const [index, mask] of masks.entries()) {
    const colour = COLOURS[index % COLOURS.length];
    const overlay = element('div', { class: 'overlay' });
    // Style by property, not by attribute: the content security policy forbids inline styles.
    const paint = (node) => {
      node.style.background = colour;
      node.style.maskImage = `url("${pictureUrl(mask.hash)}")`;
    };
    paint(overlay);
    const swatch = element('i');
    paint(swatch);
    const press = button(
      {
        class: 'mask-toggle',
        'data-do': 'mask',
        'aria-pressed': 'false',
        'aria-label': `Show mask: ${mask.alt}`,
      },
      element('span', { class: 'swatch' }, swatch),
      element('span', { class: 'mask-words' }, mask.alt),
    );
    press.addEventListener('click', () => {
      const isOn = press.getAttribute('aria-pressed') !== 'true';
      press.setAttribute('aria-pressed', String(isOn));
      if (isOn) stage.append(overlay);
      else overlay.remove();
    });
    list.append(element('li', { class: 'mask' }, press, saveLink(mask, 'mask-save')));
  }
  return list;
}
