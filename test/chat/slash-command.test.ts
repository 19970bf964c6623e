import { describe, expect, it } from 'vitest';
import { defineCommand, image, integer, number, optionalText, text } from '../../src/chat/command.ts';
import { isSlashCommand, parseSlashCommand } from '../../src/chat/slash-command.ts';

const run = () => Promise.resolve();
const commands = [
  defineCommand({
    name: 'imagine',
    description: 'Paint.',
    options: {
      prompt: { ...text(), description: 'What to paint' },
      seed: { ...integer(0, 4294967295), description: 'Seed' },
      strength: { ...number(0, 4), description: 'Strength' },
      style: { ...optionalText(['photo', 'oil paint']), description: 'Style' },
      photo: { ...image(), description: 'Start' },
      quick: { type: 'boolean', description: 'Fewer steps', required: false },
    },
    run,
  }),
  defineCommand({
    name: 'pick',
    description: 'Pick.',
    options: { number: { ...integer(1, 25), description: 'Which' } },
    run,
  }),
  defineCommand({
    name: 'settings',
    description: 'Set.',
    options: {
      name: { ...optionalText(['steps', 'model']), description: 'Which' },
      value: { ...optionalText(), description: 'To what' },
    },
    run,
  }),
  defineCommand({ name: 'undo', description: 'Back.', options: {}, run }),
];

describe('parseSlashCommand', () => {
  it.each([
    ['/imagine a cat on grass', 'imagine', { prompt: 'a cat on grass' }],
    ['/imagine a cat seed:7', 'imagine', { prompt: 'a cat', seed: 7 }],
    ['/imagine seed:7 a cat on grass', 'imagine', { prompt: 'a cat on grass', seed: 7 }],
    ['/imagine a cat --seed 7 on grass', 'imagine', { prompt: 'a cat on grass', seed: 7 }],
    ['/imagine a cat --seed=7 --strength 1.5', 'imagine', { prompt: 'a cat', seed: 7, strength: 1.5 }],
    ['/imagine a cat style:"oil paint"', 'imagine', { prompt: 'a cat', style: 'oil paint' }],
    ['/imagine a cat --style "Oil Paint"', 'imagine', { prompt: 'a cat', style: 'oil paint' }],
    ['/imagine --quick a cat', 'imagine', { prompt: 'a cat', quick: true }],
    ['/imagine a cat --quick', 'imagine', { prompt: 'a cat', quick: true }],
    ['/imagine a cat --quick no', 'imagine', { prompt: 'a cat', quick: false }],
    ['/imagine a cat --quick on grass', 'imagine', { prompt: 'a cat on grass', quick: true }],
    ['/IMAGINE a Cat', 'imagine', { prompt: 'a Cat' }],
    ['/imagine prompt:"a cat and a dog" seed:3', 'imagine', { prompt: 'a cat and a dog', seed: 3 }],
    ['/imagine a clock at 12:30, (sunset:1.4)', 'imagine', { prompt: 'a clock at 12:30, (sunset:1.4)' }],
    ['/imagine a cat\nand a dog', 'imagine', { prompt: 'a cat\nand a dog' }],
    ['/pick 2', 'pick', { number: 2 }],
    ['/pick', 'pick', {}],
    ['/settings', 'settings', {}],
    ['/settings steps 30', 'settings', { name: 'steps', value: '30' }],
    ['  /undo  ', 'undo', {}],
  ])('reads %j', (typed, name, options) => {
    expect(parseSlashCommand(typed, commands)).toEqual({ name, options });
  });

  it.each([
    [
      '/paint a cat',
      'UNKNOWN_COMMAND',
      'There is no command /paint. Did you mean /imagine? /help lists what there is.',
    ],
    ['/imgaine a cat', 'UNKNOWN_COMMAND', 'Did you mean /imagine?'],
    ['/setings', 'UNKNOWN_COMMAND', 'Did you mean /settings?'],
    ['/xyz', 'UNKNOWN_COMMAND', 'There is no command /xyz. /help lists what there is.'],
    ['/', 'UNKNOWN_COMMAND', 'There is no command /. /help lists what there is.'],
    ['/imagine', 'MISSING_OPTION', '/imagine needs "prompt", for example: /imagine a cat on grass'],
    [
      '/imagine a cat seed:red',
      'BAD_OPTION',
      '/imagine: "seed" takes a whole number from 0 up to 4294967295; I got "red".',
    ],
    ['/imagine a cat seed:-1', 'BAD_OPTION', 'I got "-1"'],
    ['/imagine a cat --seed', 'BAD_OPTION', 'I got nothing'],
    ['/imagine a cat --style cubist', 'BAD_OPTION', '"style" takes one of photo, oil paint'],
    ['/imagine a cat --photo cat.png', 'BAD_OPTION', '"photo" takes a picture; I got "cat.png".'],
    ['/imagine a cat --sed 7', 'UNKNOWN_OPTION', '/imagine has no option --sed. It has --prompt, --seed'],
    ['/pick the left one', 'UNKNOWN_OPTION', 'does not know what to do with "the left one"'],
    ['/undo twice', 'UNKNOWN_OPTION', 'does not know what to do with "twice"'],
  ])('refuses %j with %s', (typed, code, words) => {
    expect(() => parseSlashCommand(typed, commands)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});

describe('isSlashCommand', () => {
  it.each([
    ['/imagine a cat', true],
    ['make it red', false],
    ['/ 2', false],
    ['1/2 the size', false],
  ])('says of %j: %s', (typed, expected) => expect(isSlashCommand(typed)).toBe(expected));
});
