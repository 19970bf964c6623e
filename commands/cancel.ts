import { sentence } from '../src/sentence.ts';
import { defineCommand, optionalText } from '../src/chat/command.ts';
import { UserError } from '../src/errors.ts';

export const cancel = defineCommand({
  name: 'cancel',
  isPrivate: true,
  options: { job: optionalText() },
  async run({ options, conversation, userId, isAdmin, reply, on }, { sessions, jobs }) {
    const { running } = await sessions.load(conversation);
    const meant = Object.entries(running).filter(([job, owner]) =>
      options.job === undefined ? owner === userId : job === options.job,
    );
    if (meant.some(([, owner]) => owner !== userId) && !isAdmin)
      throw new UserError('NOT_YOURS', sentence('cancel.notYours'));
    const stopped = await Promise.all(meant.map(([job]) => jobs.cancel(job)));
    const count = stopped.filter(Boolean).length;
    if (count === 0) throw new UserError('NOTHING_RUNNING', sentence('cancel.nothing'));
    // The button stands in the receipt, which says so itself.
    if (options.job === undefined || on === undefined) {
      await reply({
        text: count === 1 ? sentence('cancel.one') : sentence('cancel.several', { count }),
      });
    }
  },
});
