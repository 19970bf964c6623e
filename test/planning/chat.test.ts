import { beforeAll, describe, expect, it } from 'vitest';
import { createRulePlanner, warmUpRules } from '../../src/planning/index.ts';
import { judgeChat, readChatLines, type ChatJudgement } from './chat.ts';

describe('what people type in a chat', () => {
  let judged: readonly ChatJudgement[] = [];
  beforeAll(async () => {
    warmUpRules();
    const rules = createRulePlanner();
    const all: ChatJudgement[] = [];
    for (const line of [...readChatLines('tuned'), ...readChatLines('held-out')])
      all.push(await judgeChat(rules, line));
    judged = all;
  });
  const of = (part: string) => judged.filter(({ line }) => line.part === part);
  const right = (part: string) => of(part).filter(({ isRight }) => isRight).length / of(part).length;

  it('is at least 300 lines, none twice', () => {
    expect(judged.length).toBeGreaterThanOrEqual(300);
    const lines = judged.map(({ line }) => `${line.picture} ${line.said.join(' >> ')}`);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('is answered rightly where the tables were tuned', () => {
    expect(
      of('tuned')
        .filter(({ isRight }) => !isRight)
        .map(({ line, got }) => [line.said, got]),
    ).toEqual([]);
  });

  // Only the share is told: whoever tunes the tables must not see which lines go wrong.
  it('is answered rightly where nobody looked', () => expect(right('held-out')).toBeGreaterThanOrEqual(0.8));
});
