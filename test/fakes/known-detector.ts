import type { Box, Detection, Detector, DetectorTraits } from '../../src/detection/detector.ts';

/** A thing that the detector knows to be in every picture. */
export interface KnownThing {
  /** Everything it answers to: "cat", "black cat". */
  readonly names: readonly string[];
  readonly box: Box;
  readonly score?: number;
}

export type DetectorDefect =
  | 'names things itself'
  | 'leaves the picture'
  | 'ignores the threshold'
  | 'sorts the wrong way'
  | 'tells things twice'
  | 'changes its mind'
  | 'looks without being asked'
  | 'cannot be stopped'
  | 'is surer of absence than of presence';

/** A detector that knows where things are; with a defect it breaks one promise of the contract. */
export function knownDetector(
  things: readonly KnownThing[],
  traits: Partial<DetectorTraits> = {},
  defect?: DetectorDefect,
): Detector {
  let calls = 0;
  return {
    name: 'known things',
    traits: {
      noun: 0.3,
      attribute: 0.5,
      absent: defect === 'is surer of absence than of presence' ? 0.9 : 0.1,
      synonyms: {},
      ...traits,
    },
    async detect(image, labels, { threshold, signal }): Promise<Detection[]> {
      calls++;
      if (defect !== 'cannot be stopped') signal?.throwIfAborted();
      const asked = labels.length === 0 && defect === 'looks without being asked' ? ['cat'] : labels;
      const found = things.flatMap(({ names, box, score = 0.9 }): Detection[] => {
        const label = asked.find((name) => names.includes(name));
        if (label === undefined) return [];
        if (score <= threshold && defect !== 'ignores the threshold') return [];
        const [x, y, width, height] = box;
        return [
          {
            label: defect === 'names things itself' ? 'thing' : label,
            score: defect === 'changes its mind' ? score - calls / 1000 : score,
            box: defect === 'leaves the picture' ? [x, y, width + image.width, height] : box,
          },
        ];
      });
      const all = defect === 'tells things twice' ? [...found, ...found] : found;
      return all.sort((a, b) => (defect === 'sorts the wrong way' ? a.score - b.score : b.score - a.score));
    },
    dispose: async () => {},
  };
}
