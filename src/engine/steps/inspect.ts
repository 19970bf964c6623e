import { createAttentionDetector } from '../../detection/attention.ts';
import type { Detector } from '../../detection/detector.ts';
import { findAll } from '../../detection/find.ts';
import { UserError } from '../../errors.ts';
import type { RgbImage } from '../../image/image.ts';
import type { StepOf } from '../../planning/plan.ts';
import { resizeGridBicubic } from '../../tensor/grid.ts';
import type { EngineMask, EngineResult } from '../engine.ts';
import { wordHeat } from '../masks/attention-heat.ts';
import { heatMap } from '../masks/heat-map.ts';
import { toFoundObjects, vocabularyOf } from '../masks/locate.ts';
import { lookedOnly } from './looked-only.ts';
import { sentence, word } from '../../sentence.ts';
import type { Order, Workshop } from '../workshop.ts';

type Answer = Omit<EngineResult, 'seconds'>;

/** Looks what is in a picture, or where a word is; paints nothing. */
export async function inspect(
  workshop: Workshop,
  [step]: readonly [StepOf<'inspect'>],
  order: Order,
): Promise<Answer> {
  const { source } = order;
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('describe.noPicture'));
  const words = step.words ?? [];
  return step.question === 'attention' && words.length > 0
    ? showAttention(workshop, step, order, source)
    : tellObjects(workshop, words, order, source);
}

async function tellObjects(
  workshop: Workshop,
  asked: readonly string[],
  order: Order,
  source: RgbImage,
): Promise<Answer> {
  const detector = workshop.detector ?? lastResort(workshop, asked, order);
  order.onProgress({ phase: 'detect', step: 0, count: 1 });
  const words = asked.length > 0 ? asked : vocabularyOf(workshop);
  const objects = toFoundObjects(await findAll(detector, source, words, order.signal));
  const isMissing = asked.length > 0 && objects.length === 0;
  return {
    ...lookedOnly(order),
    objects,
    model: workshop.imageModel.name,
    method: detector.name,
    notes: isMissing ? [sentence('describe.notFound', { words: asked.map(word) })] : [],
  };
}

/**
 * Adds what can be seen in a new picture, so that the next sentence about it can be understood. Only with a detector
 * of few words: it costs a blink, and the next edit need not look again; a large one is asked when it is needed.
 */
export async function seenIn(workshop: Workshop, result: Answer, order: Order): Promise<Answer> {
  const { detector } = workshop;
  const { picture, objects } = result;
  if (picture === undefined || objects !== undefined || detector?.traits.vocabulary === undefined)
    return result;
  const found = await findAll(detector, picture, detector.traits.vocabulary, order.signal);
  return { ...result, objects: toFoundObjects(found) };
}

/** Without a detector the edit model's own attention can say where a word is, but not what all there is. */
function lastResort(workshop: Workshop, asked: readonly string[], order: Order): Detector {
  if (asked.length > 0 && workshop.editModel.edits === 'instruct-pix2pix')
    return createAttentionDetector((_, noun) => heatMap(workshop, order, noun));
  throw new UserError('NO_DETECTOR', sentence('describe.noDetector'));
}

/** A heat map for every word, as mask with values 0…1, and in numbers. */
async function showAttention(
  workshop: Workshop,
  { words = [], instruction }: StepOf<'inspect'>,
  order: Order,
  source: RgbImage,
): Promise<Answer> {
  const { model, steps, missing, words: found } = await wordHeat(workshop, order, words, instruction);
  const masks = found.map(({ word: keyword, heat, figures }): EngineMask => {
    const { data } = resizeGridBicubic(heat, source.height, source.width);
    // The cubic curve goes a little beyond 0 and 1.
    const mask = { ...source, data: data.map((value) => Math.min(1, Math.max(0, value))) };
    return { instruction: keyword, keyword, mask, heat: figures };
  });
  const notes = missing.length > 0 ? [sentence('heatmap.missing', { words: missing })] : [];
  return { ...lookedOnly(order), masks, model, steps, method: 'attention-maps', notes };
}
