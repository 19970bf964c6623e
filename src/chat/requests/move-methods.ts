import { sentence } from '../../sentence.ts';
import type { Sentence } from '../../sentence.ts';

/** What `place` of the engine knows; "copy" is the default. */
export const MOVE_METHODS = ['copy', 'copy-repaint', 'palaev', 'palaev-plus'];

/** What the way of moving means, for who has chosen one. */
export function describeMoveMethod(method: unknown): Sentence | undefined {
  if (method === 'copy') return sentence('moving.copy');
  if (method === 'copy-repaint') return sentence('moving.copyRepaint');
  if (method === 'palaev') return sentence('moving.palaev');
  if (method === 'palaev-plus') return sentence('moving.palaevPlus');
  return undefined;
}
