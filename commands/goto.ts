import { defineCommand, pictureNumber } from '../src/chat/command.ts';
import { showCurrent } from '../src/chat/painting/show-current.ts';
import { UserError } from '../src/errors.ts';
import { goTo } from '../src/sessions/tree.ts';
import { sentence } from '../src/sentence.ts';

export const goto = defineCommand({
  name: 'goto',
  options: { picture: pictureNumber() },
  async run(interaction, services) {
    const { picture } = interaction.options;
    if (picture === undefined) throw new UserError('WHICH_PICTURE', sentence('goto.which'));
    const session = await services.sessions.change(interaction.conversation, (before) =>
      goTo(before, picture),
    );
    await showCurrent(interaction, services, session, (line) => sentence('goto.line', { line }));
  },
});
