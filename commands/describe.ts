import { sentence } from '../src/sentence.ts';
import { defineCommand, optionalText, pictureNumber } from '../src/chat/command.ts';
import { listedWords } from '../src/chat/requests/listed-words.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { requirePicture } from '../src/sessions/tree.ts';

export const describe = defineCommand({
  name: 'describe',
  options: {
    words: optionalText(),
    picture: pictureNumber(),
  },
  async run(interaction, services) {
    const { words, picture } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const base = requirePicture(session, picture, interaction.on?.id, sentence('describe.noPictureYet'));
    const asked = words === undefined ? undefined : listedWords(words);
    await paint(interaction, services, {
      said: words ?? 'what is in it?',
      base,
      caption: base.caption,
      line:
        asked === undefined
          ? sentence('describe.looking')
          : sentence('describe.lookingFor', { words: asked }),
      steps: [
        asked === undefined
          ? { kind: 'inspect', question: 'objects' }
          : { kind: 'inspect', question: 'attention', words: asked },
      ],
      settings: paintSettings(session, interaction.userId),
    });
  },
});
