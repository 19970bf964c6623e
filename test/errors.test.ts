import { describe, expect, it } from 'vitest';
import { ConfigError, inSentences, PlatformError } from '../src/errors.ts';

describe('inSentences', () => {
  it.each([
    ['the line broke', 'Try again.', 'web: the line broke. Try again.'],
    ['the line broke.', 'Try again.', 'web: the line broke. Try again.'],
    ['who is there?', 'Try again.', 'web: who is there? Try again.'],
  ])('says what went wrong and what to do: %s', (message, hint, said) => {
    expect(inSentences(new PlatformError('web', message, { hint }))).toBe(said);
  });

  it('says only what went wrong where nothing can be done', () => {
    expect(inSentences(new ConfigError(['PORT is not a number']))).toBe(
      'configuration: PORT is not a number',
    );
  });
});
