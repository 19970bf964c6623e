import { lines, row, sentence } from '../src/sentence.ts';
import { defineCommand } from '../src/chat/command.ts';
import { commandWords, languageOf } from '../src/chat/words/index.ts';

export const help = defineCommand({
  name: 'help',
  description: 'What you can say.',
  isPrivate: true,
  options: {},
  async run({ reply, locale }, { commands }) {
    const language = languageOf(locale);
    const calls = commands.map(
      ({ name, description }) => `/${name}: ${commandWords(language, name)?.description ?? description}`,
    );
    await reply({
      text: row('\n\n', [
        sentence('I paint pictures, and repaint exactly what you ask for. All of it runs on this machine.'),
        lines(
          sentence('Start: /imagine a cat and a dog on grass, or send a photo.'),
          sentence('Then say, or reply to any picture: replace the cat with a horse and make the dog blue'),
          sentence(
            'Also: undo, redo, go back to #2, stronger, weaker, only the first, variation, what is in it?',
          ),
        ),
        lines(...calls),
      ]),
    });
  },
});
