import { UserError } from '../../errors.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { captionAfter } from '../../sessions/caption.ts';
import type { PictureNode } from '../../sessions/session.ts';
import type { Services } from '../command.ts';
import { readsLikePrompt } from './reads-like-prompt.ts';

/**
 * What a picture shall show, from what it shows and what was said: "make the cat a tiger" on "a cat on grass" gives
 * "a tiger on grass". A language model writes it where there is one; else the plan's steps are put into the caption.
 * Words that describe a picture are the caption themselves.
 */
export async function targetCaption(
  { planner }: Pick<Services, 'planner'>,
  { caption, objects = [], width, height }: Pick<PictureNode, 'caption' | 'objects' | 'width' | 'height'>,
  said: string,
): Promise<{ readonly caption: string; readonly by: string }> {
  const context = { hasPicture: true, caption, objects, size: { width, height } };
  const written = readsLikePrompt(said) ? undefined : await planner.writeCaption?.(said, context);
  if (written !== undefined) return { caption: written, by: planner.name };
  if (readsLikePrompt(said)) return { caption: said, by: 'rules' };
  const steps = await planned(() => planner.plan(said, context));
  const isChange = steps.length > 0 && steps.every(({ kind }) => CHANGES.has(kind));
  return { caption: isChange ? captionAfter(caption, steps) : said, by: 'rules' };
}

const CHANGES: ReadonlySet<PlanStep['kind']> = new Set(['instruct', 'place', 'reword', 'redraw']);

/** Words in which no planner finds a change are a caption: no mistake. */
async function planned(
  plan: () => Promise<{ readonly plan: { readonly steps: readonly PlanStep[] } }>,
): Promise<readonly PlanStep[]> {
  try {
    return (await plan()).plan.steps;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
