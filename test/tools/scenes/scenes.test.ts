import { describe, expect, it } from 'vitest';
import { caption, unmarked } from '../../../tools/scenes/captions.ts';
import { recolor } from '../../../tools/scenes/colors.ts';
import { MOST_THINGS, newEdit } from '../../../tools/scenes/edits.ts';
import { loadPictures, SIDE, thingOf } from '../../../tools/scenes/material.ts';
import { painter } from '../../../tools/scenes/painter.ts';
import { dice } from '../../../tools/scenes/random.ts';
import { newScene } from '../../../tools/scenes/sample.ts';
import { heightOf, type PlacedThing } from '../../../tools/scenes/scene.ts';
import { isHeldOut, plural, vocabulary, VOCABULARY, withArticle } from '../../../tools/scenes/vocabulary.ts';

const all = { vocabulary: vocabulary(VOCABULARY.all), heldOut: false };
const paint = painter(await loadPictures());
const seeds = Array.from({ length: 300 }, (_, seed) => seed);

/** The words a span may stand for. */
const wordsOf = ({ word }: PlacedThing): readonly string[] =>
  [word, ...thingOf(word).synonyms].flatMap((noun) => [noun, plural(noun)]);

describe('scenes', () => {
  it('are the same for the same seed, and others for another', () => {
    const [a, b, c] = [7, 7, 8].map((seed) => paint(newScene(dice(seed, 1), all)).data);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('show every thing, inside the picture', () => {
    for (const seed of seeds.slice(0, 60)) {
      const scene = newScene(dice(seed, 1), all);
      for (const { base, side, x } of scene.things) {
        expect([base <= 1, side > 0.05, x > 0 && x < 1], `seed ${seed}`).toEqual([true, true, true]);
      }
      paint(scene).masks.forEach((mask, index) => {
        const area = mask.reduce((sum, value) => sum + value, 0) / SIDE ** 2;
        expect(area, `seed ${seed}: ${scene.things[index]!.word}`).toBeGreaterThan(0.0005);
      });
    }
  });

  it('of the first words hold only those', () => {
    const first = { ...all, vocabulary: vocabulary(VOCABULARY.first) };
    const known = new Set([...first.vocabulary.nouns, ...first.vocabulary.worn]);
    const said = seeds.flatMap((seed) => newScene(dice(seed, 1), first).things.map(({ word }) => word));
    expect(said.filter((word) => !known.has(word))).toEqual([]);
    expect(new Set(said).size).toBeGreaterThan(50);
  });

  it('for training hold no pair of thing and color that is held out; those for the evaluation do', () => {
    const pairs = (heldOut: boolean): boolean[] =>
      seeds.flatMap((seed) =>
        newScene(dice(seed, 1), { ...all, heldOut }).things.flatMap(({ word, color }) =>
          color === undefined ? [] : [isHeldOut(word, color)],
        ),
      );
    expect(pairs(false)).not.toContain(true);
    expect(pairs(true)).toContain(true);
  });
});

describe('captions', () => {
  it('mark every thing by a noun that means it', () => {
    for (const seed of seeds) {
      const roll = dice(seed, 1);
      const scene = newScene(roll, all);
      const { text, spans } = unmarked(caption(scene, roll, seed % 3 === 0));
      expect(text).not.toMatch(/[[\]:]\d|undefined|drawing of a portrait|\ba [aeio]/);
      expect(
        spans.flatMap(({ things }) => things).toSorted((a, b) => a - b),
        text,
      ).toEqual([...scene.things.keys()]);
      for (const { start, end, things } of spans)
        for (const index of things) expect(wordsOf(scene.things[index]!)).toContain(text.slice(start, end));
    }
  });

  it('say articles and plurals as people do', () => {
    expect(['[0:cat]', 'orange [0:ball]', '[0:umbrella]', 'red [0:sunglasses]'].map(withArticle)).toEqual([
      'a [0:cat]',
      'an orange [0:ball]',
      'an [0:umbrella]',
      'red [0:sunglasses]',
    ]);
    expect(['snowman', 'bus', 'puppy', 'cherry', 'cat'].map(plural)).toEqual([
      'snowmen',
      'buses',
      'puppies',
      'cherries',
      'cats',
    ]);
  });
});

describe('edits', () => {
  const edits = seeds.map((seed) => newEdit(dice(seed, 2), all, seed % 3 === 0));

  it('mark things of the source and of the target by nouns that mean them', () => {
    for (const { source, target, instruction } of edits) {
      const { text, spans } = unmarked(instruction);
      for (const { start, end, things } of spans)
        for (const number of things) {
          const thing = number < MOST_THINGS ? source.things[number] : target.things[number - MOST_THINGS];
          expect(thing && wordsOf(thing), `${text}: ${number}`).toContain(text.slice(start, end));
        }
    }
  });

  it('come in all kinds, and in two at once', () => {
    const kinds = new Set(edits.map((edit) => (edit.kinds.length === 1 ? edit.kinds[0] : 'two')));
    expect(kinds).toEqual(new Set(['add', 'place', 'recolor', 'remove', 'replace', 'resize', 'two']));
  });

  it('change the picture, and put what stands on a changed thing at its height', () => {
    for (const { source, target } of edits.slice(0, 40))
      expect(paint(source).data).not.toEqual(paint(target).data);
    const stacked = edits.filter(
      ({ source, target }) => source.relation === 'on' && target.things.length === 2,
    );
    expect(stacked.length).toBeGreaterThan(3);
    for (const { target } of stacked) {
      const [carrier, upper] = target.things as [PlacedThing, PlacedThing];
      expect(upper.base).toBeCloseTo(carrier.base - heightOf(carrier) * 0.94, 5);
    }
  });
});

describe('recolored things', () => {
  it('keep their light and shade in white and in black', () => {
    const shade = (color: 'white' | 'black', gray: number): number => {
      const pixel = Float32Array.of(gray, gray, gray);
      recolor(pixel, color, 0.5);
      return pixel[1]!;
    };
    expect(shade('white', 0.6) - shade('white', 0.3)).toBeGreaterThan(0.15);
    expect(shade('black', 0.6) - shade('black', 0.3)).toBeGreaterThan(0.1);
    expect(shade('black', 0.5)).toBeLessThan(0.25);
    expect(shade('white', 0.5)).toBeGreaterThan(0.85);
  });

  it('keep the darks of outlines and eyes', () => {
    const pixel = Float32Array.of(0.05, 0.05, 0.05);
    recolor(pixel, 'red', 0.5);
    expect(pixel[0]).toBeCloseTo(0.05);
  });
});
