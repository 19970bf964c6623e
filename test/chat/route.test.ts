import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { createCallCodec } from '../../src/chat/call.ts';
import type { ChatEvent } from '../../src/chat/platform.ts';
import { routeEvent } from '../../src/chat/route.ts';
import { UserError } from '../../src/errors.ts';

const codec = createCallCodec('secret');
const origin = { conversation: 'web:1', userId: 'ann', files: [] } as const;
const on = { conversation: 'web:1', id: 'm1' } as const;
const route = (event: Partial<ChatEvent>) => {
  const routed = routeEvent({ ...origin, ...event } as ChatEvent, commands, codec);
  return routed && { name: routed.command.name, options: routed.options, on: routed.on };
};

describe('routeEvent', () => {
  it.each<[string, Partial<ChatEvent>, ReturnType<typeof route>]>([
    [
      'words',
      { type: 'message', text: ' make it blue ' },
      { name: 'edit', options: { instruction: 'make it blue' }, on: undefined },
    ],
    [
      'a reply',
      { type: 'message', text: 'make it blue', to: on },
      { name: 'edit', options: { instruction: 'make it blue' }, on },
    ],
    [
      'a typed command',
      { type: 'message', text: '/undo 3', to: on },
      { name: 'undo', options: { picture: 3 }, on },
    ],
    [
      'a command',
      { type: 'command', name: 'imagine', options: { prompt: 'a cat', seed: 7 } },
      { name: 'imagine', options: { prompt: 'a cat', seed: 7 }, on: undefined },
    ],
    [
      'a number reaction',
      { type: 'reaction', emoji: '3️⃣', on },
      { name: 'pick', options: { number: 3 }, on },
    ],
    ['ten', { type: 'reaction', emoji: '🔟', on }, { name: 'pick', options: { number: 10 }, on }],
    ['another reaction', { type: 'reaction', emoji: '👍', on }, undefined],
    [
      'a button',
      { type: 'button', id: codec.encode('web:1', 'undo', { picture: 3 }), on },
      { name: 'undo', options: { picture: 3 }, on },
    ],
    [
      'a button with a form',
      {
        type: 'button',
        id: codec.encode('web:1', 'edit', { picture: 3 }),
        on,
        values: { instruction: 'make it blue' },
      },
      { name: 'edit', options: { picture: 3, instruction: 'make it blue' }, on },
    ],
  ])('makes one call of %s', (_name, event, expected) => {
    expect(route(event)).toEqual(expected);
  });

  it.each([
    ['what turns the direction of a line', 'make \u202Eeht\u202C \u2066cat\u2069 blue', 'make eht cat blue'],
    ['control characters', 'a\u0000 cat\u001B[31m\r\non\tgrass\u0085', 'a cat[31m\non\tgrass'],
    ['half a letter', 'a cat \uD83D\uDE00\uD83D', 'a cat \uD83D\uDE00'],
    ['nothing of other scripts and emoji', 'می\u200Cخواهم 👩\u200D🎨 猫', 'می\u200Cخواهم 👩\u200D🎨 猫'],
  ])('takes out %s', (_, typed, read) => {
    expect(route({ type: 'message', text: typed })?.options).toEqual({ instruction: read });
    expect(route({ type: 'command', name: 'imagine', options: { prompt: typed } })?.options).toEqual({
      prompt: read,
    });
  });

  it('takes an option of nothing that can be seen for one that was not given', () => {
    const routed = route({ type: 'command', name: 'imagine', options: { prompt: '\u202E', seed: 3 } });
    expect(routed?.options).toEqual({ seed: 3 });
  });

  it('makes an edit without words of a photo alone', () => {
    const files = [{ name: 'a.png', fetch: () => Promise.resolve(new Uint8Array()) }];
    expect(route({ type: 'message', text: '', files })).toEqual({ name: 'edit', options: {}, on: undefined });
  });

  it.each<[string, Partial<ChatEvent>, string]>([
    ['nothing', { type: 'message', text: '  ' }, 'EMPTY'],
    ['only what cannot be seen', { type: 'message', text: '\u202E\u0007' }, 'EMPTY'],
    ['ten megabytes', { type: 'message', text: 'x'.repeat(10_000_000) }, 'TOO_LONG'],
    ['too much', { type: 'message', text: 'x'.repeat(10_000) }, 'TOO_LONG'],
    ['an unknown command', { type: 'command', name: 'paint', options: {} }, 'UNKNOWN_COMMAND'],
    [
      'a wrong number',
      { type: 'command', name: 'imagine', options: { prompt: 'a', seed: 1.5 } },
      'BAD_OPTION',
    ],
    [
      'a number out of range',
      { type: 'command', name: 'imagine', options: { prompt: 'a', count: 99 } },
      'BAD_OPTION',
    ],
    [
      'an endless option',
      { type: 'command', name: 'imagine', options: { prompt: 'x'.repeat(3000) } },
      'TOO_LONG',
    ],
    ['a forged button', { type: 'button', id: 'undo.xxxxxxxxxxxxxx', on }, 'BAD_BUTTON'],
  ])('refuses %s with a sentence', (_name, event, code) => {
    expect(() => route(event)).toThrow(UserError);
    expect(() => route(event)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('drops options that the command does not have', () => {
    expect(route({ type: 'command', name: 'help', options: { __proto__: 1, other: 'x' } })?.options).toEqual(
      {},
    );
  });
});
