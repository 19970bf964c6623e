import { lines, row, sentence } from '../src/sentence.ts';
import { defineCommand } from '../src/chat/command.ts';
import { commandWords, languageOf } from '../src/locales/catalog.ts';

export const help = defineCommand({
  name: 'help',
  isPrivate: true,
  options: {},
  async run({ reply, locale }, { commands }) {
    const language = languageOf(locale);
    const calls = commands.map(
      ({ name, description }) => `/${name}: ${commandWords(language, name)?.description ?? description}`,
    );
    await reply({
      text: row('\n\n', [
        sentence('help.about'),
        lines(sentence('help.start'), sentence('help.then'), sentence('help.also')),
        lines(...calls),
      ]),
    });
  },
});
