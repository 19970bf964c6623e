import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../src/locales/tell.ts';
import { assertPicturesFit, cutText, describeBytes, fitMessage } from '../../src/chat/limits.ts';

const limits = {
  attachmentBytes: 2000,
  textLength: 20,
  acknowledgeMs: 1,
  buttons: 1,
  choices: 1,
  updateEveryMs: 0,
};
const button = { id: 'a', label: 'A' };
const picture = {
  name: 'a.png',
  role: 'picture',
  alt: '',
  mediaType: 'image/png',
  data: new Uint8Array(2001),
} as const;

describe('cutText', () => {
  it.each([
    ['a cat on grass', 14, 'a cat on grass'],
    ['a cat on grass', 13, 'a cat on…'],
    ['a cat on grass', 9, 'a cat on…'],
    ['a catonthegrassofgreen', 10, 'a catonth…'],
    ['aaaaaaaa😀bb', 10, 'aaaaaaaa…'],
  ])('cuts %j to %i characters', (text, length, cut) => {
    expect(cutText(text, length)).toBe(cut);
    expect(cut.length).toBeLessThanOrEqual(length);
  });
});

describe('describeBytes', () => {
  it.each([
    [1, '1 kB'],
    [640_000, '640 kB'],
    [1_500_000, '1.5 MB'],
    [20_000_000, '20 MB'],
  ])('writes %i as %s', (bytes, words) => expect(inEnglish(describeBytes(bytes))).toBe(words));
});

describe('fitMessage', () => {
  it('leaves out what is beyond the limits and adds nothing', () => {
    const choices = [1, 2].map((number) => ({ id: String(number), number, label: 'cat' }));
    expect(
      fitMessage({ text: 'a cat on the green grass', buttons: [button, button], choices }, limits),
    ).toEqual({
      text: 'a cat on the green…',
      buttons: [button],
      choices: choices.slice(0, 1),
    });
    expect(fitMessage({ text: 'a cat' }, limits)).toEqual({ text: 'a cat' });
  });
});

describe('assertPicturesFit', () => {
  it('names the picture, its size and the limit', () => {
    expect(() => assertPicturesFit({ text: '', pictures: [picture] }, limits)).toThrow(
      'a.png is too large to be sent here: it has 3 kB, the limit is 2 kB. Ask for a smaller picture.',
    );
  });

  it('accepts a picture of exactly the limit', () => {
    const data = new Uint8Array(2000);
    expect(() => assertPicturesFit({ text: '', pictures: [{ ...picture, data }] }, limits)).not.toThrow();
  });
});
