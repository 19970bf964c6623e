/**
 * Instance moves without gradients: the object is cut out, its hole filled from the background, and it is put where
 * it shall be; outside both places not one bit changes.
 *
 * After Palaev et al. 2024, instance-level editing guided by cross-attention and features (the pipeline: detect,
 * pick, move), with the copy in picture space that DesignEdit and PixelMan begin with in place of its energies.
 */
import type { Box } from '../detection/detector.ts';
import { UserError } from '../errors.ts';
import { cutOut, growMask } from '../image/cut-out.ts';
import { fillHole } from '../image/fill.ts';
import type { Mask, RgbImage } from '../image/image.ts';
import { changedShare, featherMask, uniteMasks } from '../image/masks.ts';
import { paste, placeMask, type Placement } from '../image/paste.ts';
import { type InstanceWeights, PALAEV, PALAEV_PLUS } from '../methods/instance-energies.ts';
import type { ObjectReference, StepOf } from '../planning/plan.ts';
import type { EngineResult } from './engine.ts';
import { lookedOnly } from './looked-only.ts';
import { locateObject } from './locate.ts';
import { moveByGuidance, reasonAgainstGuidance } from './place-guided.ts';
import { targetOf } from './target-place.ts';
import type { Order, Workshop } from './workshop.ts';

/** Pixels around an object that its soft edge and shadow reach, as share of the picture's longer side. */
const RIM = 1 / 64;

/** What `settings.method` may ask for in place of a copy. */
const GUIDED: Readonly<Record<string, InstanceWeights>> = { palaev: PALAEV, 'palaev-plus': PALAEV_PLUS };

interface Cut {
  readonly box: Box;
  readonly mask: Mask;
}

/** Moves, resizes, removes, swaps, duplicates objects, or brings them to the front. */
export async function place(
  workshop: Workshop,
  [step]: readonly [StepOf<'place'>],
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { source } = order;
  if (source === undefined)
    throw new UserError(
      'NO_PICTURE',
      'There is no picture to change yet. Say /imagine first, or drop in a photo.',
    );
  if (workshop.detector === undefined)
    throw new UserError(
      'NO_DETECTOR',
      'I need a detector to move things. Put one into the models folder and set DETECTOR_MODEL to its name.',
    );
  const found = await boxOf(workshop, step.object, order, source);
  const other = step.other === undefined ? undefined : await boxOf(workshop, step.other, order, source);
  const asked = { model: workshop.imageModel.name, method: 'instance-copy' };
  const question = found.question ?? other?.question;
  if (question !== undefined)
    return { ...lookedOnly(order), ...asked, question: { step: 0, objects: question } };
  const guided = await byGradients(workshop, step, order, source, found.boxes, other?.boxes[0]);
  if (typeof guided === 'object') return guided;
  const cuts = found.boxes.map((box): Cut => ({ box, mask: cutOut(source, box) }));
  const edit = arrange(step, source, cuts, other?.boxes[0]);
  return {
    ...lookedOnly(order),
    ...asked,
    picture: edit.picture,
    masks: [{ instruction: step.instruction, keyword: step.object.noun, mask: edit.mask }],
    changed: changedShare(source, edit.picture),
    notes: [...(guided === undefined ? [] : [guided]), ...edit.notes],
  };
}

const asFarAsTheEdge = ({ object }: StepOf<'place'>): string =>
  `The ${object.noun} stays inside the picture: I moved it as far as the edge.`;

/** The move by gradients where that was asked for; else nothing, or why it cannot be made so. */
async function byGradients(
  workshop: Workshop,
  step: StepOf<'place'>,
  order: Order,
  source: RgbImage,
  boxes: readonly Box[],
  other: Box | undefined,
): Promise<Omit<EngineResult, 'seconds'> | string | undefined> {
  const weights = GUIDED[order.settings.method ?? ''];
  if (weights === undefined) return undefined;
  const [box] = boxes;
  const reason = reasonAgainstGuidance(workshop, step, order, boxes);
  if (reason !== undefined || box === undefined) return reason;
  const { placement, wasClamped } = targetOf(step, box, source, other);
  const move = { box, placement, source, settings: { weights } };
  const result = await moveByGuidance(workshop, step, order, move);
  return wasClamped ? { ...result, notes: [...result.notes, asFarAsTheEdge(step)] } : result;
}

async function boxOf(
  workshop: Workshop,
  reference: ObjectReference,
  order: Order,
  source: RgbImage,
): Promise<{
  readonly boxes: readonly Box[];
  readonly question?: NonNullable<EngineResult['question']>['objects'];
}> {
  const found = await locateObject(workshop, reference, order, source);
  if (found === undefined)
    throw new UserError(
      'NO_SUCH_OBJECT',
      `I do not find ${reference.words || reference.noun} in the picture.`,
    );
  if (found.kind === 'one') return { boxes: found.place.boxes };
  return {
    boxes: [],
    question: found.objects.map(({ label, score, box }) => ({ label, score, box })),
  };
}

interface Arranged {
  readonly picture: RgbImage;
  /** Everything that may differ from the source. */
  readonly mask: Mask;
  readonly notes: readonly string[];
}

function arrange(step: StepOf<'place'>, source: RgbImage, cuts: readonly Cut[], other?: Box): Arranged {
  const rim = Math.max(1, Math.round(RIM * Math.max(source.width, source.height)));
  const notes: string[] = [];
  const moves: { readonly cut: Cut; readonly placement: Placement }[] = [];
  const holes: Mask[] = [];
  const isSwap = step.operation === 'swap' && other !== undefined && cuts[0] !== undefined;
  if (isSwap) {
    const [first] = cuts as readonly [Cut];
    const second = { box: other, mask: cutOut(source, other) };
    moves.push(
      { cut: first, placement: onto(first.box, other) },
      { cut: second, placement: onto(other, first.box) },
    );
    holes.push(first.mask, second.mask);
  } else {
    for (const cut of cuts) {
      if (step.operation !== 'duplicate' && step.operation !== 'front') holes.push(cut.mask);
      if (step.operation === 'remove') continue;
      const { placement, wasClamped } = targetOf(step, cut.box, source, other);
      if (wasClamped) notes.push(asFarAsTheEdge(step));
      moves.push({ cut, placement });
    }
  }
  const grown = holes.map((hole) => growMask(hole, rim));
  let picture = grown.length === 0 ? source : fillHole(source, uniteMasks(grown as [Mask, ...Mask[]]));
  const touched = [...grown];
  for (const { cut, placement } of moves) {
    const soft = featherMask(cut.mask, Math.max(1, Math.round(rim / 3)));
    picture = paste(picture, source, soft, placement);
    touched.push(placeMask(soft, placement));
  }
  const empty: Mask = {
    width: source.width,
    height: source.height,
    data: new Float32Array(source.width * source.height),
  };
  return { picture, mask: uniteMasks([empty, ...touched]), notes };
}

/** The middle of one box to the middle of another, feet on the same ground. */
function onto(from: Box, to: Box): Placement {
  const foot = to[1] + to[3];
  return {
    from: { x: from[0] + from[2] / 2, y: from[1] + from[3] / 2 },
    to: {
      x: Math.round(to[0] + to[2] / 2 - from[2] / 2) + from[2] / 2,
      y: Math.round(foot - from[3]) + from[3] / 2,
    },
    scale: 1,
  };
}
