import type { BotUsage, EngineName } from './chat-bot.ts';
import type { BenchRow } from './suite.ts';

export interface ChatBenchOptions {
  readonly users: number;
  readonly engineName: EngineName;
  /** After this time what has not come counts as lost. */
  readonly minutes: number;
}

/** What many people at once on one platform came to. */
export interface ChatFigures {
  readonly users: number;
  /** How long the platform waited for each acknowledgement, milliseconds. */
  readonly acknowledgements: readonly number[];
  /** Acknowledged after the platform's 3 seconds, or never. */
  readonly late: number;
  readonly pictures: number;
  readonly lost: number;
  readonly doubled: number;
  /** Changes of messages that the platform put off (429): progress that came too fast. */
  readonly editsPutOff: number;
  readonly violations: readonly string[];
  readonly seconds: number;
  readonly bot: BotUsage;
}

/** The share of waits that is not longer than the result, in milliseconds; 0 when there is none. */
export const quantile = (waits: readonly number[], share: number): number => {
  const sorted = waits.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** The figures as lines of the bench's table. */
export function rowsOf(platform: string, figures: ChatFigures): readonly BenchRow[] {
  const { acknowledgements, late, lost, doubled, editsPutOff, violations, bot } = figures;
  const row = (work: string, value: number, unit: BenchRow['unit'], goal?: string): BenchRow => ({
    work: `${platform}: ${work}`,
    value,
    unit,
    goal,
  });
  return [
    row('acknowledgements', acknowledgements.length, ''),
    row('acknowledged, middle', quantile(acknowledgements, 0.5), 'ms'),
    row('acknowledged, p99', quantile(acknowledgements, 0.99), 'ms', '< 1000 ms'),
    row('acknowledged, longest', quantile(acknowledgements, 1), 'ms', '< 3000 ms'),
    row('acknowledged too late', late, '', '0'),
    row('pictures lost', lost, '', '0'),
    row('pictures doubled', doubled, '', '0'),
    row('progress put off by rate limits', editsPutOff, '', '0'),
    row('rules broken', violations.length, '', '0'),
    row('event loop of the bot, longest stop', bot.heldUpMs, 'ms'),
    row('processor time of the bot', bot.cpuSeconds, 's'),
    row(`${figures.users} people, ${figures.pictures} pictures`, figures.seconds, 's'),
  ];
}
