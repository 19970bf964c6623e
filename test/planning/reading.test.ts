import { describe, expect, it } from 'vitest';
import { PlanError } from '../../src/errors.ts';
import { checkPlan } from '../../src/planning/checks.ts';
import { groundPlan } from '../../src/planning/grounding.ts';
import { parsePrompt } from '../../src/planning/index.ts';
import type { PlanStep } from '../../src/planning/plan.ts';
import { splitClauses } from '../../src/planning/reading/clauses.ts';
import { orderTest } from '../../src/planning/reading/message.ts';
import { createScene } from '../../src/planning/reading/scene.ts';
import { splitList } from '../../src/english/lists.ts';
import { readWeights } from '../../src/english/marks.ts';
import { singular } from '../../src/english/nouns.ts';
import { readReference } from '../../src/english/phrases.ts';
import { correctSpelling, editDistance } from '../../src/english/spelling.ts';
import { stripCourtesy, tidy } from '../../src/english/wording.ts';
import { twoAnimals } from '../contracts/planner.contract.ts';

describe('splitClauses', () => {
  it.each([
    [
      'replace the cat with a horse and make the dog blue',
      ['replace the cat with a horse', 'make the dog blue'],
    ],
    ['make the black and white cat red', ['make the black and white cat red']],
    ['make the cat and the dog blue', ['make the cat and the dog blue']],
    ['make the cat red and the dog blue', ['make the cat red', 'make the dog blue']],
    ['add a hat to the man and a scarf to the woman', ['add a hat to the man', 'add a scarf to the woman']],
    ['move the cat left, the dog right', ['move the cat left', 'move the dog right']],
    ['1. make it night 2. remove the car', ['make it night', 'remove the car']],
    ['move the cat (-0.5, 0) and remove the dog', ['move the cat (-0.5, 0)', 'remove the dog']],
  ])('cuts "%s"', (sentence, clauses) => {
    expect(splitClauses(sentence, orderTest(createScene(twoAnimals)))).toEqual(clauses);
  });
});

describe('splitList', () => {
  it.each([
    ['the ball, the car and the tree', ['the ball', 'the car', 'the tree']],
    ['the black and white cat', ['the black and white cat']],
    ['the red and blue ball and the tree', ['the red and blue ball', 'the tree']],
  ])('cuts "%s"', (words, members) => {
    expect(splitList(words)).toEqual(members);
  });
});

describe('readReference', () => {
  it.each([
    ['the second cat from the left', { noun: 'cat', ordinal: 2, order: 'left' }],
    ['the biggest tree', { noun: 'tree', ordinal: 1, order: 'size' }],
    ['the smallest apple', { noun: 'apple', ordinal: -1, order: 'size' }],
    [
      'the red car next to the old house',
      { noun: 'car', attributes: ['red'], relation: { kind: 'next to', noun: 'house' } },
    ],
    ['the man on the right', { noun: 'man', side: 'right' }],
    ['all the balloons', { noun: 'balloon', count: 'all' }],
    ['both cats', { noun: 'cat', count: 'all' }],
    ['three apples', { noun: 'apple', count: 3 }],
    ["the man's hat", { noun: 'hat', relation: { kind: 'on', noun: 'man' } }],
    ['the leaves of the tree', { noun: 'leaf', count: 'all', relation: { kind: 'on', noun: 'tree' } }],
    ['cat #2', { noun: 'cat', ordinal: 2 }],
    ['the fire truck', { noun: 'fire truck' }],
  ])('reads "%s"', (words, reference) => {
    expect(readReference(words).reference).toEqual({ words, ...reference });
  });
});

describe('singular', () => {
  it.each([
    ['cats', 'cat'],
    ['mice', 'mouse'],
    ['leaves', 'leaf'],
    ['bus', 'bus'],
    ['grass', 'grass'],
    ['octopus', 'octopus'],
    ['glasses', 'glasses'],
    ['ice creams', 'ice cream'],
  ])('makes %s one: %s', (many, one) => {
    expect(singular(many)).toBe(one);
  });
});

describe('correctSpelling', () => {
  it.each([
    ['remvoe teh backgroud', 'remove the background'],
    ['replace the lynx with a capybara', 'replace the lynx with a capybara'],
    ['make the hawaiian shirt bleu', 'make the hawaiian shirt blue'],
  ])('turns "%s" into "%s"', (typed, meant) => {
    expect(correctSpelling(typed)).toBe(meant);
  });

  it('prefers the words of the picture', () => {
    expect(correctSpelling('remove the axolotll', new Set(['axolotl']))).toBe('remove the axolotl');
  });
});

