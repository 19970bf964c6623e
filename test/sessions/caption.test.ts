import { describe, expect, it } from 'vitest';
import type { PlanStep, StepOf } from '../../src/planning/plan.ts';
import { captionAfter } from '../../src/sessions/caption.ts';

const instruct = (known: Partial<StepOf<'instruct'>>): PlanStep => ({
  kind: 'instruct',
  instruction: 'do it',
  keyword: '',
  action: 'change',
  scope: 'local',
  strength: 1,
  ...known,
});

describe('captionAfter', () => {
  it.each([
    [
      'a cat and a dog on grass',
      { action: 'replace', keyword: 'cat', target: 'horse' },
      'a horse and a dog on grass',
    ],
    ['a cat on grass', { action: 'replace', keyword: 'cat', target: 'elephant' }, 'an elephant on grass'],
    ['the cat on grass', { action: 'replace', keyword: 'cat', target: 'horse' }, 'the horse on grass'],
    ['a red car', { action: 'replace', keyword: 'car', target: 'bus' }, 'a bus'],
    ['a dog on grass', { action: 'recolor', keyword: 'dog', target: 'blue' }, 'a blue dog on grass'],
    ['a red car in snow', { action: 'recolor', keyword: 'car', target: 'orange' }, 'an orange car in snow'],
    ['a cat and a dog on grass', { action: 'remove', keyword: 'dog' }, 'a cat on grass'],
    ['a cat and a dog on grass', { action: 'remove', keyword: 'cat' }, 'a dog on grass'],
    [
      'a man on grass',
      { action: 'add', keyword: 'man', target: 'hat', object: { words: 'the man', noun: 'man' } },
      'a man with a hat on grass',
    ],
    [
      'a cat on grass',
      { action: 'add', keyword: 'balloon', target: 'balloon' },
      'a cat on grass with a balloon',
    ],
    [
      'a cat on grass',
      { action: 'background', keyword: '', target: 'snow', scope: 'global' },
      'a cat on snow',
    ],
    ['a cat', { action: 'style', keyword: '', target: 'watercolour', scope: 'global' }, 'a cat, watercolour'],
    ['', { action: 'replace', keyword: 'cat', target: 'horse' }, 'horse'],
    [
      'a sofa',
      { action: 'change', keyword: 'sofa', instruction: 'make the sofa older' },
      'a sofa, make the sofa older',
    ],
  ] as const)('%s, %o', (before, step, after) => {
    expect(captionAfter(before, [instruct(step)])).toBe(after);
  });

  it('applies one step after another', () => {
    expect(
      captionAfter('a cat and a dog on grass', [
        instruct({ action: 'replace', keyword: 'cat', target: 'horse' }),
        instruct({ action: 'recolor', keyword: 'dog', target: 'blue' }),
      ]),
    ).toBe('a horse and a blue dog on grass');
  });

  it('keeps words of people out of its patterns', () => {
    const step = instruct({ action: 'replace', keyword: 'c++ (a|b)*', target: '$& $1' });
    expect(captionAfter('a c++ (a|b)* on grass', [step])).toContain('$& $1');
  });

  it('takes the new words of a reworded prompt, and stays after a move', () => {
    expect(captionAfter('a cat', [{ kind: 'reword', edit: 'replace', prompt: 'a tiger' }])).toBe('a tiger');
    const object = { words: 'the cat', noun: 'cat' };
    expect(
      captionAfter('a cat', [{ kind: 'place', instruction: 'move the cat left', object, operation: 'move' }]),
    ).toBe('a cat');
  });
});
