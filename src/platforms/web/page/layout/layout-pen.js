import { announce } from '../announcer.js';
import { byId } from '../dom.js';
import { SIDE } from './layout-grid.js';
import { say } from '../say.js';

const clamp = (value) => Math.max(0, Math.min(SIDE, value));
const percent = (value) => `${(value / SIDE) * 100}%`;

/** The pen over the canvas: mouse, touch, and a cursor for the keyboard. */
export class Pen {
  width = 32;
  #tool = 'brush';
  #canvas;
  #grid;
  #context;
  #at = { x: SIDE / 2, y: SIDE / 2 };
  /** First corner of a rectangle that the keyboard has begun. */
  #corner;

  /** @param {{ region(): number, changed(): void }} context */
  constructor(canvas, grid, context) {
    this.#canvas = canvas;
    this.#grid = grid;
    this.#context = context;
    canvas.addEventListener('pointerdown', (event) => this.#drag(event));
    canvas.addEventListener('keydown', (event) => this.#onKey(event));
    canvas.addEventListener('focus', () => this.#showCursor(canvas.matches(':focus-visible')));
    canvas.addEventListener('blur', () => this.#showCursor(false));
  }

  get tool() {
    return this.#tool;
  }

  set tool(tool) {
    this.#tool = tool;
    this.#corner = undefined;
    for (const each of document.querySelectorAll('[data-tool]'))
      each.setAttribute('aria-pressed', String(each.dataset.tool === tool));
  }

  get #region() {
    return this.#tool === 'eraser' ? 0 : this.#context.region();
  }

  #drag(start) {
    if (start.button !== 0) return;
    start.preventDefault();
    this.#canvas.focus({ preventScroll: true });
    this.#showCursor(false);
    this.#canvas.setPointerCapture(start.pointerId);
    const area = this.#canvas.getBoundingClientRect();
    const place = ({ clientX, clientY }) => [
      ((clientX - area.left) / area.width) * SIDE,
      ((clientY - area.top) / area.height) * SIDE,
    ];
    const first = place(start);
    let last = first;
    this.#grid.begin();
    const draw = (event) => {
      const next = place(event);
      if (this.#tool === 'rectangle') {
        this.#grid.restart();
        this.#grid.rectangle(...first, ...next, this.#region);
      } else this.#grid.stroke(...last, ...next, this.width, this.#region);
      last = next;
      this.#context.changed();
    };
    draw(start);
    const over = new AbortController();
    this.#canvas.addEventListener('pointermove', draw, { signal: over.signal });
    for (const end of ['pointerup', 'pointercancel'])
      this.#canvas.addEventListener(end, () => over.abort(), { signal: over.signal });
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 2 : 12;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key in moves) {
      this.#at = { x: clamp(this.#at.x + moves[event.key][0]), y: clamp(this.#at.y + moves[event.key][1]) };
      announce(
        say('page.layout.penAt', {
          left: Math.round((this.#at.x / SIDE) * 100),
          top: Math.round((this.#at.y / SIDE) * 100),
        }),
      );
    } else if (event.key === ' ' || event.key === 'Enter') this.#stamp();
    else if (event.key === 'Escape') this.#corner = undefined;
    else return;
    event.preventDefault();
    this.#showCursor(true);
  }

  #stamp() {
    const { x, y } = this.#at;
    if (this.#tool === 'rectangle' && this.#corner === undefined) {
      this.#corner = { x, y };
      announce(say('page.layout.firstCorner'));
      return;
    }
    this.#grid.begin();
    if (this.#corner === undefined) this.#grid.stroke(x, y, x, y, this.width, this.#region);
    else this.#grid.rectangle(this.#corner.x, this.#corner.y, x, y, this.#region);
    this.#corner = undefined;
    this.#context.changed();
    announce(this.#tool === 'eraser' ? say('page.layout.erased') : say('page.layout.painted'));
  }

  #showCursor(isShown) {
    const cursor = byId('cursor');
    cursor.hidden = !isShown;
    const { x, y } = this.#at;
    const from = this.#corner;
    cursor.classList.toggle('is-box', from !== undefined);
    const width = from === undefined ? this.width : Math.abs(from.x - x);
    const height = from === undefined ? this.width : Math.abs(from.y - y);
    cursor.style.left = percent(from === undefined ? x : Math.min(from.x, x));
    cursor.style.top = percent(from === undefined ? y : Math.min(from.y, y));
    cursor.style.width = percent(width);
    cursor.style.height = percent(height);
  }
}
