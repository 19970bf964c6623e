import { defineCommand } from '../src/chat/command.ts';

export const help = defineCommand({
  name: 'help',
  description: 'What you can say.',
  isPrivate: true,
  options: {},
  async run({ reply }, { commands }) {
    await reply({
      text: [
        'I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.',
        '',
        'Start: /imagine a cat and a dog on grass, or send a photo.',
        'Then say, or reply to any picture: replace the cat with a horse and make the dog blue',
        'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
        '',
        ...commands.map(({ name, description }) => `/${name}: ${description}`),
      ].join('\n'),
    });
  },
});
