import { defineCommand } from '../src/chat/command.ts';
import { showCurrent } from '../src/chat/painting/show-current.ts';
import { changeOnce } from '../src/sessions/change-once.ts';
import { redo as redoIn } from '../src/sessions/tree.ts';
import { sentence } from '../src/sentence.ts';

export const redo = defineCommand({
  name: 'redo',
  options: {},
  async run(interaction, services) {
    const { conversation, request } = interaction;
    const session = await changeOnce(services.sessions, conversation, request.changeKey(), redoIn);
    await showCurrent(interaction, services, session, (line) => sentence('redo.line', { line }));
  },
});
