import type { MessageRef } from '../../chat/message.ts';
import type { Platform, PlatformLimits } from '../../chat/platform.ts';
import { PlatformError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Calls } from './calls.ts';

const LIMITS: PlatformLimits = {
  attachmentBytes: Infinity,
  textLength: 100_000,
  acknowledgeMs: Infinity,
  buttons: 25,
  choices: 25,
  updateEveryMs: 0,
};

/** The part of the platform that hears what the bot says. */
export function createProgramMessages(
  calls: Calls,
  log: Logger,
): Pick<Platform, 'name' | 'limits' | 'post' | 'update' | 'react'> {
  const refuseWhenClosed = () => {
    if (!calls.isOpen) throw new PlatformError('programs', 'is not running (any more)');
  };
  return {
    name: 'programs',
    limits: LIMITS,
    post(conversation, message) {
      refuseWhenClosed();
      // Work of before a restart: who asked for it is not waiting any more.
      log.info('programs: a result that nobody waits for', { conversation, text: message.text });
      return Promise.resolve({ conversation, id: 'gone' } satisfies MessageRef);
    },
    update(message, change) {
      refuseWhenClosed();
      calls.update(message, change);
      return Promise.resolve();
    },
    react: () => Promise.resolve(),
  };
}
