import type { Checkpoint } from '../../models/family.ts';
import type { Detection } from '../../detection/detector.ts';
import type { RgbImage } from '../../image/image.ts';
import type { EngineResult } from '../engine.ts';
import { toFoundObjects } from '../masks/locate.ts';
import type { RunRequest } from '../components.ts';

type Answer = Omit<EngineResult, 'seconds'>;

/** What a look at a painted picture gave. */
interface Verdict {
  readonly found: readonly Detection[];
  /** More is better. */
  readonly score: number;
  /** No other try could be better. */
  readonly isPerfect: boolean;
}

/** How often a request may be painted: as often as it says, else as the checkpoint's card says; once when the try is named. */
export const triesOf = ({ settings }: RunRequest, { card }: Checkpoint): number =>
  settings.attempt === undefined ? (settings.attempts ?? card.defaults.attempts ?? 1) : 1;

/**
 * Paints from other noise until a try is perfect, at most `tries` times.
 *
 * @returns the best try, the first of equals, with what was found in it; or at once an answer without a picture
 */
export async function bestTry(
  request: RunRequest,
  tries: number,
  paint: (request: RunRequest) => Promise<Answer>,
  look: (picture: RgbImage, attempt: number) => Promise<Verdict>,
): Promise<Answer> {
  let best: { readonly answer: Answer; readonly score: number } | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    const painted = await paint({ ...request, settings: { ...request.settings, attempt } });
    if (painted.picture === undefined) return painted;
    const { found, score, isPerfect } = await look(painted.picture, attempt);
    if (best === undefined || score > best.score)
      best = { score, answer: { ...painted, attempt, objects: toFoundObjects(found) } };
    if (isPerfect) break;
  }
  if (best === undefined) throw new RangeError(`tries: got ${tries}, expected at least 1`);
  return best.answer;
}
