import { describe, expect, it } from 'vitest';
import { emojiFromName, nameOfEmoji } from '../../../src/platforms/slack/outgoing/emoji.ts';
import { escapeText, readText, splitText } from '../../../src/platforms/slack/outgoing/mrkdwn.ts';
import { conversationOf, placeOf } from '../../../src/platforms/slack/place.ts';

describe('readText', () => {
  it.each([
    ['make it &lt;b&gt; &amp; red', 'make it <b> & red'],
    ['<@U0LIMNER01> a cat', 'a cat'],
    ['ask <@U0ADA00001> or <@U0BOB00001|bob>', 'ask @U0ADA00001 or @bob'],
    ['in <#C0GENERAL1|general>', 'in #general'],
    ['<!here> look', '@here look'],
    ['like <https://example.com/a?b=1&amp;c=2|this one>', 'like this one'],
    ['see <https://example.com/>', 'see https://example.com/'],
    ['<mailto:ada@example.com>', 'ada@example.com'],
    // What a person typed with entities in it is not unescaped twice.
    ['&amp;lt;', '&lt;'],
  ])('reads %j as %j', (mrkdwn, words) => {
    expect(readText(mrkdwn, 'U0LIMNER01')).toBe(words);
  });

  it.each(['<!channel> & <@U1>', 'a < b > c', '&lt;', '<https://evil.example|click>'])(
    'reads back what escapeText wrote: %j',
    (words) => {
      expect(escapeText(words)).not.toMatch(/[<>]/u);
      expect(readText(escapeText(words))).toBe(words);
    },
  );
});

describe('splitText', () => {
  it.each([
    ['words', 'a cat on grass '.repeat(40).trim()],
    ['one endless word', 'x'.repeat(1500)],
    ['what grows when escaped', '<&> '.repeat(200).trim()],
    ['lines', `${'first line\n'.repeat(30)}last`],
  ])('cuts %s into pieces that fit and make the whole again', (_what, text) => {
    const pieces = splitText(text, 300);
    expect(pieces.join('')).toBe(text);
    expect(Math.max(...pieces.map((piece) => escapeText(piece).length))).toBeLessThanOrEqual(300);
  });

  it('makes no piece of nothing', () => {
    expect(splitText('', 300)).toEqual([]);
    expect(splitText('  \n ', 300)).toEqual([]);
  });
});

describe('emoji', () => {
  it.each(['1️⃣', '2️⃣', '3️⃣', '4️⃣', '5️⃣', '🔟', '👍'])('knows Slack’s name of %s', (emoji) => {
    expect(emojiFromName(nameOfEmoji(emoji) ?? '')).toBe(emoji);
  });

  it('takes skin tones off and passes on what it does not know', () => {
    expect(emojiFromName('thumbsup::skin-tone-3')).toBe('👍');
    expect(emojiFromName('party_parrot')).toBe(':party_parrot:');
    expect(nameOfEmoji(':party_parrot:')).toBe('party_parrot');
    expect(nameOfEmoji('🦜')).toBeUndefined();
  });
});

describe('placeOf', () => {
  it.each(['slack:T1:C1:1700000000.000100', 'slack:T1:C1:U1'] as const)('reads %s', (conversation) => {
    expect(conversationOf(placeOf(conversation))).toBe(conversation);
  });

  it.each(['discord:1', 'slack:T1', 'slack:T1:C1:'] as const)('refuses %s', (conversation) => {
    expect(() => placeOf(conversation)).toThrow('expected "slack:team:channel:thread"');
  });
});
