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
import type { RunRequest, Components } from '../components.ts';

/** What `settings.method` may ask for in place of a copy. */
const GUIDED: Readonly<Record<string, InstanceWeights>> = { palaev: PALAEV, 'palaev-plus': PALAEV_PLUS };

/** The copy with its hole repainted. */
const REPAINTED = 'copy-repaint';

/** Moves, resizes, removes, swaps, duplicates objects, or brings them to the front. */
export async function place(
  components: Components,
  [step]: readonly [StepOf<'place'>],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { source } = request;
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('edit.noPicture'));
  if (components.detector === undefined) throw new UserError('NO_DETECTOR', sentence('move.noDetector'));
  const asked = { model: components.imageModel.name, method: 'instance-copy' };
  const found = await findBoth(components, step, request, source);
  if ('step' in found) return { ...lookedOnly(request), ...asked, question: found };
  const boxes = found.objects.map(({ box }) => box);
  const other = found.others[0]?.box;
  const guided = await byGradients(components, step, request, source, boxes, other);
  if (guided.result !== undefined) return guided.result;
  const isSwap = step.operation === 'swap';
  const moved = isSwap ? [...found.objects, ...found.others].slice(0, 2) : found.objects;
  if (isSwap && moved.length < 2)
    throw new UserError('NO_SUCH_OBJECT', sentence('move.swapNeedsTwo', { name: word(step.object.noun) }));
  const own = moved.map(({ box }) => box);
  const around = await othersIn(components, request, source, own);
  const cuts = await cutObjects(components, source, own, request.signal, around);
  // A hole beside other things must not be filled with their colours.
  const standing = around.map((box) => cutOut(source, box));
  const edit = arrange(step, source, cuts, other, standing);
  const picture = await withGround(components, request, source, edit);
  return {
    ...lookedOnly(request),
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
  components: Components,
  request: RunRequest,
  source: RgbImage,
  { picture, filled, hole, things }: Arranged,
): Promise<RgbImage> {
  if (request.settings.method !== REPAINTED || hole === undefined || !canHarmonise(components.imageModel))
    return picture;
  return harmonise(components, request, { source, filled, pasted: picture, hole, things });
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
  components: Components,
  { object, other, operation }: StepOf<'place'>,
  request: RunRequest,
  source: RgbImage,
): Promise<Both | OpenQuestion> {
  const found = await find(components, object, request, source);
  const isOther = other?.noun === object.noun && other.attributes?.includes('other') === true;
  // "swap the cat and the other cat": where there are two, it does not matter which is which.
  if (operation === 'swap' && found.kind === 'several' && found.objects.length === 2) {
    if (other === undefined || isOther) return { objects: found.objects, others: [] };
  }
  if (found.kind === 'several') return ask('object', found.objects);
  if (other === undefined) return { objects: found.objects, others: [] };
  const not = isOther ? found.objects.map(({ box }) => box) : undefined;
  const landmark = await find(components, other, request, source, not);
  if (landmark.kind === 'several') return ask('other', landmark.objects);
  return { objects: found.objects, others: landmark.objects };
}

async function find(
  components: Components,
  reference: ObjectReference,
  request: RunRequest,
  source: RgbImage,
  not?: readonly Box[],
) {
  const found = await locateObject(components, reference, request, source, not);
  if (found !== undefined) return found;
  throw new UserError(
    'NO_SUCH_OBJECT',
    sentence('locate.notFound', { words: word(reference.words || reference.noun) }),
  );
}

/** The move by gradients where that was asked for; else nothing, or why it cannot be made so. */
async function byGradients(
  components: Components,
  step: StepOf<'place'>,
  request: RunRequest,
  source: RgbImage,
  boxes: readonly Box[],
  other: Box | undefined,
): Promise<{ readonly result?: Omit<EngineResult, 'seconds'>; readonly reason?: Said | undefined }> {
  const weights = GUIDED[request.settings.method ?? ''];
  if (weights === undefined) return {};
  const [box] = boxes;
  const reason = reasonAgainstGuidance(components, step, request, boxes);
  if (reason !== undefined || box === undefined) return { reason };
  const { placement, wasClamped } = targetOf(step, box, source, other);
  const move = { box, placement, source, settings: { weights } };
  const result = await moveByGuidance(components, step, request, move);
  const meant = toFoundObjects([{ label: step.object.noun, score: 1, box }]).map((object): MeantObject =>
    Object.assign({}, object, { to: placedBox(box, placement) }),
  );
  const notes = wasClamped ? [...result.notes, asFarAsTheEdge(step)] : result.notes;
  return { result: { ...result, meant, notes } };
}
