/** A method of your own in thirty lines: makes one word of the prompt louder by scaling its attention. */
import { type Method, tensor } from 'limner/engine';
import { z } from 'zod';
import { wordsOr } from './words.ts';

const [position] = wordsOr('own-method.ts [token]', '2');

const settings = z.object({ token: z.int().min(1), weight: z.number().default(2) });

export const louderWord: Method<z.infer<typeof settings>> = {
  name: 'louder-word',
  paper: { title: 'Prompt-to-Prompt Image Editing', url: 'https://arxiv.org/abs/2208.01626' },
  settings,
  start: ({ rows, tokens }, { token, weight }) => ({
    control() {
      // A' = A·diag(b): b is 1 for every word but one, in the row that the text conditions.
      const keep = tensor([rows.length, tokens], new Float32Array(rows.length * tokens).fill(1));
      keep.data[rows.indexOf('text') * tokens + token] = weight;
      return { remap: { transfer: tensor([rows.length, tokens, tokens]), keep } };
    },
  }),
};

const run = louderWord.start(
  {
    rows: ['none', 'text'],
    tokens: 8,
    latents: { height: 8, width: 8 },
    sampleSize: 8,
    layers: [],
    steps: 20,
  },
  louderWord.settings.parse({ token: Number(position) }),
);
console.log(run.control?.({ index: 0, count: 20, start: 0, timestep: 999 })?.remap?.keep.data);
