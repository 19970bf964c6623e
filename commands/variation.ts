import { defineCommand, pictureNumber } from '../src/chat/command.ts';

export const variation = defineCommand({
  name: 'variation',
  description: 'Another picture from the same words, with a new seed.',
  options: { picture: pictureNumber('Number of the picture; default: the newest') },
  run: ({ options, call }) => call('again', { picture: options.picture }),
});
