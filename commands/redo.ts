import { defineCommand } from '../src/chat/command.ts';
import { showCurrent } from '../src/chat/painting/show-current.ts';
import { redo as redoIn } from '../src/sessions/tree.ts';
import { sentence } from '../src/sentence.ts';

export const redo = defineCommand({
  name: 'redo',
  description: 'Take back the last undo.',
  options: {},
  async run(interaction, services) {
    const session = await services.sessions.change(interaction.conversation, redoIn);
    await showCurrent(interaction, services, session, (line) => sentence('Again {line}', { line }));
  },
});
