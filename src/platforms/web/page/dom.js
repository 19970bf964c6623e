const SVG = 'http://www.w3.org/2000/svg';

const SHAPES = {
  rectangle: 'M4 6h16v12H4z',
  eraser:
    'M9 19 4.500 14.500a1.500 1.500 0 0 1 0-2L12.500 4.500a1.500 1.500 0 0 1 2 0l5 5a1.500 1.500 0 0 1 0 2L12 19zM8.500 8.500l7 7M9 19h11',
  undo: 'M8 5 4 9l4 4M4.500 9H14a5.500 5.500 0 0 1 0 11h-3',
  redo: 'M16 5l4 4-4 4M19.500 9H10a5.500 5.500 0 0 0 0 11h3',
  load: 'M12 16V5M7 9l5-5 5 5M5 20h14',
  plus: 'M12 5v14M5 12h14',
  send: 'M12 19V5M6 11l6-6 6 6',
  photo:
    'M4 6.500A2.500 2.500 0 0 1 6.500 4h11A2.500 2.500 0 0 1 20 6.500v11a2.500 2.500 0 0 1-2.500 2.500h-11A2.500 2.500 0 0 1 4 17.500zM4.500 17l4.500-5 4 4 2.500-2.500 4 4M15.200 8.800h.01',
  reply: 'M9 7 4 12l5 5M4.500 12H15a5 5 0 0 1 5 5v1',
  save: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  open: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7',
  compare:
    'M12 3v18M8 6H5.500A1.500 1.500 0 0 0 4 7.500v9A1.500 1.500 0 0 0 5.500 18H8M16 6h2.500A1.500 1.500 0 0 1 20 7.500v9a1.500 1.500 0 0 1-1.500 1.500H16',
  mask: 'M4 4h16v16H4zM8 15a4 4 0 1 0 8-3c-1-2-3-1-4-3s-5 2-4 6z',
  menu: 'M4 7h16M4 12h16M4 17h10',
  close: 'M6 6l12 12M18 6 6 18',
  rename: 'M4 20l1-4L16.500 4.500a2 2 0 0 1 3 3L8 19zM14.500 6.500l3 3',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5',
  keyboard: 'M3 7h18v10H3zM7 11h.01M11 11h.01M15 11h.01M8 14h8',
  theme: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  layout: 'M4 4h9v8H4zM4 15h9v5H4zM16 4h4v16h-4z',
  down: 'M12 5v14M6 13l6 6 6-6',
  left: 'M15 5l-7 7 7 7',
  right: 'M9 5l7 7-7 7',
  warn: 'M12 8.500v4.500M12 16.500h.01M10.300 4.200 2.800 17.500A2 2 0 0 0 4.500 20.500h15a2 2 0 0 0 1.700-3L13.700 4.200a2 2 0 0 0-3.400 0z',
  brush:
    'M20 4c-5 1-9 5-11 9l2 2c4-2 8-6 9-11zM8.500 13.500C6 14 5.500 16 5.500 17.500 5.500 19 4 20 4 20c4 .5 7-1 6.800-4',
  language: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  objects: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z',
};

/**
 * Draws one of our own icons; decoration only, the words stand beside it or in an aria-label.
 *
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name] ?? '');
  svg.append(path);
  return svg;
}

/**
 * Makes an element. Text always becomes a text node: nothing that a person or a bot wrote is ever read as HTML.
 *
 * @param {string} tag
 * @param {Record<string, any>} attributes `on` holds listeners, `icon` a name; true sets, false and undefined leave out
 * @param {...(Node | string | undefined | false)} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name === 'on')
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (name === 'icon') made.append(icon(value));
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** A button that never submits a form. */
export const button = (attributes, ...children) =>
  element('button', { type: 'button', ...attributes }, ...children);

/** Puts the icons into the buttons of the page that name one. */
export function placeIcons() {
  for (const wanting of document.querySelectorAll('[data-icon]')) wanting.prepend(icon(wanting.dataset.icon));
}

/** @param {string} id */
export const byId = (id) => document.getElementById(id);

export const pictureUrl = (hash) => `/pictures/${hash}`;

/** True while somebody writes: single letters are then words, not shortcuts. */
export function isWriting() {
  const active = document.activeElement;
  return (
    active !== null &&
    (active.matches('textarea, input, select') || document.querySelector('dialog[open]') !== null)
  );
}
