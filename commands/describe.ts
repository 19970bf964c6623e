import { sentence } from '../src/sentence.ts';
import { defineCommand, optionalText, pictureNumber } from '../src/chat/command.ts';
import { paint } from '../src/chat/paint.ts';
import { paintSettings } from '../src/chat/paint-settings.ts';
import { UserError } from '../src/errors.ts';
import { basePicture, findPicture } from '../src/sessions/tree.ts';

export const describe = defineCommand({
  name: 'describe',
  description: 'Say what is in a picture, or where I look for a word.',
  options: {
    words: optionalText('Words whose place is shown: cat, dog'),
    picture: pictureNumber('Number of the picture; default: the newest'),
  },
  async run(interaction, services) {
    const { words, picture } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const base =
      picture === undefined ? basePicture(session, interaction.on?.id) : findPicture(session, picture);
    if (base === undefined)
      throw new UserError('NO_PICTURE', sentence('There is no picture to look at yet.'));
    const asked = words
      ?.split(/\s*(?:,|\band\b)\s*/u)
      .filter((word) => word !== '')
      .slice(0, 12);
    await paint(interaction, services, {
      said: words ?? 'what is in it?',
      base,
      caption: base.caption,
      line:
        asked === undefined
          ? sentence('Looking what is in it')
          : sentence('Looking where {words} is', { words: asked }),
      steps: [
        asked === undefined
          ? { kind: 'inspect', question: 'objects' }
          : { kind: 'inspect', question: 'attention', words: asked },
      ],
      settings: paintSettings(session, interaction.userId),
    });
  },
});
