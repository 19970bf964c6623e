import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../../src/chat/rules/rate-limit.ts';

describe('createRateLimit', () => {
  it('lets a user call as often as allowed within any minute, and says how long to wait', () => {
    let now = 0;
    const check = createRateLimit(2, () => now);
    check('ann');
    now = 20_000;
    check('ann');
    expect(() => check('ann')).toThrow('Give me 40 s');
    check('bob');
    now = 60_001;
    check('ann');
    expect(() => check('ann')).toThrow('Give me 20 s');
  });
});
