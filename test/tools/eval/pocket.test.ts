import { describe, expect, it } from 'vitest';
import { SIDE } from '../../../tools/eval/pocket/backgrounds.ts';
import { makeEdit, makeMultiEdit } from '../../../tools/eval/pocket/edits.ts';
import {
  bestShift,
  decibels,
  decibelsWhere,
  difference,
  isDone,
  maskOverlap,
} from '../../../tools/eval/pocket/figures.ts';
import { openJudge } from '../../../tools/eval/pocket/judge.ts';
import { distinctScene, promptOf } from '../../../tools/eval/pocket/layouts.ts';
import { moveOf } from '../../../tools/eval/pocket/moves.ts';
import { dice } from '../../../tools/scenes/random.ts';
import { draw, newScene } from '../../../tools/eval/pocket/scenes.ts';
import { colors, objects } from '../../../tools/eval/pocket/words.ts';

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

describe('several edits of one picture', () => {
  it('are two to four, each on an object of its own, told in one sentence', () => {
    for (let seed = 0; seed < 8; seed++) {
      const { parts, instruction, kinds } = makeMultiEdit(seed);
      expect(parts.length).toBeGreaterThanOrEqual(2);
      expect(parts.length).toBeLessThanOrEqual(4);
      expect(parts.map((part) => part.kinds[0])).toEqual(kinds);
      const touched = parts.flatMap((part) => part.touched);
      expect(new Set(touched).size).toBe(touched.length);
      for (const part of parts) expect(instruction).toContain(part.instruction);
    }
  });

  it('are the same for the same seed', () => {
    expect(makeMultiEdit(5).instruction).toBe(makeMultiEdit(5).instruction);
  });
});

describe('moves of the instance evaluation', () => {
  it('take one object to another place and leave the rest as it is', () => {
    for (let seed = 0; seed < 4; seed++) {
      const { from, to, before, after, oldMask, newMask } = moveOf(seed);
      expect(to).toEqual({ ...from, box: to.box });
      const elsewhere = oldMask.map((value, pixel) => (value === 0 && newMask[pixel] === 0 ? 1 : 0));
      expect(difference(before.data, after.data, elsewhere)).toBe(0);
      expect(difference(before.data, after.data, newMask)).toBeGreaterThan(0);
    }
  });
});

describe('layouts of the evaluation', () => {
  it('name every thing once', () => {
    for (let seed = 0; seed < 8; seed++) {
      const scene = distinctScene(seed, 4, 3);
      const prompt = promptOf(scene);
      expect(new Set(scene.objects.map(({ word }) => word)).size).toBe(scene.objects.length);
      for (const { word } of scene.objects) expect(prompt).toContain(word);
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

  it('compare decibels only where they are asked to', () => {
    const [dark, light] = [new Uint8Array(SIDE * SIDE * 3), new Uint8Array(SIDE * SIDE * 3)];
    light.fill(51, 0, 3);
    const first = new Float32Array(SIDE * SIDE);
    first[0] = 1;
    expect(decibelsWhere(dark, light, first)).toBeCloseTo(20 * Math.log10(5), 6);
    expect(
      decibelsWhere(
        dark,
        light,
        first.map((value) => 1 - value),
      ),
    ).toBe(99);
  });

  it('find by how much a picture is shifted', () => {
    const picture = draw(newScene(dice(3, 1))).data;
    const shifted = new Uint8Array(picture.length);
    shifted.set(picture.subarray(0, picture.length - 6), 6);
    const everywhere = new Float32Array(SIDE * SIDE).fill(1);
    expect(bestShift(shifted, picture, everywhere, 3)).toEqual([2, 0]);
    expect(bestShift(picture, picture, everywhere, 3)).toEqual([0, 0]);
  });
});
