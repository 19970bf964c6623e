import type { Box } from '../../detection/detector.ts';
import { growMask } from '../../image/cut-out.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { uniteMasks } from '../../image/masks.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import { cutObjects } from '../steps/arrange.ts';
import type { Located } from './locate.ts';
import { maskSourceOf, usesOutlines } from './mask-source.ts';
import { neighboursOf } from './neighbours.ts';
import type { RunRequest, Components } from '../components.ts';

type Instruct = StepOf<'instruct'>;

/** Where a step may paint, at the source's size, values 0 and 1. */
export interface Reach {
  /** All of it may be painted. */
  readonly whole: Mask;
  /** The part that is painted in any case, with its soft edge: the rest only where the edit put something. */
  readonly object: Mask;
  /** The object alone, as people see it. */
  readonly outline: Mask;
}

/** Pixels around an outline that its soft edge reaches, as share of the longer side; the edit fades out further. */
const RIM = 1 / 128;
/** These keep the object's outline; all others put something of another shape into its place. */
const KEEPS_SHAPE: ReadonlySet<Instruct['action']> = new Set(['recolor', 'remove']);
export const NO_SEGMENTER = sentence('masks.noSegmenter');

/** True when outlines are asked for, and nobody is there to draw them. */
export const lacksSegmenter = ({ segmenter, editModel }: Components, request: RunRequest): boolean =>
  segmenter === undefined && maskSourceOf(request, editModel) === 'sam';

/**
 * Where each step may paint: the outline of what it is about, with room for what comes into its place. Outlines are
 * the segmenter's, or follow from the colours around a box. What else is seen there is left out.
 *
 * @returns `undefined` for a step whose object has no place, nothing at all where masks shall come from elsewhere
 */
export async function outlinesOf(
  components: Components,
  steps: readonly Instruct[],
  request: RunRequest,
  located: readonly (Located | undefined)[],
): Promise<readonly (Reach | undefined)[]> {
  const { source, region } = request;
  // What the person has drawn needs no looking.
  if (region !== undefined) {
    const drawn = { ...region, data: region.data.map((value) => (value > 0 ? 1 : 0)) };
    return located.map(() => ({ whole: drawn, object: drawn, outline: drawn }));
  }
  const isWanted =
    usesOutlines(request) || (maskSourceOf(request, components.editModel) === 'sam' && components.segmenter);
  if (source === undefined || !isWanted) return [];
  const reaches: (Reach | undefined)[] = [];
  for (const [index, place] of located.entries())
    reaches.push(
      place && (await reachOf(components, steps[index] as Instruct, request, source, place.boxes)),
    );
  return reaches;
}

/** Where a step may paint whose object lies in some boxes. */
export async function reachOf(
  components: Components,
  step: Instruct,
  request: RunRequest,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<Reach | undefined> {
  const around = await neighboursOf(components, request, source, boxes);
  const cut = async (those: readonly Box[], others: readonly Box[]): Promise<Mask[]> =>
    (await cutObjects(components, source, those, request.signal, others)).map(({ mask }) => mask);
  const [first, ...others] = await cut(boxes, around);
  if (first === undefined) return undefined;
  const rim = Math.max(1, Math.round(RIM * Math.max(source.width, source.height)));
  const outline = uniteMasks([first, ...others]);
  const object = growMask(outline, rim);
  if (KEEPS_SHAPE.has(step.action)) return { whole: object, object, outline };
  const room = without(squaresAround(boxes, source), await cut(around, boxes));
  return { whole: uniteMasks([object, room]), object, outline };
}

/** A square as long as the box's longer side around each box's middle. */
function squaresAround(boxes: readonly Box[], { width, height }: RgbImage): Mask {
  const data = new Float32Array(width * height);
  for (const [x, y, boxWidth, boxHeight] of boxes) {
    const half = Math.max(boxWidth, boxHeight) / 2;
    const [left, right] = [x + boxWidth / 2 - half, x + boxWidth / 2 + half];
    const [top, bottom] = [y + boxHeight / 2 - half, y + boxHeight / 2 + half];
    for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, Math.ceil(bottom)); row++)
      data.fill(
        1,
        row * width + Math.max(0, Math.floor(left)),
        row * width + Math.min(width, Math.ceil(right)),
      );
  }
  return { width, height, data };
}

const without = (mask: Mask, others: readonly Mask[]): Mask => ({
  ...mask,
  data: mask.data.map((value, pixel) => (others.some(({ data }) => data[pixel]! > 0) ? 0 : value)),
});
