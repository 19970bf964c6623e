import { describe, expect, it } from 'vitest';
import { findAdultWord } from '../../../src/chat/rules/adult-words.ts';
import { checkRules } from '../../../src/chat/rules/check-rules.ts';
import type { RuledCall } from '../../../src/chat/rules/check-rules.ts';
import { noRules } from '../../../src/chat/rules/space-rules.ts';
import type { SpaceRules } from '../../../src/chat/rules/space-rules.ts';

const paint = (options = {}) => ({ command: { name: 'imagine' }, options: { prompt: 'a cat', ...options } });
const here = { conversation: 'discord:1' as const, roles: ['77'] };
const check = (rules: Partial<SpaceRules>, call: RuledCall = paint(), event = {}) =>
  checkRules({ ...noRules, ...rules }, { ...here, ...event }, call);

describe('checkRules', () => {
  it('lets everything through without rules', () => expect(check({})).toBeUndefined());

  it.each<[string, Partial<SpaceRules>, string]>([
    ['a channel that is not listed', { only: ['discord:2'] }, 'NOT_HERE'],
    ['a channel that is shut', { except: ['discord:1'] }, 'NOT_HERE'],
    ['somebody without the role', { roles: ['78'] }, 'NOT_ALLOWED'],
    ['more steps than allowed', { maxSteps: 20 }, 'TOO_MANY_STEPS'],
  ])('refuses %s', (_what, rules, code) =>
    expect(() => check(rules, paint({ steps: 30 }))).toThrow(expect.objectContaining({ code })),
  );

  it.each<[string, Partial<SpaceRules>, object]>([
    ['a listed channel', { only: ['discord:1', 'discord:2'] }, {}],
    ['one of several roles', { roles: ['77', '78'] }, {}],
    ['whoever manages the place, whatever their role', { roles: ['78'] }, { isAdmin: true }],
    ['as many steps as allowed', { maxSteps: 30 }, {}],
  ])('lets %s through', (_what, rules, event) =>
    expect(check(rules, paint({ steps: 30 }), event)).toBeUndefined(),
  );

  it('lets managers change the rules everywhere, and nobody else', () => {
    const change = { command: { name: 'server' }, options: {} };
    expect(check({ except: ['discord:1'] }, change, { isAdmin: true })).toBeUndefined();
    expect(() => check({ except: ['discord:1'] }, change)).toThrow(
      expect.objectContaining({ code: 'NOT_HERE' }),
    );
  });

  it.each<[SpaceRules['adult'], boolean, boolean]>([
    ['never', true, false],
    ['age-restricted', false, false],
    ['age-restricted', true, true],
    ['allowed', false, true],
  ])(
    'with adult words %s, in an age-restricted channel %s: allowed %s',
    (adult, isAgeRestricted, isAllowed) => {
      const call = () => check({ adult }, paint({ prompt: 'a nude statue' }), { isAgeRestricted });
      if (isAllowed) expect(call()).toBeUndefined();
      else expect(call).toThrow('I do not paint "nude" here');
    },
  );
});

describe('findAdultWord', () => {
  it.each(['a snake', 'an original gorge', 'nudge it left', 'Essex in the morning', 'a pornichet beach'])(
    'leaves "%s" alone',
    (text) => expect(findAdultWord(text)).toBeUndefined(),
  );
  it.each(['NSFW art', 'a naked man', 'ヌード写真'])('finds one in "%s"', (text) =>
    expect(findAdultWord(text)).toBeDefined(),
  );
});
