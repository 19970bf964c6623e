import { describe, expect, it } from 'vitest';
import { SIDE } from '../../eval/pocket/backgrounds.ts';
import { makeEdit } from '../../eval/pocket/edits.ts';
import { decibels, difference, isDone, maskOverlap } from '../../eval/pocket/figures.ts';
import { openJudge } from '../../eval/pocket/judge.ts';
import { dice } from '../../eval/pocket/random.ts';
import { draw, newScene } from '../../eval/pocket/scenes.ts';
import { colors, objects } from '../../eval/pocket/words.ts';

describe('scenes of the pocket evaluation', () => {
  it('are the same for the same seed, and others for another', () => {
    const [a, b, c] = [7, 7, 8].map((seed) => draw(newScene(dice(seed, 1))).data);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('keep objects inside the picture and masks inside their boxes', () => {
    for (let seed = 0; seed < 5; seed++) {
      const scene = newScene(dice(seed, 1));
      const { masks } = draw(scene);
      scene.objects.forEach(({ word, box: [left, top, right, bottom] }, index) => {
        expect(objects).toContain(word);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(Math.max(right, bottom)).toBeLessThanOrEqual(SIDE);
        masks[index]?.forEach((value, pixel) => {
          const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
          if (value > 0 && (x < left || x >= right || y < top || y >= bottom))
            expect.unreachable(`${word} at ${x}, ${y}`);
        });
      });
    }
  });
});

describe('edits of the pocket evaluation', () => {
  it('name their keyword and change nothing outside of what they mark', () => {
    for (let seed = 0; seed < 8; seed++) {
      const { instruction, keyword, before, after, changed } = makeEdit(seed);
      expect(instruction).toContain(keyword);
      expect(difference(before.data, after.data, changed)).toBeGreaterThan(0);
      expect(
        difference(
          before.data,
          after.data,
          changed.map((value) => 1 - value),
        ),
      ).toBe(0);
    }
  });
});

describe('the judge', () => {
  it('sees the truth as done and the source as not done, mostly', async () => {
    const judge = await openJudge();
    const edits = [1, 2, 3].map(makeEdit);
    expect(edits.filter((edit) => isDone(judge, edit.after.data, edit)).length).toBeGreaterThanOrEqual(2);
    expect(edits.filter((edit) => isDone(judge, edit.before.data, edit)).length).toBeLessThanOrEqual(1);
    expect(colors.length).toBeGreaterThanOrEqual(6);
  });
});

describe('figures', () => {
  it('measure what their names say', () => {
    const [dark, light] = [new Uint8Array(SIDE * SIDE * 3), new Uint8Array(SIDE * SIDE * 3).fill(51)];
    const everywhere = new Float32Array(SIDE * SIDE).fill(1);
    expect(difference(dark, light, everywhere)).toBeCloseTo(0.2, 6);
    expect(decibels(dark, light)).toBeCloseTo(20 * Math.log10(5), 6);
    expect(maskOverlap(Float32Array.of(1, 1, 0, 0), Float32Array.of(1, 0, 1, 0))).toBeCloseTo(1 / 3, 6);
  });
});
