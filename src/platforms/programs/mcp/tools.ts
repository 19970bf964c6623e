/** What a program may ask for over the Model Context Protocol; each tool is a command of the bot. */
import { z } from 'zod';

/** A tool and the command that it calls. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodRawShape;
  /** It only looks: no new picture comes of it. */
  readonly isReadOnly?: boolean;
  readonly command: string;
  /** The command's options, from what was given. */
  readonly options: (given: Readonly<Record<string, unknown>>) => Readonly<Record<string, Option>>;
}
type Option = string | number | boolean | undefined;

const picture = z.int().min(1).optional().describe('Number of the picture; default: the current one');
const seed = z
  .int()
  .min(0)
  .max(2 ** 32 - 1)
  .optional()
  .describe('The same seed gives the same picture');
const given = (values: Readonly<Record<string, unknown>>, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, values[name] as Option]));

/** Words of a move: "move the cat 20 % to the left". */
function moveWords(values: Readonly<Record<string, unknown>>): string {
  const { object = '', to = '', size } = values as Readonly<Record<string, Option>>;
  if (size !== undefined) return `make the ${object} ${size}`;
  return `move the ${object} ${to}`.trim();
}

export const tools: readonly Tool[] = [
  {
    name: 'generate',
    title: 'Paint a picture',
    description: 'Paints a new picture from words.',
    input: {
      prompt: z.string().min(1).max(2000).describe('What to paint: a cat and a dog on grass'),
      negative: z.string().max(2000).optional().describe('What shall not be there'),
      size: z.string().optional().describe("WIDTHxHEIGHT in multiples of 64; default: the model's own"),
      steps: z.int().min(1).max(150).optional(),
      seed,
    },
    command: 'imagine',
    options: (values) => given(values, 'prompt', 'negative', 'size', 'steps', 'seed'),
  },
  {
    name: 'edit',
    title: 'Change a picture',
    description:
      'Changes the current picture, or one that is given, as an instruction says; outside the places it is about, not one bit changes.',
    input: {
      instruction: z.string().min(1).max(2000).describe('replace the cat with a horse and make the dog blue'),
      image: z.string().optional().describe('A picture to change, as base64 of PNG, JPEG or WebP'),
      mask: z.string().optional().describe('Base64 of a picture that is white where something may change'),
      picture,
      seed,
    },
    command: 'edit',
    options: (values) => given(values, 'instruction', 'picture', 'seed'),
  },
  {
    name: 'move',
    title: 'Move or resize a thing',
    description: 'Moves something in the current picture, or makes it bigger or smaller.',
    input: {
      object: z.string().min(1).max(80).describe('What: cat, left ball'),
      to: z.string().max(120).optional().describe('Where: to the left, 30 pixels up, next to the house'),
      size: z
        .string()
        .max(80)
        .optional()
        .describe('Instead of moving it: bigger, 30 % smaller, twice as big'),
      seed,
    },
    command: 'edit',
    options: (values) => ({ instruction: moveWords(values), ...given(values, 'seed') }),
  },
  {
    name: 'layout',
    title: 'Paint from a layout',
    description: 'Paints a new picture with things where they are said to be.',
    input: {
      prompt: z.string().min(1).max(2000).describe('a cat on the left and a house on the right'),
      seed,
    },
    command: 'layout',
    options: (values) => given(values, 'prompt', 'seed'),
  },
  {
    name: 'objects',
    title: 'What is in the picture',
    description: 'Names what is in a picture, with boxes in pixels.',
    input: { picture },
    isReadOnly: true,
    command: 'describe',
    options: (values) => given(values, 'picture'),
  },
  {
    name: 'heat_map',
    title: 'Where the model looks',
    description: 'Shows where the model looks for words, over the picture and in numbers.',
    input: { words: z.string().min(1).max(200).describe('cat, grass'), picture },
    isReadOnly: true,
    command: 'heatmap',
    options: (values) => given(values, 'words', 'picture'),
  },
  {
    name: 'undo',
    title: 'Back to the picture before',
    description: 'Goes back to the picture before the current one; it stays in the history.',
    input: {},
    command: 'undo',
    options: () => ({}),
  },
];
