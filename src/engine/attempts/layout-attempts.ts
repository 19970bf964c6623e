import { hasColour, isColourWord } from '../../detection/colours.ts';
import type { Box, Detection } from '../../detection/detector.ts';
import { findAll } from '../../detection/find.ts';
import { knownNoun } from '../../detection/nouns.ts';
import { overlap } from '../../detection/boxes.ts';
import type { RgbImage } from '../../image/image.ts';
import type { StepOf } from '../../planning/plan.ts';
import type { Grid } from '../../tensor/grid.ts';
import { bestTry, triesOf } from './best-try.ts';
import type { EngineResult } from '../engine.ts';
import { layout, segmentMask } from '../steps/layout.ts';
import { vocabularyOf } from '../masks/locate.ts';
import type { RunRequest, Components } from '../components.ts';

/** A segment whose words name a thing that a detector knows. */
interface AskedSegment {
  readonly noun: string;
  readonly colour?: string | undefined;
  /** Around its cells, as shares of the picture: left, top, width, height. */
  readonly box: Box;
}

/** A thing that covers its segment's box so far is where it should be: nothing is gained by another try. */
const IN_PLACE = 0.7;

/**
 * Paints segments with words and looks at the picture: while a thing is not in its segment, it is painted again from
 * other noise, and the try that fits best is shown. How often is `settings.attempts`, else the card's. Only with a
 * detector of few words, which costs a blink, and only what it can judge.
 */
export async function layoutSeen(
  components: Components,
  steps: readonly [StepOf<'layout'>],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { detector, imageModel } = components;
  const vocabulary = detector?.traits.vocabulary;
  const tries = triesOf(request, imageModel);
  if (tries === 1 || detector === undefined || vocabulary === undefined)
    return layout(components, steps, request);
  const asked = steps[0].segments.flatMap((segment): AskedSegment[] => {
    const words = segment.words.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
    const noun = words
      .map((word) => knownNoun(word, detector.traits))
      .find((word) => vocabulary.includes(word));
    const box = boxOfMask(segmentMask(segment, request));
    return noun === undefined || box === undefined ? [] : [{ noun, colour: words.find(isColourWord), box }];
  });
  if (asked.length === 0) return layout(components, steps, request);
  return bestTry(
    request,
    tries,
    (each) => layout(components, steps, each),
    async (picture, attempt) => {
      request.onProgress({ phase: 'detect', step: attempt, count: tries });
      const found = await findAll(detector, picture, vocabularyOf(components), request.signal);
      return { found, ...fitsSegments(picture, asked, found) };
    },
  );
}

/**
 * How well the things of a picture fit the segments that ask for them.
 *
 * @returns `score`: of every segment the share in which it and the nearest thing of its name cover each other (0…1),
 *   and half a point for its colour; less a quarter for every other thing; `isPerfect`: everything is in its place and
 *   colour, and nothing else is there
 */
export function fitsSegments(
  picture: RgbImage,
  asked: readonly AskedSegment[],
  found: readonly Detection[],
): { readonly score: number; readonly isPerfect: boolean } {
  const left = new Set(found);
  let score = 0;
  let isPerfect = true;
  for (const { noun, colour, box } of asked) {
    const { width, height } = picture;
    const place: Box = [box[0] * width, box[1] * height, box[2] * width, box[3] * height];
    const [best] = [...left]
      .filter(({ label }) => label === noun)
      .toSorted((a, b) => overlap(b.box, place) - overlap(a.box, place));
    const cover = best === undefined ? 0 : overlap(best.box, place);
    const isColoured = colour === undefined || (best !== undefined && hasColour(picture, best.box, colour));
    score += cover + (isColoured && colour !== undefined ? 0.5 : 0);
    isPerfect &&= isColoured && cover >= IN_PLACE;
    if (best !== undefined) left.delete(best);
  }
  return { score: score - left.size / 4, isPerfect: isPerfect && left.size === 0 };
}

/** The box around a mask's cells, as shares of its sides; `undefined` when it is empty. */
function boxOfMask({ width, height, data }: Grid): Box | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  data.forEach((value, at) => {
    if (value === 0) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  return right <= left
    ? undefined
    : [left / width, top / height, (right - left) / width, (bottom - top) / height];
}