describe('editDistance', () => {
  it.each([
    ['horse', 'hrose', 1],
    ['cat', 'cat', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('between %s and %s is %i', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
  });
});

describe('readWeights', () => {
  it.each([
    ['(sunset:1.4)', 'sunset', { sunset: 1.4 }],
    ['a ((red)) car', 'a red car', { red: 1.21 }],
    ['a [red] car', 'a red car', { red: 0.909 }],
    ['a fluffy++ cat', 'a fluffy cat', { fluffy: 1.21 }],
    ['cat::2 dog::1', 'cat dog', { cat: 2, dog: 1 }],
    ['fluffy x3', 'fluffy', { fluffy: 3 }],
    ['(old castle)1.3', 'old castle', { 'old castle': 1.3 }],
    ['(cat:1000)', 'cat', { cat: 5 }],
  ])('reads %s', (text, prompt, weights) => {
    expect(readWeights(text)).toMatchObject({ prompt, weights });
  });

  it('finds none in plain words', () => {
    expect(readWeights('a cat on grass, at night')).toBeUndefined();
  });
});

describe('stripCourtesy', () => {
  it.each([
    ['hey bot, could you please make it blue, thanks!', 'make it blue'],
    ['would you mind removing the tree?', 'remove the tree'],
    ["i'd like you to move the cat (-0.5, 0)", 'move the cat (-0.5, 0)'],
  ])('takes "%s" down to "%s"', (said, order) => {
    expect(stripCourtesy(said)).toBe(order);
  });
});

describe('tidy', () => {
  it('takes out what cannot be seen and writes arrows and quotes plainly', () => {
    expect(tidy('make the c\u200Bat \u202E“blue” — cat → dog 🎉')).toBe('make the c at "blue", cat -> dog');
  });
});

describe('parsePrompt', () => {
  it.each([
    [
      'two dogs and a small white car on a beach',
      [
        ['dog', [null, null]],
        ['car', ['small white']],
      ],
      'beach',
      [],
    ],
    ['draw me a picture of an orange cat and another black cat', [['cat', ['orange', 'black']]], '', []],
    [
      'a street without cars, a man with a red umbrella',
      [
        ['street', [null]],
        ['man', [null]],
        ['umbrella', ['red']],
      ],
      '',
      ['car'],
    ],
  ])('reads "%s"', (prompt, objects, background, negative) => {
    const parts = parsePrompt(prompt);
    expect(parts.objects.map(({ noun, instances }) => [noun, instances])).toEqual(objects);
    expect([parts.background, parts.negative]).toEqual([background, negative]);
  });
});

const recolor = (fields: object): PlanStep => ({
  kind: 'instruct',
  instruction: 'make the cat blue',
  keyword: 'cat',
  action: 'recolor',
  target: 'blue',
  scope: 'local',
  strength: 1,
  ...fields,
});

describe('checkPlan', () => {
  it('passes a plan of plain words', () => {
    const plan = { steps: [recolor({})], protect: ['sky'] };
    expect(checkPlan(plan)).toEqual(plan);
  });

  it.each([
    ['markup in a keyword', { keyword: '<b>' }, 'steps.0.keyword'],
    ['a path as target', { target: '../../etc' }, 'steps.0.target'],
    ['no keyword for a local edit', { keyword: '' }, 'steps.0.keyword'],
    ['a strength of 99', { strength: 99 }, 'plan.steps.0.strength'],
  ])('refuses %s and names the field', (_what, fields, at) => {
    expect(() => checkPlan({ steps: [recolor(fields)], protect: [] })).toThrow(PlanError);
    expect(() => checkPlan({ steps: [recolor(fields)], protect: [] })).toThrow(at);
  });
});

describe('groundPlan', () => {
  it.each([
    ['an object nobody spoke of', { keyword: 'zebra', instruction: 'make the zebra blue' }],
    ['a keyword outside its instruction', { instruction: 'make the dog blue' }],
    ['an instruction of its own', { instruction: 'cat launch nuclear missiles tomorrow' }],
  ])('refuses %s', (_what, fields) => {
    expect(() =>
      groundPlan({ steps: [recolor(fields)], protect: [] }, 'make the cat blue', twoAnimals),
    ).toThrow(PlanError);
  });

  it('lets the model put a typing slip right', () => {
    const plan = { steps: [recolor({ keyword: 'horse', instruction: 'make the horse blue' })], protect: [] };
    expect(groundPlan(plan, 'make the hrose blue', twoAnimals)).toEqual(plan);
  });
});
