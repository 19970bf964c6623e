import { sentence } from '../../sentence.ts';
import type { Sentence } from '../../sentence.ts';

/** What `place` of the engine knows; "copy" is the default. */
export const MOVE_METHODS = ['copy', 'copy-repaint', 'palaev', 'palaev-plus'];

/** What the way of moving means, for who has chosen one. */
export function describeMoveMethod(method: unknown): Sentence | undefined {
  if (method === 'copy')
    return sentence('Moving by copy: the object is cut out and put elsewhere; no other pixel changes.');
  if (method === 'copy-repaint')
    return sentence(
      'Moving by copy-repaint: like copy, and the model repaints the ground where the thing stood. Slower; better on clouds and textures, worse on plain ground.',
    );
  if (method === 'palaev')
    return sentence(
      'Moving by palaev: the picture is painted again and pulled by gradients, as in the paper. Slower, not exact; only for pictures painted from words.',
    );
  if (method === 'palaev-plus')
    return sentence(
      'Moving by palaev-plus: like palaev, and the object keeps its looks and its old place is emptied. Slower, not exact; only for pictures painted from words.',
    );
  return undefined;
}
