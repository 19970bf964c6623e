import { describe, expect, it } from 'vitest';
import { inEnglish, lines, putInto, row, sentence, word } from '../src/sentence.ts';
import type { Tongue } from '../src/sentence.ts';

const german: Tongue = {
  tag: 'de',
  comma: ', ',
  translate: (pattern) =>
    new Map([
      ['I see {labels}.', 'Ich sehe {labels}.'],
      ['{count} {count|one:picture|other:pictures}', '{count} {count|one:Bild|other:Bilder}'],
      ['took {seconds} s', '{seconds} s gebraucht'],
      ['cat', 'Katze'],
    ]).get(pattern),
};
const japanese: Tongue = { tag: 'ja', comma: '、', translate: () => undefined };

describe('sentence', () => {
  it('is said in English without a language', () =>
    expect(inEnglish(sentence('There is no {name} here.', { name: 'zebra' }))).toBe(
      'There is no zebra here.',
    ));
  it('is said by its translation, and words in it by theirs', () =>
    expect(putInto(german, sentence('I see {labels}.', { labels: [word('cat'), 'Zebra'] }))).toBe(
      'Ich sehe Katze, Zebra.',
    ));
  it('stays English where nobody has translated it', () =>
    expect(putInto(german, sentence('Nobody said this.'))).toBe('Nobody said this.'));
  it.each([
    [0, '0 pictures', '0 Bilder'],
    [1, '1 picture', '1 Bild'],
    [1234, '1,234 pictures', '1.234 Bilder'],
  ])('has the plural and the number of the language for %d', (count, inOne, inOther) => {
    const said = sentence('{count} {count|one:picture|other:pictures}', { count });
    expect(inEnglish(said)).toBe(inOne);
    expect(putInto(german, said)).toBe(inOther);
  });
  it('chooses a variant by a name too', () => {
    const said = ['you', 'Ann'].map((who) => sentence('{who|you:yours|other:theirs}', { who }));
    expect(said.map(inEnglish)).toEqual(['yours', 'theirs']);
  });
  it('writes decimals as the language does', () => {
    const said = sentence('took {seconds} s', { seconds: { amount: 2, decimals: 1 } });
    expect([inEnglish(said), putInto(german, said)]).toEqual(['took 2.0 s', '2,0 s gebraucht']);
  });
  it('never reads placeholders in what it is given', () =>
    expect(inEnglish(sentence('"{said}" by {who}', { said: '{who} $1', who: 'Ann' }))).toBe(
      '"{who} $1" by Ann',
    ));
  it('survives JSON', () => {
    const said = sentence('I see {labels}.', { labels: [word('cat')] });
    expect(putInto(german, JSON.parse(JSON.stringify(said)) as typeof said)).toBe('Ich sehe Katze.');
  });
});

describe('row', () => {
  it('leaves out what is not there', () =>
    expect(inEnglish(row(' · ', ['#1', undefined, '', sentence('seed {seed}', { seed: '7' })]))).toBe(
      '#1 · seed 7',
    ));
  it('writes a list with "and" as the language does', () => {
    expect(inEnglish(row('and', ['a', 'b', 'c']))).toBe('a, b and c');
    expect(putInto(german, row('and', ['a', 'b', 'c']))).toBe('a, b und c');
  });
  it('writes a list with commas as the language does', () =>
    expect(putInto(japanese, row(',', ['a', 'b']))).toBe('a、b'));
  it('writes lines', () => expect(inEnglish(lines('a', undefined, 'b'))).toBe('a\nb'));
});
