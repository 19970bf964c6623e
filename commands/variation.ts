import { defineCommand, pictureNumber } from '../src/chat/command.ts';

export const variation = defineCommand({
  name: 'variation',
  options: { picture: pictureNumber() },
  run: ({ options, call }) => call('again', { picture: options.picture }),
});
