import { isAmong } from '../../detection/boxes.ts';
import { findAll, findNoun } from '../../detection/find.ts';
import { isLookable } from '../../detection/lookable.ts';
import { singularNoun } from '../../detection/nouns.ts';
import type { Box } from '../../detection/detector.ts';
import { growMask } from '../../image/cut-out.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { changedShare, compositeByMask, featherMask, uniteMasks } from '../../image/masks.ts';
import { resizeMask } from '../../image/resize.ts';
import { sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { cutObjects } from '../steps/arrange.ts';
import type { EngineResult } from '../engine.ts';
import { heatMap } from './heat-map.ts';
import { vocabularyOf } from './locate.ts';
import type { RunRequest, Components } from '../components.ts';

type Painted = Omit<EngineResult, 'seconds'>;

/** Share of a heat map's range above which a region begins. */
const INSIDE = 0.5;
/** Share of the picture's longer side that an outline is grown by, and over which it fades. */
const RIM = 1 / 128;
const FEATHER = 1 / 64;

/**
 * Brings back what must stay as it is: "don't touch the sky". Inside it not one bit changes.
 *
 * Things are outlined where the detector sees them, regions by the edit model's attention; where neither knows, a note
 * says so. What the edit was about is not protected: "make the left cat blue, leave the other cat".
 */
export async function keepProtected(
  components: Components,
  request: RunRequest,
  painted: Painted,
): Promise<Painted> {
  const { source, protect = [] } = request;
  const { picture } = painted;
  if (protect.length === 0 || source === undefined || picture === undefined) return painted;
  if (picture.width !== source.width || picture.height !== source.height) return painted;
  const masks: Mask[] = [];
  const notes: Said[] = [];
  for (const thing of protect) {
    const mask = await maskOf(components, request, source, thing, painted);
    if (mask !== undefined) masks.push(mask);
    else notes.push(sentence('masks.unprotected', { thing: word(thing) }));
  }
  const [first, ...others] = masks;
  if (first === undefined) return { ...painted, notes: [...painted.notes, ...notes] };
  const side = Math.max(source.width, source.height);
  const soft = featherMask(uniteMasks([first, ...others]), Math.max(1, Math.round(FEATHER * side)));
  const kept = compositeByMask(picture, source, soft);
  return {
    ...painted,
    picture: kept,
    changed: changedShare(source, kept),
    notes: [...painted.notes, ...notes],
  };
}

async function maskOf(
  components: Components,
  request: RunRequest,
  source: RgbImage,
  thing: string,
  { meant = [] }: Painted,
): Promise<Mask | undefined> {
  const name = singularNoun(thing);
  const { detector } = components;
  if (name === 'background' && detector !== undefined) {
    const all = await findAll(detector, source, vocabularyOf(components), request.signal);
    const objects = await outline(components, request, source, [
      ...all.map(({ box }) => box),
      ...boxesOf(meant),
    ]);
    return objects && { ...objects, data: objects.data.map((value) => (value > 0 ? 0 : 1)) };
  }
  if (isLookable(name) && isLookable(thing)) {
    if (detector === undefined) return undefined;
    const found = await findNoun(detector, source, { noun: name }, request.signal);
    const edited = meant.map(({ box }) => box);
    const boxes = found.map(({ box }) => box).filter((box) => !isAmong(box, edited));
    return outline(components, request, source, boxes);
  }
  if (components.editModel.edits !== 'instruct-pix2pix') return undefined;
  const map = await heatMap(components, request, name);
  const inside = resizeMask(map, source);
  return { ...inside, data: inside.data.map((value) => (value > INSIDE ? 1 : 0)) };
}

const boxesOf = (meant: NonNullable<Painted['meant']>): Box[] =>
  meant.flatMap(({ box, to }) => (to === undefined ? [box] : [box, to]));

/** The outlines of what is in some boxes, a little larger; undefined without boxes. */
async function outline(
  components: Components,
  { signal }: RunRequest,
  source: RgbImage,
  boxes: readonly Box[],
): Promise<Mask | undefined> {
  const cuts = await cutObjects(components, source, boxes, signal);
  const [first, ...others] = cuts.map(({ mask }) => mask);
  if (first === undefined) return undefined;
  const rim = Math.max(1, Math.round(RIM * Math.max(source.width, source.height)));
  return growMask(uniteMasks([first, ...others]), rim);
}
