import type { Mask, RgbImage } from './image.ts';

/** How far a background colour may wander from pixel to pixel, and from where the search began (0…255, summed RGB). */
const STEP_TOLERANCE = 26;
const SEED_TOLERANCE = 78;
/** What fills less of its box has perhaps run out into the background: the tolerances are made smaller by this factor. */
const SLIM = 0.3;
const CLOSER = 0.5;
/** The search begins on a frame this much outside the box, as share of its sides: detectors are not exact. */
const MARGIN = 0.3;
/** So far outside its box, as share of its sides, an object may reach. */
const LOOSE = 0.12;
/** A piece that lies less than this inside the box is something else. */
const LEAST_INSIDE = 0.3;
/** So far inside the box, as share of its sides, its rim reaches, where background may show. */
const RIM = 0.1;
/** What covers more of the box than this is no background that shows beside a thing. */
const MOST_ENCLOSED = 0.35;

type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * Outline of the object in a box: what cannot be reached from the box's frame over pixels of slowly changing colour,
 * and does not look like the background beside it.
 * Good for a thing before a calm background; where too little or too much is left, the ellipse in the box.
 *
 * @param others  boxes of other things: what lies in them and not in the object's own box is theirs
 * @returns mask at picture size, values 0 and 1
 */
export function cutOut(image: RgbImage, box: Box, others: readonly Box[] = []): Mask {
  const shareOf = ({ data }: Mask): number => data.reduce((sum, value) => sum + value, 0) / (box[2] * box[3]);
  const mask = outline(image, box, others, 1);
  const share = shareOf(mask);
  if (share > 1.8) return ellipse(image, box);
  if (share >= SLIM) return mask;
  // A thing nearly of the ground's colour has run out into it; a slim one looks the same when one looks closer.
  const closer = outline(image, box, others, CLOSER);
  const closerShare = shareOf(closer);
  if (closerShare > share * 1.5 && closerShare > SLIM && closerShare <= 1) return closer;
  return share < 0.15 ? ellipse(image, box) : mask;
}

/** @param closeness  factor on the differences of colour that still count as background */
function outline(image: RgbImage, box: Box, others: readonly Box[], closeness: number): Mask {
  const frame = frameOf(image, box);
  const size = image.width * image.height;
  const ground: Ground = { reached: new Uint8Array(size), seed: new Int32Array(size), closeness };
  const starts = borderOf(frame, image.width).filter((at) => !isCutOff(image, box, at));
  flood(image, frame, starts, ground);
  reachEnclosed(image, frame, box, others, ground);
  const { reached } = ground;
  const [left, top, right, bottom] = frame;
  const data = new Float32Array(size);
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = y * image.width + x;
      if (reached[at] === 0 && mayBeIts(x, y, box, others)) data[at] = 1;
    }
  return piecesOf({ width: image.width, height: image.height, data }, box);
}

/** Whether a pixel is where the picture's edge cuts off the thing in a box: there the frame runs through the thing. */
function isCutOff({ width, height }: RgbImage, box: Box, at: number): boolean {
  const [x, y] = [at % width, Math.floor(at / width)];
  return (x === 0 || y === 0 || x === width - 1 || y === height - 1) && holds(box, x, y, LOOSE);
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

/** Indices of the pixels at a frame's edges. */
function borderOf([left, top, right, bottom]: Frame, width: number): number[] {
  const border: number[] = [];
  for (let x = left; x < right; x++) border.push(top * width + x, (bottom - 1) * width + x);
  for (let y = top; y < bottom; y++) border.push(y * width + left, y * width + right - 1);
  return border;
}

/** Where the background is, 1, and with which pixel the search began that found it. */
interface Ground {
  readonly reached: Uint8Array;
  readonly seed: Int32Array;
  /** Factor on the tolerances. */
  readonly closeness: number;
}

/**
 * Goes on from some pixels over pixels of slowly changing colour.
 *
 * @param ground  what is found is added to it
 * @returns what is found
 */
function flood(
  { width, data }: RgbImage,
  [left, top, right, bottom]: Frame,
  starts: readonly number[],
  { reached, seed, closeness }: Ground,
): number[] {
  const found: number[] = [];
  for (const at of starts) {
    if (reached[at] === 1) continue;
    reached[at] = 1;
    seed[at] = at;
    found.push(at);
  }
  const apart = (a: number, b: number): number =>
    Math.abs(data[3 * a]! - data[3 * b]!) +
    Math.abs(data[3 * a + 1]! - data[3 * b + 1]!) +
    Math.abs(data[3 * a + 2]! - data[3 * b + 2]!);
  const queue = [...found];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const near = [
      x > left ? at - 1 : -1,
      x < right - 1 ? at + 1 : -1,
      y > top ? at - width : -1,
      y < bottom - 1 ? at + width : -1,
    ];
    const from = seed[at]!;
    for (const next of near) {
      if (next < 0 || reached[next] === 1) continue;
      if (apart(at, next) > closeness * STEP_TOLERANCE) continue;
      if (apart(from, next) > closeness * SEED_TOLERANCE) continue;
      reached[next] = 1;
      seed[next] = from;
      found.push(next);
      queue.push(next);
    }
  }
  return found;
}

/**
 * Background that other things or the thing itself cut off from the frame, a gap between two, the end of a line on a
 * road: it begins at the box's rim with a colour that the same row has outside of the frame too, not further away than
 * the box is wide.
 */
function reachEnclosed(
  image: RgbImage,
  [left, top, right, bottom]: Frame,
  box: Box,
  others: readonly Box[],
  ground: Ground,
): void {
  const { width } = image;
  const [from, to] = [Math.max(0, Math.floor(left - box[2])), Math.min(width, Math.ceil(right + box[2]))];
  const refused = new Set<number>();
  for (let y = top; y < bottom; y++) {
    const beside = new Set<number>();
    for (let x = from; x < to; x++)
      if ((x < left || x >= right) && !others.some((other) => holds(other, x, y, 0)))
        beside.add(coarse(image, y * width + x));
    for (let x = left; x < right; x++) {
      const at = y * width + x;
      if (ground.reached[at] === 1 || refused.has(at) || holds(box, x, y, -RIM)) continue;
      // What its own outline keeps from the background, a snowman's belly in the snow, is the thing's.
      const touches = [at - 1, at + 1, at - width, at + width].some((next) => ground.reached[next] === 1);
      if (!touches || !beside.has(coarse(image, at))) continue;
      const found = flood(image, [left, top, right, bottom], [at], ground);
      const inside = found.filter((each) => holds(box, each % width, Math.floor(each / width), 0));
      if (inside.length <= MOST_ENCLOSED * box[2] * box[3]) continue;
      // A white rabbit before a white line is no background.
      for (const each of found) {
        ground.reached[each] = 0;
        refused.add(each);
      }
    }
  }
}

/** A colour in steps of eight. */
const coarse = ({ data }: RgbImage, at: number): number =>
  ((data[3 * at]! >> 3) << 10) | ((data[3 * at + 1]! >> 3) << 5) | (data[3 * at + 2]! >> 3);

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
