import type { PictureNode } from '../../sessions/session.ts';

/** The prompt from which a picture can be painted again just as it is: words alone made it, no layout, no attention. */
export const paintedFrom = ({ prompt, steps }: Pick<PictureNode, 'prompt' | 'steps'>): string | undefined =>
  steps.every(({ kind }) => kind === 'generate') ? prompt : undefined;
