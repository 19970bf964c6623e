import { describe, expect, it } from 'vitest';
import { describeSeconds, describeShare, pictureLine } from '../../../src/chat/painting/picture-message.ts';
import { inEnglish } from '../../../src/locales/tell.ts';
import { newPicture } from '../../sessions/nodes.ts';

describe('describeSeconds', () => {
  it.each([
    [0.04, '0.0 s'],
    [1.94, '1.9 s'],
    [12.4, '12 s'],
    [59.6, '1 min 0 s'],
    [125, '2 min 5 s'],
  ])('%d', (seconds, words) => expect(inEnglish(describeSeconds(seconds))).toBe(words));
});

describe('describeShare', () => {
  it.each([
    [0, '0 %'],
    [0.0004, 'less than 1 %'],
    [0.083, '8 %'],
    [0.997, '99 %'],
    [1, '100 %'],
  ])('%d', (share, words) => expect(inEnglish(describeShare(share))).toBe(words));
});

describe('pictureLine', () => {
  it('says number, seed, change and time', () => {
    const settings = { seed: 7 };
    expect(inEnglish(pictureLine({ ...newPicture({ settings, seconds: 1.9 }), number: 1 }))).toBe(
      '#1 · seed 7 · 1.9 s',
    );
    expect(
      inEnglish(
        pictureLine({ ...newPicture({ settings, seconds: 1.9, changed: 0.08, parent: 1 }), number: 3 }),
      ),
    ).toBe('#3 · seed 7 · changed 8 % of the picture · 1.9 s');
    expect(inEnglish(pictureLine({ ...newPicture({ steps: [] }), number: 2 }))).toBe('#2 · your picture');
  });
});
