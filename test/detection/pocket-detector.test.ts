import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIDE } from '../../tools/eval/pocket/backgrounds.ts';
import { dice } from '../../tools/scenes/random.ts';
import { draw, newScene } from '../../tools/eval/pocket/scenes.ts';
import type { Detector } from '../../src/detection/detector.ts';
import { findAll } from '../../src/detection/find.ts';
import { openDetector } from '../../src/detection/open-detector.ts';
import { overlap } from '../../src/detection/boxes.ts';

/** `npm run eval -- --suite detection` measures on many more; here it shall only not get worse unnoticed. */
const SCENES = 30;

describe('the embedded detector', () => {
  let detector: Detector;
  beforeAll(async () => {
    detector = await openDetector(fileURLToPath(new URL('../../models/pocket-detector', import.meta.url)));
  });
  afterAll(() => detector.dispose());

  it('finds most of what is drawn, in its place and by its name, and little else', async () => {
    let [hits, all, boxes] = [0, 0, 0];
    for (let seed = 0; seed < SCENES; seed++) {
      const scene = newScene(dice(seed, 5));
      const picture = { width: SIDE, height: SIDE, data: draw(scene).data };
      const found = await findAll(detector, picture, detector.traits.vocabulary ?? []);
      boxes += found.length;
      all += scene.objects.length;
      hits += scene.objects.filter(({ word, box: [left, top, right, bottom] }) =>
        found.some(
          ({ label, box }) => label === word && overlap(box, [left, top, right - left, bottom - top]) >= 0.5,
        ),
      ).length;
    }
    expect(hits / all).toBeGreaterThan(0.75);
    expect((boxes - hits) / SCENES).toBeLessThan(0.8);
  });
});
