import { defineCommand, integer, pictureNumber } from '../src/chat/command.ts';
import { showCurrent } from '../src/chat/painting/show-current.ts';
import { changeOnce } from '../src/sessions/change-once.ts';
import { findPicture, goTo, undo as undoIn } from '../src/sessions/tree.ts';
import { sentence } from '../src/sentence.ts';

export const undo = defineCommand({
  name: 'undo',
  options: {
    picture: pictureNumber(),
    times: integer(1, 100),
  },
  async run(interaction, services) {
    const { picture, times } = interaction.options;
    const { conversation, request } = interaction;
    const session = await changeOnce(services.sessions, conversation, request.changeKey(), (before) =>
      // The button of an older picture undoes that picture's edit, wherever the conversation is now.
      undoIn(
        picture === undefined || findPicture(before, picture) === undefined ? before : goTo(before, picture),
        times,
      ),
    );
    await showCurrent(interaction, services, session, (line) => sentence('undo.line', { line }));
  },
});
