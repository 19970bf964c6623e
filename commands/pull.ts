import { defineCommand } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { sentence } from '../src/sentence.ts';

export const pull = defineCommand({
  name: 'pull',
  adminOnly: true,
  options: {},
  async run({ isAdmin, reply, update }, { planner, log }) {
    if (planner.pullModel === undefined) throw new UserError('NO_OLLAMA', sentence('pull.noOllama'));
    if (!isAdmin) throw new UserError('ADMINS_ONLY', sentence('pull.adminsOnly'));
    const model = planner.name;
    const line = sentence('pull.started', { model });
    const receipt = await reply({ text: line, progress: { fraction: 0, label: sentence('work.waiting') } });
    await planner.pullModel(({ status, fraction }) => {
      // A step without a size, such as checking the sum, comes at the end.
      const label = status;
      update(receipt, { text: line, progress: { fraction: fraction ?? 0, label } }).catch((error: unknown) =>
        log.warn('a progress update got lost', { error }),
      );
    });
    await update(receipt, { text: sentence('pull.done', { model }) });
  },
});
