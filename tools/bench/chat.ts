import { benchDiscordChat } from './chat-discord.ts';
import { rowsOf } from './chat-figures.ts';
import type { ChatBenchOptions, ChatFigures } from './chat-figures.ts';
import { benchSlackChat } from './chat-slack.ts';
import { measureParts } from './suite.ts';
import type { BenchPart, BenchSuite } from './suite.ts';

const USERS = 200;
const QUICK_USERS = 20;
/** Slack's limits need three of them, painting as many; the rest is for busy machines. */
const MINUTES = 8;

/** Both chat services with many people at once while the engine paints; the doubles hold the bot to their rules. */
export const chatSuite: BenchSuite = {
  name: 'chat',
  run(options) {
    const { quick, users = quick ? QUICK_USERS : USERS } = options;
    const part = (
      platform: string,
      bench: (people: ChatBenchOptions) => Promise<ChatFigures>,
    ): BenchPart => ({
      name: `chat-${platform.toLowerCase()}`,
      async rows() {
        const figures = await bench({ users, engineName: quick ? 'stand-in' : 'pocket', minutes: MINUTES });
        for (const problem of new Set(figures.violations)) console.error(`${platform}: ${problem}`);
        return rowsOf(platform, figures);
      },
    });
    // One after the other: the figures of each must not carry the load of the other.
    return measureParts([part('Discord', benchDiscordChat), part('Slack', benchSlackChat)], options);
  },
};
