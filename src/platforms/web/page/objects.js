import { button, element } from './dom.js';
import { say } from './say.js';

const STEP = 0.02;
const MOVE_AT_LEAST = 0.01;

/**
 * Lays boxes over a picture, one per object that was found in it: a click picks or names the object,
 * dragging moves it, its corner makes it larger or smaller, arrow keys and Enter do the same; what else can be done with
 * it stands below the picture once it is picked.
 *
 * @param {object} entry with `facts.objects`: `[{ label, box: [x, y, width, height] }]` in pixels of the picture
 * @param {HTMLImageElement} image
 * @param {object} context
 * @param {object} about the message that a reply about this picture answers
 */
export function objectBoxes(entry, image, context, about) {
  const objects = Array.isArray(entry.facts?.objects) ? entry.facts.objects.filter(isObject) : [];
  if (objects.length === 0) return undefined;
  const layer = element('div', { class: 'objects' });
  const place = () => {
    layer.replaceChildren();
    if (image.naturalWidth === 0) return;
    for (const [index, object] of objects.entries()) {
      layer.append(objectBox(entry, objects, index, { image, label: object.label, about }, context));
    }
  };
  image.addEventListener('load', place);
  if (image.complete) place();
  return layer;
}

/** Things stay inside the picture. */
const clamp = (value, low, high) => Math.max(Math.min(low, 0), Math.min(Math.max(high, 0), value));

const isObject = (value) =>
  typeof value?.label === 'string' &&
  Array.isArray(value.box) &&
  value.box.length === 4 &&
  value.box.every(Number.isFinite);

/** "the cat", or "the second cat from the left" when there are several. */
export function nameObject(objects, index) {
  const { label } = objects[index];
  const same = objects
    .map((object, at) => ({ at, label: object.label, x: object.box[0] + object.box[2] / 2 }))
    .filter((object) => object.label === label)
    .sort((a, b) => a.x - b.x);
  if (same.length === 1) return `the ${label}`;
  const at = same.findIndex((object) => object.at === index);
  if (same.length === 2) return `the ${at === 0 ? 'left' : 'right'} ${label}`;
  const ordinals = [
    'first',
    'second',
    'third',
    'fourth',
    'fifth',
    'sixth',
    'seventh',
    'eighth',
    'ninth',
    'tenth',
  ];
  return `the ${ordinals[at] ?? `${at + 1}th`} ${label} from the left`;
}

/** The sentence for a box that was moved by a share of the picture and scaled. */
export function describeMove(name, dx, dy, scale) {
  const size = `${Math.round(Math.abs(scale - 1) * 100)} % ${scale > 1 ? 'bigger' : 'smaller'}`;
  const shift = `by (${dx.toFixed(2)}, ${dy.toFixed(2)})`;
  const isResized = Math.abs(scale - 1) >= 0.05;
  const isMoved = Math.hypot(dx, dy) >= MOVE_AT_LEAST;
  if (isResized && isMoved) return `make ${name} ${size} and move it ${shift}`;
  if (isResized) return `make ${name} ${size}`;
  return isMoved ? `move ${name} ${shift}` : undefined;
}

/**
 * What else can be done with an object, as sentences; the first letter of each label is its key.
 *
 * @returns {{ label: string, key: string, words: string }[]}
 */
function actionsOf(objects, index) {
  const name = nameObject(objects, index);
  const swaps =
    objects.length > 4 ? [] : objects.flatMap((_, at) => (at === index ? [] : [nameObject(objects, at)]));
  return [
    { label: say('page.objects.remove'), key: 'Delete', words: `cut out ${name}` },
    { label: say('page.objects.duplicate'), key: 'd', words: `duplicate ${name}` },
    { label: say('page.objects.front'), key: 'f', words: `bring ${name} to the front` },
    ...swaps.map((other) => ({
      label: say('page.objects.swap', { other }),
      key: swaps.length === 1 ? 's' : '',
      words: `swap ${name} and ${other}`,
    })),
  ];
}

/** The actions of the object that was picked, below its picture. */
function showActions(stage, actions, tell) {
  const shown = element(
    'div',
    { class: 'object-actions', role: 'toolbar', 'aria-label': say('page.objects.actions') },
    ...actions.map(({ label, words }) =>
      button({ class: 'button', on: { click: () => tell(words) } }, label),
    ),
  );
  hideActions(stage);
  stage.after(shown);
  // The message field has just grown by what is replied to.
  requestAnimationFrame(() => shown.scrollIntoView({ block: 'nearest' }));
}

