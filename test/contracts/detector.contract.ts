import { assert, describe, it } from 'vitest';
import type { Box, Detection, Detector } from '../../src/detection/detector.ts';
import type { RgbImage } from '../../src/image/image.ts';

/** A detector with a picture in which it finds something when asked for these labels. */
export interface DetectorStage {
  readonly detector: Detector;
  readonly image: RgbImage;
  readonly labels: readonly string[];
  /** Under this threshold it finds at least two things. */
  readonly threshold: number;
}

interface DetectorCase {
  readonly name: string;
  readonly run: (stage: DetectorStage) => Promise<void>;
}

const look = ({ detector, image, labels, threshold }: DetectorStage): Promise<readonly Detection[]> =>
  detector.detect(image, labels, { threshold });

function overlap(a: Box, b: Box): number {
  const width = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (a[2] * a[3] + b[2] * b[3] - both);
}

/** What every detector promises. */
export const detectorCases: readonly DetectorCase[] = [
  {
    name: 'names only what it was asked for',
    async run(stage) {
      const found = await look(stage);
      assert.isAtLeast(found.length, 2);
      for (const { label } of found) assert.include(stage.labels, label);
    },
  },
  {
    name: 'keeps boxes inside the picture, with a size',
    async run(stage) {
      for (const { box } of await look(stage)) {
        const [x, y, width, height] = box;
        assert.isAtLeast(Math.min(x, y), 0);
        assert.isAbove(Math.min(width, height), 0);
        assert.isAtMost(x + width, stage.image.width + 1e-3);
        assert.isAtMost(y + height, stage.image.height + 1e-3);
      }
    },
  },
  {
    name: 'tells the best first, in 0…1 and above the threshold',
    async run(stage) {
      const scores = (await look(stage)).map(({ score }) => score);
      assert.deepEqual(
        scores,
        scores.toSorted((a, b) => b - a),
      );
      for (const score of scores) {
        assert.isAbove(score, stage.threshold);
        assert.isAtMost(score, 1);
      }
    },
  },
  {
    name: 'finds nothing new under a higher threshold',
    async run(stage) {
      const found = await look(stage);
      const threshold = ((found[0]?.score ?? 0) + (found.at(-1)?.score ?? 0)) / 2;
      const fewer = await look({ ...stage, threshold });
      assert.deepEqual(
        fewer,
        found.filter(({ score }) => score > threshold),
      );
    },
  },
  {
    name: 'tells one thing once per label',
    async run(stage) {
      const found = await look(stage);
      for (const [index, one] of found.entries())
        for (const other of found.slice(index + 1))
          if (one.label === other.label) assert.isAtMost(overlap(one.box, other.box), 0.5);
    },
  },
  {
    name: 'answers the same twice, and leaves the picture alone',
    async run(stage) {
      const before = stage.image.data.slice();
      const found = await look(stage);
      assert.deepEqual(await look(stage), found);
      assert.deepEqual(stage.image.data, before);
    },
  },
  {
    name: 'finds nothing when asked for nothing',
    async run(stage) {
      assert.deepEqual(await look({ ...stage, labels: [] }), []);
    },
  },
  {
    name: 'stops when cancelled',
    async run({ detector, image, labels, threshold }) {
      const error = await detector
        .detect(image, labels, { threshold, signal: AbortSignal.abort() })
        .then(() => undefined)
        .catch((reason: unknown) => reason);
      assert.equal((error as Error | undefined)?.name, 'AbortError');
    },
  },
  {
    name: 'has a name and thresholds in order',
    async run({ detector: { name, traits } }) {
      assert.match(name, /\S/u);
      assert.isAtMost(traits.absent, traits.noun);
      assert.isAtMost(traits.noun, traits.attribute);
    },
  },
];

/** Runs every promise on a detector; `make` opens it fresh for each. */
export function detectorContract(name: string, make: () => Promise<DetectorStage>): void {
  describe(`detector contract: ${name}`, () => {
    for (const { name: title, run } of detectorCases)
      it(title, async () => {
        const stage = await make();
        try {
          await run(stage);
        } finally {
          await stage.detector.dispose();
        }
      });
  });
}
