import { expect, it } from 'vitest';
import { EditBudget } from '../../../src/platforms/discord/edit-budget.ts';

it('lets three pieces of progress into five seconds of a channel, and every final state', () => {
  const budget = new EditBudget();
  const at = (channel: string, isProgress: boolean, ms: number) =>
    budget.take(channel, isProgress, 1_000_000 + ms);
  expect([0, 100, 200, 300].map((ms) => at('a', true, ms))).toEqual([true, true, true, false]);
  expect(at('b', true, 300)).toBe(true);
  expect(at('a', false, 400)).toBe(true);
  expect(at('a', true, 5050)).toBe(false);
  expect(at('a', true, 5300)).toBe(true);
});