const hideActions = (stage) => stage.parentElement?.querySelector('.object-actions')?.remove();

function objectBox(entry, objects, index, { image, label, about }, context) {
  const { naturalWidth: width, naturalHeight: height } = image;
  const [x, y, w, h] = objects[index].box;
  const name = nameObject(objects, index);
  const actions = actionsOf(objects, index);
  const state = { dx: 0, dy: 0, scale: 1 };
  const corner = element('span', { class: 'object-corner' });
  const ghost = element('span', { class: 'object-ghost' });
  const box = button(
    {
      class: 'object',
      'aria-label': say('page.objects.help', { name }),
    },
    ghost,
    element('span', { class: 'object-name' }, label),
    corner,
  );
  // What is dragged is the thing itself, not an empty frame.
  Object.assign(ghost.style, {
    backgroundImage: `url("${image.src}")`,
    backgroundSize: `${(width / w) * 100}% ${(height / h) * 100}%`,
    backgroundPosition: `${(x / Math.max(1, width - w)) * 100}% ${(y / Math.max(1, height - h)) * 100}%`,
  });
  box.classList.toggle('is-high', y / height < 0.08);
  const show = () => {
    // As it is painted then: what grows keeps its feet where they are.
    box.style.left = `${((x - ((state.scale - 1) * w) / 2) / width + state.dx) * 100}%`;
    box.style.top = `${((y - (state.scale - 1) * h) / height + state.dy) * 100}%`;
    box.style.width = `${(w / width) * state.scale * 100}%`;
    box.style.height = `${(h / height) * state.scale * 100}%`;
    box.classList.toggle('is-moving', state.dx !== 0 || state.dy !== 0 || state.scale !== 1);
  };
  const rest = () => {
    Object.assign(state, { dx: 0, dy: 0, scale: 1 });
    show();
  };
  const tell = (words) => {
    rest();
    hideActions(box.closest('.stage'));
    context.unname(name);
    context.say(words, about);
  };
  const finish = () => {
    const words = describeMove(name, state.dx, state.dy, state.scale);
    if (words !== undefined) return tell(words);
    rest();
    if (entry.choices[index] !== undefined) return context.press(entry, entry.choices[index].id);
    context.name(name, about);
    return showActions(box.closest('.stage'), actions, tell);
  };
  show();

  box.addEventListener('pointerdown', (start) => {
    if (start.button !== 0) return;
    start.preventDefault();
    box.focus({ preventScroll: true });
    box.setPointerCapture(start.pointerId);
    const stage = box.parentElement.getBoundingClientRect();
    const isCorner = start.target === corner;
    const move = (event) => {
      const dx = (event.clientX - start.clientX) / stage.width;
      const dy = (event.clientY - start.clientY) / stage.height;
      if (isCorner)
        state.scale = Math.max(0.1, Math.min(10, 1 + Math.max((2 * dx) / (w / width), -dy / (h / height))));
      else {
        state.dx = clamp(dx, -x / width, 1 - (x + w) / width);
        state.dy = clamp(dy, -y / height, 1 - (y + h) / height);
      }
      show();
    };
    box.addEventListener('pointermove', move);
    const end = (event) => {
      box.removeEventListener('pointermove', move);
      if (event.type === 'pointerup') finish();
      else rest();
    };
    box.addEventListener('pointerup', end, { once: true });
    box.addEventListener('pointercancel', end, { once: true });
  });
  box.addEventListener('keydown', (event) => {
    const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const action = actions.find(({ key }) => key !== '' && key.toLowerCase() === event.key.toLowerCase());
    if (event.key in moves) {
      state.dx += moves[event.key][0];
      state.dy += moves[event.key][1];
    } else if (event.key === '+' || event.key === '=') state.scale = Math.min(10, state.scale * 1.1);
    else if (event.key === '-') state.scale = Math.max(0.1, state.scale / 1.1);
    else if (event.key === 'Escape') rest();
    else if (event.key === 'Enter' || event.key === ' ') finish();
    else if (action !== undefined) tell(action.words);
    else return;
    event.preventDefault();
    event.stopPropagation();
    show();
  });
  return box;
}
