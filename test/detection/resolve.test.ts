import { describe, expect, it } from 'vitest';
import type { Box, Detection } from '../../src/detection/detector.ts';
import { type Distinction, resolveReference } from '../../src/detection/resolve.ts';

const at = (label: string, ...box: Box): Detection => ({ label, score: 0.9, box });
const left = at('cat', 10, 60, 20, 20);
const middle = at('cat', 44, 50, 10, 10);
const right = at('cat', 70, 10, 25, 30);
const cats = [right, left, middle];
const car = at('car', 60, 60, 30, 20);
const surroundings = { width: 100, height: 100 };

describe('resolveReference', () => {
  it.each<[string, Distinction, readonly Detection[]]>([
    ['the second cat', { ordinal: 2 }, [middle]],
    ['the last cat', { ordinal: -1 }, [right]],
    ['the first cat from the right', { ordinal: 1, order: 'right' }, [right]],
    ['the topmost cat', { ordinal: 1, order: 'top' }, [right]],
    ['the biggest cat', { ordinal: 1, order: 'size' }, [right]],
    ['the second biggest cat', { ordinal: 2, order: 'size' }, [left]],
    ['the smallest cat', { ordinal: -1, order: 'size' }, [middle]],
    ['the small cat', { attributes: ['small'] }, [middle]],
    ['the big cat', { attributes: ['big'] }, [right]],
    ['the cat on the left', { side: 'left' }, [left]],
    ['the cat on the right', { side: 'right' }, [right]],
    ['the cat in the middle', { side: 'middle' }, [middle]],
    ['the cats on the left', { side: 'left', count: 'all' }, [left, middle]],
    ['all cats', { count: 'all' }, cats],
    ['the other cats', { not: [[11, 61, 20, 20]], count: 'all' }, [middle, right]],
    ['the other cat on the left', { not: [left.box], side: 'left' }, [middle]],
    ['the two biggest cats', { ordinal: 1, order: 'size', count: 2 }, [right, left]],
    ['three cats', { count: 3 }, cats],
  ])('finds %s', (_, distinction, objects) => {
    const resolution = resolveReference(cats, distinction, surroundings);
    expect(resolution.kind).toBe('one');
    expect(new Set(resolution.objects)).toEqual(new Set(objects));
  });

  it.each<[string, Distinction['relation'], Detection]>([
    ['next to the car', { kind: 'next to', noun: 'car' }, middle],
    ['left of the car', { kind: 'left of', noun: 'car' }, middle],
    ['right of the car', { kind: 'right of', noun: 'car' }, right],
    ['above the car', { kind: 'above', noun: 'car' }, middle],
    ['behind the car', { kind: 'behind', noun: 'car' }, middle],
  ])('finds the cat %s', (_, relation, object) => {
    const resolution = resolveReference(cats, { relation }, { ...surroundings, landmarks: [car] });
    expect(resolution).toEqual({ kind: 'one', objects: [object] });
  });

  it('takes the only candidate whatever is said of it', () => {
    const resolution = resolveReference([right], { side: 'left', attributes: ['big'] }, surroundings);
    expect(resolution).toEqual({ kind: 'one', objects: [right] });
  });

  it('asks back, from the left, when the words do not decide', () => {
    expect(resolveReference(cats, {}, surroundings)).toEqual({
      kind: 'several',
      objects: [left, middle, right],
    });
    expect(resolveReference(cats, { count: 2 }, surroundings).kind).toBe('several');
    expect(resolveReference(cats, { attributes: ['other'] }, surroundings).kind).toBe('several');
  });

  it('finds none when there are fewer than the ordinal says, or no candidates', () => {
    const none = { kind: 'none', objects: [] };
    expect(resolveReference(cats, { ordinal: 4 }, surroundings)).toEqual(none);
    expect(resolveReference([], {}, surroundings)).toEqual(none);
  });

  it('leaves all candidates in play when the landmark is not there', () => {
    const resolution = resolveReference(cats, { relation: { kind: 'on', noun: 'sofa' } }, surroundings);
    expect(resolution.kind).toBe('several');
  });
});
