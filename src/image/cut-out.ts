import type { Mask, RgbImage } from './image.ts';

/** How far a background colour may wander from pixel to pixel, and from where the search began (0…255, summed RGB). */
const STEP_TOLERANCE = 26;
const SEED_TOLERANCE = 78;
/** The search begins on a frame this much outside the box, as share of its sides: detectors are not exact. */
const MARGIN = 0.3;
/** So far outside its box, as share of its sides, an object may reach. */
const LOOSE = 0.12;
/** A piece that lies less than this inside the box is something else. */
const LEAST_INSIDE = 0.3;

type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * Outline of the object in a box: what cannot be reached from the box's frame over pixels of slowly changing colour.
 * Good for a thing before a calm background; where too little or too much is left, the ellipse in the box.
 *
 * @param others  boxes of other things: what lies in them and not in the object's own box is theirs
 * @returns mask at picture size, values 0 and 1
 */
export function cutOut(image: RgbImage, box: Box, others: readonly Box[] = []): Mask {
  const frame = frameOf(image, box);
  const reached = floodFromFrame(image, frame);
  const [left, top, right, bottom] = frame;
  const data = new Float32Array(image.width * image.height);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = y * image.width + x;
      if (reached[at] === 0 && mayBeIts(x, y, box, others)) data[at] = 1;
    }
  const mask = piecesOf({ width: image.width, height: image.height, data }, box);
  const share = mask.data.reduce((sum, value) => sum + value, 0) / (box[2] * box[3]);
  return share < 0.15 || share > 1.8 ? ellipse(image, box) : mask;
}

/** Whether a pixel may be part of the thing in a box: not far outside of it, and there not in another's. */
function mayBeIts(x: number, y: number, box: Box, others: readonly Box[]): boolean {
  if (holds(box, x, y, 0)) return true;
  return holds(box, x, y, LOOSE) && !others.some((other) => holds(other, x, y, 0));
}

const holds = ([left, top, width, height]: Box, x: number, y: number, loose: number): boolean =>
  x >= left - loose * width &&
  x < left + (1 + loose) * width &&
  y >= top - loose * height &&
  y < top + (1 + loose) * height;

/** The connected pieces of a mask that belong to a box. */
function piecesOf({ width, height, data }: Mask, [left, top, boxWidth, boxHeight]: Box): Mask {
  const kept = new Float32Array(data.length);
  const seen = new Uint8Array(data.length);
  for (let start = 0; start < data.length; start++) {
    if (data[start] === 0 || seen[start] === 1) continue;
    const piece = [start];
    seen[start] = 1;
    for (const at of piece) {
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= data.length || data[next] === 0 || seen[next] === 1) continue;
        seen[next] = 1;
        piece.push(next);
      }
    }
    const inside = piece.filter((at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return x >= left && x < left + boxWidth && y >= top && y < top + boxHeight;
    });
    if (inside.length >= LEAST_INSIDE * piece.length) for (const at of piece) kept[at] = 1;
  }
  return { width, height, data: kept };
}

type Frame = readonly [left: number, top: number, right: number, bottom: number];

function frameOf({ width, height }: RgbImage, [x, y, boxWidth, boxHeight]: Box): Frame {
  const [dx, dy] = [Math.max(2, boxWidth * MARGIN), Math.max(2, boxHeight * MARGIN)];
  return [
    Math.max(0, Math.floor(x - dx)),
    Math.max(0, Math.floor(y - dy)),
    Math.min(width, Math.ceil(x + boxWidth + dx)),
    Math.min(height, Math.ceil(y + boxHeight + dy)),
  ];
}

/** 1 where the background was reached. Each pixel remembers the colour its search began with. */
function floodFromFrame(image: RgbImage, [left, top, right, bottom]: Frame): Uint8Array {
  const { width, data } = image;
  const reached = new Uint8Array(width * image.height);
  const seed = new Int32Array(width * image.height);
  const queue: number[] = [];
  const begin = (x: number, y: number): void => {
    const at = y * width + x;
    if (reached[at] === 1) return;
    reached[at] = 1;
    seed[at] = at;
    queue.push(at);
  };
  for (let x = left; x < right; x++) [top, bottom - 1].forEach((y) => begin(x, y));
  for (let y = top; y < bottom; y++) [left, right - 1].forEach((x) => begin(x, y));
  const apart = (a: number, b: number): number =>
    Math.abs(data[3 * a]! - data[3 * b]!) +
    Math.abs(data[3 * a + 1]! - data[3 * b + 1]!) +
    Math.abs(data[3 * a + 2]! - data[3 * b + 2]!);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const near = [
      x > left ? at - 1 : -1,
      x < right - 1 ? at + 1 : -1,
      y > top ? at - width : -1,
      y < bottom - 1 ? at + width : -1,
    ];
    for (const next of near) {
      if (next < 0 || reached[next] === 1) continue;
      if (apart(at, next) > STEP_TOLERANCE || apart(seed[at]!, next) > SEED_TOLERANCE) continue;
      reached[next] = 1;
      seed[next] = seed[at]!;
      queue.push(next);
    }
  }
  return reached;
}

function ellipse({ width, height }: RgbImage, [x, y, boxWidth, boxHeight]: Box): Mask {
  const data = new Float32Array(width * height);
  for (let row = Math.floor(y); row < Math.min(height, y + boxHeight); row++)
    for (let column = Math.floor(x); column < Math.min(width, x + boxWidth); column++) {
      const dx = (column + 0.5 - x - boxWidth / 2) / (boxWidth / 2);
      const dy = (row + 0.5 - y - boxHeight / 2) / (boxHeight / 2);
      if (dx ** 2 + dy ** 2 <= 1) data[row * width + column] = 1;
    }
  return { width, height, data };
}

/** A mask grown by `radius` pixels in all eight directions. */
export function growMask({ width, height, data }: Mask, radius: number): Mask {
  const along = (
    from: Float32Array,
    count: number,
    length: number,
    stride: number,
    between: number,
  ): Float32Array => {
    const out = new Float32Array(from.length);
    for (let line = 0; line < count; line++) {
      let last = -Infinity;
      for (let at = 0; at < length; at++) {
        if (from[line * between + at * stride]! > 0) last = at;
        if (at - last <= radius) out[line * between + at * stride] = 1;
      }
      last = Infinity;
      for (let at = length - 1; at >= 0; at--) {
        if (from[line * between + at * stride]! > 0) last = at;
        if (last - at <= radius) out[line * between + at * stride] = 1;
      }
    }
    return out;
  };
  const wide = along(data, height, width, 1, width);
  return { width, height, data: along(wide, width, height, width, 1) };
}
