import { button, element, pictureUrl } from './dom.js';
import { saveLink } from './picture.js';
import { say } from './say.js';

const COLOURS = ['#ff5a4f', '#3ea6ff', '#ffc233', '#4fd18b', '#c77dff', '#ff8ac2'];

/** The masks of a result, one toggle each: pressed, the mask lies over the picture in its colour. */
export function maskList(masks) {
  return element(
    'ul',
    { class: 'masks', 'aria-label': say('page.masks') },
    ...masks.map((mask, index) => maskItem(mask, COLOURS[index % COLOURS.length])),
  );
}

/** Mask: where I looked for "make the dog blue", 12 % of the picture → make the dog blue, 12 % of the picture. */
const shorten = (alt) =>
  alt.replace(/^.*?["„«「“]\s?(.+?)\s?["“»」”]/u, '$1').replace(/ of the picture$/u, '');

function maskItem(mask, colour) {
  // Style by property, not by attribute: the content security policy forbids inline styles.
  const paint = (node) => {
    node.style.background = colour;
    node.style.maskImage = `url("${pictureUrl(mask.hash)}")`;
    return node;
  };
  const overlay = paint(element('div', { class: 'overlay' }));
  const toggle = button(
    {
      class: 'mask-toggle',
      'data-do': 'mask',
      'aria-pressed': 'false',
      'aria-label': say('page.showMask', { mask: mask.alt }),
    },
    element('span', { class: 'swatch' }, paint(element('i'))),
    element('span', { class: 'mask-words' }, shorten(mask.alt)),
  );
  toggle.addEventListener('click', () => {
    const isOn = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(isOn));
    if (isOn) toggle.closest('.entry').querySelector('.picture:last-child .stage')?.append(overlay);
    else overlay.remove();
  });
  return element('li', { class: 'mask' }, toggle, saveLink(mask, 'mask-save'));
}
