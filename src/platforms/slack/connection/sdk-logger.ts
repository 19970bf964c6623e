import { LogLevel } from '@slack/bolt';
import type { Logger as SdkLogger } from '@slack/bolt';
import type { Logger } from '../../../log.ts';

/** Lets Slack's libraries write into our log, which hides tokens; their debug lines (whole payloads) are dropped. */
export function sdkLogger(log: Logger): SdkLogger {
  return {
    debug() {},
    info() {},
    warn: (...parts) => log.warn(`slack: ${words(parts)}`),
    error: (...parts) => log.error(`slack: ${words(parts)}`),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}

const words = (parts: readonly unknown[]) =>
  parts
    .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : ''))
    .join(' ');
