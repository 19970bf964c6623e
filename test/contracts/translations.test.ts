import { describe, expect, it } from 'vitest';
import { translationProblems } from './translations.contract.ts';

describe('the contract of translations', () => {
  it('passes what is right', () =>
    expect(
      translationProblems('de', {
        'I see {labels}.': 'Ich sehe {labels}.',
        '{count} {count|one:picture|other:pictures}': '{count} {count|one:Bild|other:Bilder}',
        '{kilobytes} kB': '{kilobytes} kB',
        robot: 'robot',
      }),
    ).toEqual([]));
  it.each([
    ['I see {labels}.', 'Ich sehe {label}.', /placeholders label, expected labels/u],
    ['I see {labels}.', 'Ich sehe nichts.', /placeholders , expected labels/u],
    ['{count|one:picture|other:pictures}', '{count|one:Bild}', /no variant "other"/u],
    [
      '{count|one:picture|other:pictures}',
      '{count|few:Bild|other:Bilder}',
      /variant few, which de does not use/u,
    ],
    ['Nothing came out differently.', 'Nothing came out differently.', /still English/u],
    ['Undo', ' ', /is empty/u],
  ])('rejects %s → %s', (english, translation, problem) =>
    expect(translationProblems('de', { [english]: translation }).join()).toMatch(problem),
  );
});
