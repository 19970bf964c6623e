import { defineCommand, integer } from '../src/chat/command.ts';

export const variation = defineCommand({
  name: 'variation',
  description: 'Another picture from the same words, with a new seed.',
  options: { picture: integer('Number of the picture; default: the newest', 1) },
  run: ({ options, call }) => call('again', { picture: options.picture }),
});
