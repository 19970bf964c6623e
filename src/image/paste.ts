import type { Mask, RgbImage } from './image.ts';

/** Where a cut-out goes: scaled about the middle of its old box, then the middle moved. In pixels. */
export interface Placement {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly scale: number;
}

/** A mask as it looks after a placement (bilinear, 0…1). */
export function placeMask(mask: Mask, placement: Placement): Mask {
  const data = new Float32Array(mask.data.length);
  eachTarget(
    mask,
    placement,
    (at, x, y) => (data[at] = sample(mask.width, mask.height, x, y, (i) => mask.data[i]!)),
  );
  return { ...mask, data };
}

/**
 * Puts the cut-out of one picture into another.
 *
 * @param canvas  what it is put into; `source` what it is cut from; both of one size
 * @param mask    the cut-out in `source`, 0…1
 */
export function paste(canvas: RgbImage, source: RgbImage, mask: Mask, placement: Placement): RgbImage {
  const data = canvas.data.slice();
  const { width, height } = source;
  eachTarget(mask, placement, (at, x, y) => {
    const alpha = sample(width, height, x, y, (i) => mask.data[i]!);
    if (alpha <= 0) return;
    for (let channel = 0; channel < 3; channel++) {
      const fresh = sample(width, height, x, y, (i) => source.data[i * 3 + channel]!);
      const old = data[at * 3 + channel]!;
      data[at * 3 + channel] = Math.round(old + alpha * (fresh - old));
    }
  });
  return { ...canvas, data };
}

/** Calls `visit` for every pixel with the place in the source that lands on it. */
function eachTarget(
  { width, height }: Mask,
  { from, to, scale }: Placement,
  visit: (at: number, x: number, y: number) => void,
): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      visit(y * width + x, from.x + (x - to.x) / scale, from.y + (y - to.y) / scale);
}

function sample(width: number, height: number, x: number, y: number, at: (index: number) => number): number {
  if (x < 0 || y < 0 || x > width - 1 || y > height - 1) return 0;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - left, y - top];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const upper = at(top * width + left) * (1 - dx) + at(top * width + right) * dx;
  if (dy === 0) return upper;
  const lower = at(bottom * width + left) * (1 - dx) + at(bottom * width + right) * dx;
  return upper * (1 - dy) + lower * dy;
}
