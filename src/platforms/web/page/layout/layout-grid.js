/** Side of the layout in cells; the model sees far fewer. */
export const SIDE = 256;
const KEPT = 60;

const clamp = (value) => Math.max(0, Math.min(SIDE, Math.round(value)));

/**
 * A layout as flat cells: 0 is background, 1…12 the regions. No colour is ever mixed, so that every cell belongs to
 * one region; each change can be taken back.
 */
export class LayoutGrid {
  cells = new Uint8Array(SIDE * SIDE);
  #past = [];
  #future = [];

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Begins a change: what follows, up to the next `begin`, is undone as one. */
  begin() {
    this.#past.push(this.cells.slice());
    if (this.#past.length > KEPT) this.#past.shift();
    this.#future = [];
  }

  undo() {
    if (!this.canUndo) return;
    this.#future.push(this.cells);
    this.cells = this.#past.pop();
  }

  redo() {
    if (!this.canRedo) return;
    this.#past.push(this.cells);
    this.cells = this.#future.pop();
  }

  /** Goes back to where the change that is under way began, without ending it: for a rectangle that is still drawn. */
  restart() {
    this.cells = this.#past.at(-1).slice();
  }

  /** Paints a round stroke from one place to another. */
  stroke(fromX, fromY, toX, toY, width, region) {
    const steps = Math.max(1, Math.ceil(Math.hypot(toX - fromX, toY - fromY) / Math.max(1, width / 4)));
    for (let i = 0; i <= steps; i += 1) {
      this.#disc(fromX + ((toX - fromX) * i) / steps, fromY + ((toY - fromY) * i) / steps, width / 2, region);
    }
  }

  /** Fills the rectangle between two corners, ends not included. */
  rectangle(x1, y1, x2, y2, region) {
    const [left, right] = [clamp(Math.min(x1, x2)), clamp(Math.max(x1, x2))];
    for (let y = clamp(Math.min(y1, y2)); y < clamp(Math.max(y1, y2)); y += 1) {
      this.cells.fill(region, y * SIDE + left, y * SIDE + right);
    }
  }

  /** Takes a region out. */
  erase(region) {
    for (let i = 0; i < this.cells.length; i += 1) if (this.cells[i] === region) this.cells[i] = 0;
  }

  /** Share of the canvas and middle of each region that is there: Map of region → { share, x, y } in 0…1. */
  extents() {
    const sums = new Map();
    for (let i = 0; i < this.cells.length; i += 1) {
      const region = this.cells[i];
      if (region === 0) continue;
      const sum = sums.get(region) ?? { count: 0, x: 0, y: 0 };
      sum.count += 1;
      sum.x += i % SIDE;
      sum.y += Math.floor(i / SIDE);
      sums.set(region, sum);
    }
    return new Map(
      [...sums].map(([region, { count, x, y }]) => [
        region,
        { share: count / this.cells.length, x: x / count / SIDE, y: y / count / SIDE },
      ]),
    );
  }

  #disc(x, y, radius, region) {
    const top = Math.max(0, Math.floor(y - radius));
    const bottom = Math.min(SIDE - 1, Math.ceil(y + radius));
    for (let row = top; row <= bottom; row += 1) {
      const half = Math.sqrt(Math.max(0, radius * radius - (row - y) ** 2));
      const left = Math.max(0, Math.round(x - half));
      const right = Math.min(SIDE, Math.round(x + half));
      if (right > left) this.cells.fill(region, row * SIDE + left, row * SIDE + right);
    }
  }
}
