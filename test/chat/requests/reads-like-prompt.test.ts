import { describe, expect, it } from 'vitest';
import { readsLikePrompt } from '../../../src/chat/requests/reads-like-prompt.ts';

describe('readsLikePrompt', () => {
  it.each(['a cat on grass', 'two dogs', 'cat on a sofa', 'the red car in the snow', 'an apple'])(
    '%s: yes',
    (words) => expect(readsLikePrompt(words)).toBe(true),
  );
  it.each(['hello', 'what can you do?', 'a cat?', 'thanks', 'undo', 'how are you on this day', ''])(
    '"%s": no',
    (words) => expect(readsLikePrompt(words)).toBe(false),
  );
});
