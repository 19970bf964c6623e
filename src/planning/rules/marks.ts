import type { PlanStep } from '../plan.ts';

/** Words of an instruction with their weight: "(red:1.4)" on "red". */
export interface Mark {
  readonly words: string;
  readonly mark: string;
}

const MARK = /\(([^():]{1,80}):\s*\d+(?:\.\d+)?\s*\)/gu;

/** Takes the weights out of a sentence, so that it can be read; undefined when it has none. */
export function takeMarks(
  sentence: string,
): { readonly plain: string; readonly marks: readonly Mark[] } | undefined {
  const marks = [...sentence.matchAll(MARK)].map(({ 0: mark, 1: words = '' }): Mark => ({
    words: words.trim(),
    mark,
  }));
  return marks.length === 0 ? undefined : { plain: sentence.replace(MARK, '$1'), marks };
}

/** Puts weights back to their words, where an instruction or a prompt has them: the engine reads them there. */
export function putMarks(step: PlanStep, marks: readonly Mark[]): PlanStep {
  const marked = (text: string): string =>
    marks.reduce((put, { words, mark }) => {
      const at = put.toLowerCase().indexOf(words.toLowerCase());
      return at === -1 ? put : put.slice(0, at) + mark + put.slice(at + words.length);
    }, text);
  if (step.kind === 'instruct') return { ...step, instruction: marked(step.instruction).slice(0, 400) };
  return step.kind === 'redraw' ? { ...step, prompt: marked(step.prompt).slice(0, 2000) } : step;
}
