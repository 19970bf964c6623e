import { describe, expect, it } from 'vitest';
import { createCallCodec, loadSecret } from '../../src/chat/call.ts';
import { openStore } from '../../src/sessions/open-store.ts';

const codec = createCallCodec('secret');
const conversation = 'discord:1';

describe('createCallCodec', () => {
  it.each([
    ['help', {}],
    ['undo', { picture: 3 }],
    ['again', { picture: 3, change: 'stronger' }],
    ['edit', { instruction: 'ünïcödé & = ? . % #' }],
  ])('reads what it wrote: %s %o', (name, options) => {
    const texts = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, String(value)]));
    expect(codec.decode(conversation, codec.encode(conversation, name, options))).toEqual({
      name,
      options: texts,
    });
  });

  it('leaves out what is not given', () => {
    expect(codec.encode(conversation, 'undo', { picture: undefined })).toMatch(/^undo\.[\w-]{14}$/u);
  });

  it('fits the longest of our calls into 100 characters, and refuses longer ones', () => {
    const question = crypto.randomUUID();
    expect(codec.encode(conversation, 'pick', { number: 25, question }).length).toBeLessThanOrEqual(100);
    expect(() => codec.encode(conversation, 'edit', { instruction: 'x'.repeat(100) })).toThrow(RangeError);
  });

  it('refuses every change of a single character', () => {
    const id = codec.encode(conversation, 'undo', { picture: 3 });
    for (let at = 0; at < id.length; at++) {
      const changed = id.slice(0, at) + (id[at] === 'A' ? 'B' : 'A') + id.slice(at + 1);
      expect(() => codec.decode(conversation, changed)).toThrow('That button is not mine');
    }
  });

  it('refuses calls of another conversation and of another bot', () => {
    const id = codec.encode(conversation, 'undo', { picture: 3 });
    expect(() => codec.decode('discord:2', id)).toThrow('That button is not mine');
    expect(() => createCallCodec('other').decode(conversation, id)).toThrow('That button is not mine');
  });
});

describe('loadSecret', () => {
  it('makes one secret, also when several ask at once', async () => {
    const store = await openStore({});
    const secrets = await Promise.all([1, 2, 3].map(() => loadSecret(store.space('secrets'))));
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]).toMatch(/^[\w-]{43}$/u);
    expect(await loadSecret(store.space('secrets'))).toBe(secrets[0]);
  });
});
