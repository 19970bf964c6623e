import type { ChatFigures } from './chat-bot.ts';
import { benchDiscordChat } from './chat-discord.ts';
import { benchSlackChat } from './chat-slack.ts';
import type { BenchRow, BenchSuite } from './suite.ts';

const USERS = 200;
const QUICK_USERS = 20;

/** Both chat services with many people at once while the engine paints; the doubles hold the bot to their rules. */
export const chatSuite: BenchSuite = {
  name: 'chat',
  async run({ quick }) {
    const users = quick ? QUICK_USERS : USERS;
    // One after the other: the figures of each must not carry the load of the other.
    const discord = await benchDiscordChat(users, 'stand-in');
    const slack = await benchSlackChat(users, 'stand-in');
    return [...rowsOf('Discord', discord), ...rowsOf('Slack', slack)];
  },
};

function rowsOf(platform: string, figures: ChatFigures): readonly BenchRow[] {
  const { acknowledgeMs, late, lost, doubled, editsPutOff, violations, seconds } = figures;
  const count = (work: string, value: number): BenchRow => ({
    work: `${platform}: ${work}`,
    value,
    unit: '',
    goal: '0',
  });
  return [
    { work: `${platform}: acknowledged, middle`, value: acknowledgeMs.p50, unit: 'ms' },
    { work: `${platform}: acknowledged, p99`, value: acknowledgeMs.p99, unit: 'ms', goal: '< 1000 ms' },
    count('acknowledged too late', late),
    count('pictures lost', lost),
    count('pictures doubled', doubled),
    count('progress put off by rate limits', editsPutOff),
    count('rules broken', violations),
    { work: `${platform}: processor time of bot and double`, value: figures.cpuSeconds, unit: 's' },
    { work: `${platform}: ${figures.users} people, ${figures.pictures} pictures`, value: seconds, unit: 's' },
  ];
}
