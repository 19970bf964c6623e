import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createAttentionDetector } from '../../src/detection/attention.ts';
import type { Detector } from '../../src/detection/detector.ts';
import { openDetector } from '../../src/detection/open-detector.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { type DetectorDefect, knownDetector } from '../fakes/known-detector.ts';
import { detectorCases, detectorContract, type DetectorStage } from './detector.contract.ts';

const golden = (name: string): string =>
  fileURLToPath(new URL(`../golden/core/models/${name}`, import.meta.url));
const image: RgbImage = {
  width: 100,
  height: 60,
  data: Uint8Array.from({ length: 100 * 60 * 3 }, (_, i) => (i * i) % 251),
};
const things = [
  { names: ['cat'], box: [10, 10, 30, 30], score: 0.9 },
  { names: ['dog'], box: [60, 20, 30, 30], score: 0.6 },
  { names: ['cat'], box: [70, 5, 20, 20], score: 0.5 },
] as const;

const staged = async (detector: Detector | Promise<Detector>, threshold: number): Promise<DetectorStage> => ({
  detector: await detector,
  image,
  labels: ['cat', 'dog', 'sky'],
  threshold,
});

detectorContract('known things', () => staged(knownDetector(things), 0.3));
// Random weights: what they find means nothing, how they tell it does.
detectorContract('OWL-ViT', () => staged(openDetector(golden('tiny-owlvit')), 0.3));
detectorContract('OWLv2', () => staged(openDetector(golden('tiny-owlv2')), 0.3));
detectorContract('attention maps', () =>
  staged(
    createAttentionDetector(async (_, word) => ({
      width: 10,
      height: 6,
      data: Float32Array.from({ length: 60 }, (_cell, i) =>
        i % 10 < 2 || i === 38 || i === 39 ? word.length : i / 100,
      ),
    })),
    0.3,
  ),
);

const pocket = fileURLToPath(new URL('../../models/pocket-detector', import.meta.url));
if (existsSync(`${pocket}/config.json`))
  detectorContract('the embedded detector', () => staged(openDetector(pocket), 0.001));

const caught: Readonly<Record<DetectorDefect, string>> = {
  'names things itself': 'names only what it was asked for',
  'leaves the picture': 'keeps boxes inside the picture, with a size',
  'ignores the threshold': 'tells the best first, in 0…1 and above the threshold',
  'sorts the wrong way': 'tells the best first, in 0…1 and above the threshold',
  'tells things twice': 'tells one thing once per label',
  'changes its mind': 'answers the same twice, and leaves the picture alone',
  'looks without being asked': 'finds nothing when asked for nothing',
  'cannot be stopped': 'stops when cancelled',
  'is surer of absence than of presence': 'has a name and thresholds in order',
};

describe('detectorContract', () => {
  it.each(Object.entries(caught))('rejects a detector that %s', async (defect, name) => {
    const broken = await staged(
      knownDetector(things, {}, defect as DetectorDefect),
      defect === 'ignores the threshold' ? 0.55 : 0.3,
    );
    const contractCase = detectorCases.find((each) => each.name === name);
    await expect(contractCase?.run(broken)).rejects.toThrow();
  });
});
