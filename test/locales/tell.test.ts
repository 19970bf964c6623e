import { describe, expect, it } from 'vitest';
import { inEnglish, tell } from '../../src/locales/tell.ts';
import { lines, row, sentence, word } from '../../src/sentence.ts';
import type { Sentence } from '../../src/sentence.ts';

/** A sentence that this version does not know, as an older or newer one may have stored it. */
const stored = (pattern: string, values: Sentence['values'] = {}, key?: string): Sentence => ({
  ...(key === undefined ? {} : { key }),
  pattern,
  values,
});

describe('tell', () => {
  const done = sentence('discord.done', { link: 'https://x' });
  it('says it in the language of a locale', () => expect(tell('de-AT', done)).toBe('Fertig: https://x'));
  it('says it in English to whom we know no language', () =>
    expect(tell('fi', done)).toBe('Done: https://x'));
  it('says words in it by their translations', () =>
    expect(tell('de', sentence('describe.see', { objects: [word('cat'), 'Zebra'] }))).toBe(
      'Ich sehe: Katze, Zebra.',
    ));
  it.each([
    [0, '0 parts', '0 Teile'],
    [1, '1 part', '1 Teil'],
    [1234, '1,234 parts', '1.234 Teile'],
  ])('has the plural and the number of the language for %d', (count, english, german) => {
    const said = sentence('again.noSuchPart', { count, number: 9 });
    expect(inEnglish(said)).toContain(english);
    expect(tell('de', said)).toContain(german);
  });
  it('writes decimals as the language does', () => {
    const said = sentence('units.seconds', { seconds: { amount: 2, decimals: 1 } });
    expect([inEnglish(said), tell('de', said)]).toEqual(['2.0 s', '2,0 s']);
    expect(tell('de', sentence('units.seconds', { seconds: { amount: 7.5 } }))).toBe('7,5 s');
  });
  it('never reads placeholders, tags or quotes in what it is given', () =>
    expect(tell('de', sentence('discord.done', { link: "{who} $1 '{x}' <b>" }))).toBe(
      "Fertig: {who} $1 '{x}' <b>",
    ));
  it('survives JSON', () => {
    const said = sentence('describe.see', { objects: [word('cat')] });
    expect(tell('de', JSON.parse(JSON.stringify(said)) as typeof said)).toBe('Ich sehe: Katze.');
  });
});

describe('what another version has stored', () => {
  it('is said in English as it was made when its key is gone', () =>
    expect(tell('de', stored('I fly to {where}.', { where: 'Rome' }, 'no.more'))).toBe('I fly to Rome.'));
  it('is said as it was made when the message takes other values now', () =>
    expect(tell('de', stored('Done with {name}.', { name: 'it' }, 'discord.done'))).toBe('Done with it.'));
  it('is said when it has no key, with its choices in the old form', () => {
    const pattern = '{count} {count|one:picture|other:pictures} by {who|you:you|other:them}';
    expect(tell('de', stored(pattern, { count: 1, who: 'Ann' }))).toBe('1 picture by them');
    expect(tell('de', stored(pattern, { count: 2, who: 'you' }))).toBe('2 pictures by you');
  });
  it('is said as it is when nothing else is left', () => {
    expect(inEnglish(stored('{broken', { name: 'x' }))).toBe('{broken');
    expect(inEnglish(stored('Lost {name}.', { other: 'x' }))).toBe('Lost {name}.');
  });
  it('is a word of its own when nobody has translated it', () =>
    expect(tell('de', word("a {cat} in 'quotes'"))).toBe("a {cat} in 'quotes'"));
});

describe('row', () => {
  it('leaves out what is not there', () =>
    expect(inEnglish(row(' · ', ['#1', undefined, '', sentence('picture.seed', { seed: '7' })]))).toBe(
      '#1 · seed 7',
    ));
  it('writes a list with "and" as the language does', () => {
    expect(inEnglish(row('and', ['a', 'b', 'c']))).toBe('a, b, and c');
    expect(tell('de', row('and', ['a', 'b', 'c']))).toBe('a, b und c');
  });
  it('writes a list with commas as the language does', () => {
    expect(tell('ja', row(',', ['a', 'b']))).toBe('a、b');
    expect(tell('en', row(',', ['a', 'b']))).toBe('a, b');
  });
  it('writes lines', () => expect(inEnglish(lines('a', undefined, 'b'))).toBe('a\nb'));
});
