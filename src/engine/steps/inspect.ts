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
import type { RunRequest, Components } from '../components.ts';

type Answer = Omit<EngineResult, 'seconds'>;

/** Looks what is in a picture, or where a word is; paints nothing. */
export async function inspect(
  components: Components,
  [step]: readonly [StepOf<'inspect'>],
  request: RunRequest,
): Promise<Answer> {
  const { source } = request;
  if (source === undefined) throw new UserError('NO_PICTURE', sentence('describe.noPicture'));
  const words = step.words ?? [];
  return step.question === 'attention' && words.length > 0
    ? showAttention(components, step, request, source)
    : tellObjects(components, words, request, source);
}

async function tellObjects(
  components: Components,
  asked: readonly string[],
  request: RunRequest,
  source: RgbImage,
): Promise<Answer> {
  const detector = components.detector ?? lastResort(components, asked, request);
  request.onProgress({ phase: 'detect', step: 0, count: 1 });
  const words = asked.length > 0 ? asked : vocabularyOf(components);
  const objects = toFoundObjects(await findAll(detector, source, words, request.signal));
  const isMissing = asked.length > 0 && objects.length === 0;
  return {
    ...lookedOnly(request),
    objects,
    model: components.imageModel.name,
    method: detector.name,
    notes: isMissing ? [sentence('describe.notFound', { words: asked.map(word) })] : [],
  };
}

/**
 * Adds what can be seen in a new picture, so that the next sentence about it can be understood. Only with a detector
 * of few words: it costs a blink, and the next edit need not look again; a large one is asked when it is needed.
 */
export async function seenIn(components: Components, result: Answer, request: RunRequest): Promise<Answer> {
  const { detector } = components;
  const { picture, objects } = result;
  if (picture === undefined || objects !== undefined || detector?.traits.vocabulary === undefined)
    return result;
  const found = await findAll(detector, picture, detector.traits.vocabulary, request.signal);
  return { ...result, objects: toFoundObjects(found) };
}

/** Without a detector the edit model's own attention can say where a word is, but not what all there is. */
function lastResort(components: Components, asked: readonly string[], request: RunRequest): Detector {
  if (asked.length > 0 && components.editModel.edits === 'instruct-pix2pix')
    return createAttentionDetector((_, noun) => heatMap(components, request, noun));
  throw new UserError('NO_DETECTOR', sentence('describe.noDetector'));
}

/** A heat map for every word, as mask with values 0…1, and in numbers. */
async function showAttention(
  components: Components,
  { words = [], instruction }: StepOf<'inspect'>,
  request: RunRequest,
  source: RgbImage,
): Promise<Answer> {
  const { model, steps, missing, words: found } = await wordHeat(components, request, words, instruction);
  const masks = found.map(({ word: keyword, heat, figures }): EngineMask => {
    const { data } = resizeGridBicubic(heat, source.height, source.width);
    // The cubic curve goes a little beyond 0 and 1.
    const mask = { ...source, data: data.map((value) => Math.min(1, Math.max(0, value))) };
    return { instruction: keyword, keyword, mask, heat: figures };
  });
  const notes = missing.length > 0 ? [sentence('heatmap.missing', { words: missing })] : [];
  return { ...lookedOnly(request), masks, model, steps, method: 'attention-maps', notes };
}
