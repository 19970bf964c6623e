import type { RgbImage } from '../image/image.ts';
import type { Box, Detection, Detector } from './detector.ts';

/** One look at a picture: the words that were asked for, and what was found. Plain JSON. */
export interface Look {
  readonly labels: readonly string[];
  readonly threshold: number;
  readonly objects: readonly { readonly label: string; readonly score: number; readonly box: Box }[];
}

/** Looks that are kept of one picture; the oldest go first. */
const LOOKS = 16;

const keyOf = (labels: readonly string[], threshold: number): string => `${threshold} ${labels.join('|')}`;

export interface RememberingDetector extends Detector {
  /** Everything that is known of the picture, oldest first. */
  looks(): readonly Look[];
}

/**
 * Makes a detector that does not look twice for the same words in one picture, also when the first look was made by
 * another process. Other pictures are looked at as ever.
 *
 * @param picture  the one that is remembered, by identity
 * @param known    what was found in it before
 */
export function rememberDetections(
  detector: Detector,
  picture: RgbImage,
  known: readonly Look[] = [],
): RememberingDetector {
  const looks = new Map(known.map((look) => [keyOf(look.labels, look.threshold), look]));
  return {
    name: detector.name,
    traits: detector.traits,
    async detect(image, labels, options): Promise<readonly Detection[]> {
      options.signal?.throwIfAborted();
      if (image !== picture) return detector.detect(image, labels, options);
      const key = keyOf(labels, options.threshold);
      const before = looks.get(key);
      if (before !== undefined) return before.objects;
      const found = await detector.detect(image, labels, options);
      // An outline is no plain JSON; detectors that give one are asked again.
      if (found.every(({ mask }) => mask === undefined))
        looks.set(key, {
          labels,
          threshold: options.threshold,
          objects: found.map(({ label, score, box }) => ({ label, score, box })),
        });
      return found;
    },
    looks: () => [...looks.values()].slice(-LOOKS),
    dispose: () => detector.dispose(),
  };
}
