import { wasThere } from '../../detection/boxes.ts';
import { findNoun } from '../../detection/find.ts';
import { isLookable } from '../../detection/lookable.ts';
import type { RgbImage } from '../../image/image.ts';
import type { StepOf } from '../../planning/plan.ts';
import type { RunRequest, Components } from '../components.ts';
import { usesOutlines } from './mask-source.ts';
import { type Reach, reachOf } from './outlines.ts';

/**
 * True for a step that adds a thing which the detector will see: its mask is made when it is there, and until then it
 * may come anywhere.
 */
export const isAwaited = (
  { detector }: Components,
  { action, scope, keyword }: StepOf<'instruct'>,
  request: RunRequest,
): boolean =>
  detector !== undefined &&
  request.region === undefined &&
  usesOutlines(request) &&
  action === 'add' &&
  scope === 'local' &&
  isLookable(keyword.toLowerCase());

/**
 * Looks for a thing that a step has added.
 *
 * @returns where it is in the edited picture; `undefined` when there is no such thing that was not there before
 */
export async function addedReach(
  components: Components,
  step: StepOf<'instruct'>,
  request: RunRequest,
  { source, edited }: { readonly source: RgbImage; readonly edited: RgbImage },
): Promise<Reach | undefined> {
  const { detector } = components;
  if (detector === undefined) return undefined;
  const before = await findNoun(detector, source, { noun: step.keyword }, request.signal);
  const after = await findNoun(detector, edited, { noun: step.keyword }, request.signal);
  const places = before.map(({ box }) => box);
  const [added] = after.filter(({ box }) => !wasThere(box, places)).toSorted((a, b) => b.score - a.score);
  return added && reachOf(components, step, request, edited, [added.box]);
}
