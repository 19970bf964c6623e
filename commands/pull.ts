import { defineCommand } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';
import { sentence } from '../src/sentence.ts';

export const pull = defineCommand({
  name: 'pull',
  description: 'Download the language model that splits sentences, where its server lacks it.',
  adminOnly: true,
  options: {},
  async run({ isAdmin, reply, update }, { planner, log }) {
    if (planner.pullModel === undefined)
      throw new UserError(
        'NO_OLLAMA',
        sentence('No language model is set up: OLLAMA_HOST names no server, so the rules plan.'),
      );
    if (!isAdmin)
      throw new UserError('ADMINS_ONLY', sentence('Only those who manage this place may download models.'));
    const model = planner.name;
    const line = sentence('Downloading {model}; the rules plan meanwhile.', { model });
    const receipt = await reply({ text: line, progress: { fraction: 0, label: sentence('waiting') } });
    await planner.pullModel(({ status, fraction }) => {
      // A step without a size, such as checking the sum, comes at the end.
      const label = status;
      update(receipt, { text: line, progress: { fraction: fraction ?? 0, label } }).catch((error: unknown) =>
        log.warn('a progress update got lost', { error }),
      );
    });
    await update(receipt, { text: sentence('✓ {model} is here and plans from now on.', { model }) });
  },
});
