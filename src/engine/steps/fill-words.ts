import { UserError } from '../../errors.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';

/** What a place shall show: an inpainting model reads captions, no instructions. */
export interface FillWords {
  readonly prompt: string;
  /** What shall be gone. */
  readonly absent?: string;
  /** Share of the steps that run: below 1 what was there shows through. */
  readonly strength: number;
}

/** A thing that keeps its shape is painted over what is there, not from nothing. */
const KEEPING_SHAPE = 0.75;

/**
 * Turns an instruction into what its place shall show.
 *
 * @param hasMask  the person has drawn where it shall be
 * @throws {UserError} `NOT_IN_A_PLACE` for a change of the whole picture
 */
export function fillWords(step: StepOf<'instruct'>, model: string, hasMask = false): FillWords {
  const { action, keyword, instruction, scope } = step;
  if (scope === 'global' && !hasMask)
    throw new UserError('NOT_IN_A_PLACE', sentence('edit.fillsOnly', { model }));
  const target = step.target ?? '';
  const onto =
    step.object?.noun === undefined || step.object.noun === keyword ? '' : ` on the ${step.object.noun}`;
  switch (action) {
    case 'replace':
      return { prompt: withArticle(target || keyword), strength: 1 };
    case 'add':
      return { prompt: `${withArticle(target || keyword)}${onto}`, strength: 1 };
    case 'remove':
      return { prompt: 'empty background', absent: keyword, strength: 1 };
    case 'background':
      return { prompt: target || instruction, strength: 1 };
    case 'recolor':
      return { prompt: withArticle(`${target} ${keyword}`.trim()), strength: KEEPING_SHAPE };
    case 'resize':
    case 'change':
      return {
        prompt: target === '' ? instruction : `${withArticle(keyword)}, ${target}`,
        strength: KEEPING_SHAPE,
      };
    case 'style':
      return { prompt: target || instruction, strength: KEEPING_SHAPE };
    default:
      return { prompt: instruction, strength: 1 };
  }
}

/** "horse" → "a horse"; what has one, or is many, stays. */
function withArticle(words: string): string {
  if (/^(?:an?|the|some|two|three|many|his|her|its)\s/iu.test(words) || /s$/iu.test(words)) return words;
  return `${/^[aeiou]/iu.test(words) ? 'an' : 'a'} ${words}`;
}
