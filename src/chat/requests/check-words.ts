import type { PlanStep } from '../../planning/plan.ts';
import { readInVocabulary } from '../../vocabulary/vocabulary.ts';
import type { UnknownWord, Vocabulary, VocabularyReading } from '../../vocabulary/vocabulary.ts';

/** Steps, held against what the checkpoint that paints them can draw. */
export interface CheckedSteps {
  /** In the words of the vocabulary: "puppy" has become "dog". */
  readonly steps: readonly PlanStep[];
  /** The same with the nearest in place of what cannot be drawn; absent when something has no nearest. */
  readonly nearest?: readonly PlanStep[] | undefined;
  readonly taken: VocabularyReading['taken'];
  readonly unknown: readonly UnknownWord[];
  readonly unused: readonly string[];
}

/** Every text of a step that names things to be drawn, rewritten by `change`. */
function mapWords(step: PlanStep, change: (text: string) => string): PlanStep {
  switch (step.kind) {
    case 'generate':
    case 'redraw':
    case 'reword':
      return { ...step, prompt: change(step.prompt) };
    case 'layout':
      return {
        ...step,
        prompt: change(step.prompt),
        segments: step.segments.map((segment) => ({ ...segment, words: change(segment.words) })),
      };
    case 'instruct': {
      const { target, instruction, action } = step;
      if (target === undefined || action === 'resize' || action === 'change') return step;
      const drawn = change(target);
      return { ...step, target: drawn, instruction: instruction.replace(target, drawn) };
    }
    default:
      return step;
  }
}

/** Holds the words that steps would draw against a vocabulary. */
export function checkWords(steps: readonly PlanStep[], vocabulary: Vocabulary): CheckedSteps {
  const readings = new Map<string, VocabularyReading>();
  const read = (text: string): VocabularyReading => {
    const known = readings.get(text) ?? readInVocabulary(text, vocabulary);
    readings.set(text, known);
    return known;
  };
  const inVocabulary = steps.map((step) => mapWords(step, (text) => read(text).text));
  const nearest = steps.map((step) => mapWords(step, (text) => read(text).nearest ?? read(text).text));
  const all = [...readings.values()];
  const isReachable = all.every((reading) => reading.unknown.length === 0 || reading.nearest !== undefined);
  return {
    steps: inVocabulary,
    nearest: isReachable ? nearest : undefined,
    taken: distinct(all.flatMap(({ taken }) => taken)),
    unknown: distinct(all.flatMap(({ unknown }) => unknown)),
    unused: [...new Set(all.flatMap(({ unused }) => unused))],
  };
}

/** Each word once: a layout says its words in the prompt and in a segment. */
const distinct = <T extends { readonly word: string }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((each) => [each.word, each])).values(),
];
