/**
 * Instance moves without gradients: the object is cut out, its hole filled from the background, and it is put where
 * it shall be; outside both places not one bit changes.
 *
 * After Palaev et al. 2024, instance-level editing guided by cross-attention and features (the pipeline: detect,
 * pick, move), with the copy in picture space that DesignEdit and PixelMan begin with in place of its energies.
 */
import type { Box, Detection } from '../../detection/detector.ts';
import { UserError } from '../../errors.ts';
import { cutOut } from '../../image/cut-out.ts';
import type { RgbImage } from '../../image/image.ts';
import { changedShare } from '../../image/masks.ts';
import { type InstanceWeights, PALAEV, PALAEV_PLUS } from '../../methods/instance-energies.ts';
import type { ObjectReference, StepOf } from '../../planning/plan.ts';
import { arrange, type Arranged, asFarAsTheEdge, cutObjects, placedBox } from './arrange.ts';
import type { EngineResult, MeantObject, OpenQuestion } from '../engine.ts';
import { canHarmonise, harmonise } from './harmonise.ts';
import { lookedOnly } from './looked-only.ts';
import { locateObject, toFoundObjects } from '../masks/locate.ts';
import { othersIn } from '../masks/neighbours.ts';
import { moveByGuidance, reasonAgainstGuidance } from './place-guided.ts';
import { sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { targetOf } from './target-place.ts';
import type { Order, Workshop } from '../workshop.ts';

/** What `settings.method` may ask for in place of a copy. */
const GUIDED: Readonly<Record<string, InstanceWeights>> = { palaev: PALAEV, 'palaev-plus': PALAEV_PLUS };

/** The copy with its hole repainted. */
const REPAINTED = 'copy-repaint';

/** Moves, resizes, removes, swaps, duplicates objects, or brings them to the front. */
export async function place(
  workshop: Workshop,
  [step]: readonly [StepOf<'place'>],
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { source } = order;
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('edit.noPicture'));
  if (workshop.detector === undefined) throw new UserError('NO_DETECTOR', sentence('move.noDetector'));
  const asked = { model: workshop.imageModel.name, method: 'instance-copy' };
  const found = await findBoth(workshop, step, order, source);
  if ('step' in found) return { ...lookedOnly(order), ...asked, question: found };
  const boxes = found.objects.map(({ box }) => box);
  const other = found.others[0]?.box;
  const guided = await byGradients(workshop, step, order, source, boxes, other);
  if (guided.result !== undefined) return guided.result;
  const isSwap = step.operation === 'swap';
  const moved = isSwap ? [...found.objects, ...found.others].slice(0, 2) : found.objects;
  if (isSwap && moved.length < 2)
    throw new UserError('NO_SUCH_OBJECT', sentence('move.swapNeedsTwo', { name: word(step.object.noun) }));
  const own = moved.map(({ box }) => box);
  const around = await othersIn(workshop, order, source, own);
  const cuts = await cutObjects(workshop, source, own, order.signal, around);
  // A hole beside other things must not be filled with their colours.
  const standing = around.map((box) => cutOut(source, box));
  const edit = arrange(step, source, cuts, other, standing);
  const picture = await withGround(workshop, order, source, edit);
  return {
    ...lookedOnly(order),
    ...asked,
    picture,
    masks: [{ instruction: step.instruction, keyword: step.object.noun, mask: edit.mask }],
    changed: changedShare(source, picture),
    meant: toFoundObjects(moved).map((object, index): MeantObject =>
      Object.assign({}, object, { to: edit.places[index] }),
    ),
    notes: [...(guided.reason === undefined ? [] : [guided.reason]), ...edit.notes],
  };
}

/** The copy; where that was asked for, with the ground under what went away repainted. */
async function withGround(
  workshop: Workshop,
  order: Order,
  source: RgbImage,
  { picture, filled, hole, things }: Arranged,
): Promise<RgbImage> {
  if (order.settings.method !== REPAINTED || hole === undefined || !canHarmonise(workshop.imageModel))
    return picture;
  return harmonise(workshop, order, { source, filled, pasted: picture, hole, things });
}

interface Both {
  readonly objects: readonly Detection[];
  readonly others: readonly Detection[];
}

const ask = (role: 'object' | 'other', several: readonly Detection[]): OpenQuestion => ({
  step: 0,
  role,
  objects: toFoundObjects(several),
});

/** Finds a step's object and the other one that it speaks of, or the question that decides between several. */
async function findBoth(
  workshop: Workshop,
  { object, other, operation }: StepOf<'place'>,
  order: Order,
  source: RgbImage,
): Promise<Both | OpenQuestion> {
  const found = await find(workshop, object, order, source);
  const isOther = other?.noun === object.noun && other.attributes?.includes('other') === true;
  // "swap the cat and the other cat": where there are two, it does not matter which is which.
  if (operation === 'swap' && found.kind === 'several' && found.objects.length === 2) {
    if (other === undefined || isOther) return { objects: found.objects, others: [] };
  }
  if (found.kind === 'several') return ask('object', found.objects);
  if (other === undefined) return { objects: found.objects, others: [] };
  const not = isOther ? found.objects.map(({ box }) => box) : undefined;
  const landmark = await find(workshop, other, order, source, not);
  if (landmark.kind === 'several') return ask('other', landmark.objects);
  return { objects: found.objects, others: landmark.objects };
}

async function find(
  workshop: Workshop,
  reference: ObjectReference,
  order: Order,
  source: RgbImage,
  not?: readonly Box[],
) {
  const found = await locateObject(workshop, reference, order, source, not);
  if (found !== undefined) return found;
  throw new UserError(
    'NO_SUCH_OBJECT',
    sentence('locate.notFound', { words: word(reference.words || reference.noun) }),
  );
}

/** The move by gradients where that was asked for; else nothing, or why it cannot be made so. */
async function byGradients(
  workshop: Workshop,
  step: StepOf<'place'>,
  order: Order,
  source: RgbImage,
  boxes: readonly Box[],
  other: Box | undefined,
): Promise<{ readonly result?: Omit<EngineResult, 'seconds'>; readonly reason?: Said | undefined }> {
  const weights = GUIDED[order.settings.method ?? ''];
  if (weights === undefined) return {};
  const [box] = boxes;
  const reason = reasonAgainstGuidance(workshop, step, order, boxes);
  if (reason !== undefined || box === undefined) return { reason };
  const { placement, wasClamped } = targetOf(step, box, source, other);
  const move = { box, placement, source, settings: { weights } };
  const result = await moveByGuidance(workshop, step, order, move);
  const meant = toFoundObjects([{ label: step.object.noun, score: 1, box }]).map((object): MeantObject =>
    Object.assign({}, object, { to: placedBox(box, placement) }),
  );
  const notes = wasClamped ? [...result.notes, asFarAsTheEdge(step)] : result.notes;
  return { result: { ...result, meant, notes } };
}
