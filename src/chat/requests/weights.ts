import { UserError } from '../../errors.ts';
import type { PlanStep, StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { PictureNode } from '../../sessions/session.ts';

/** One line of the form: words, and how much they count. */
export interface Weight {
  readonly words: string;
  /** 1 = as it was. */
  readonly weight: number;
}

const LINE = /^\s*(?<words>.*?\S)\s*[:=×]?\s+(?<weight>-?\d+(?:[.,]\d+)?)\s*$/u;
/** Strongest that a part of an edit, and a word of a prompt, can be made. */
const STRONGEST = { edit: 4, word: 5 } as const;
const WEAKEST = { edit: 0, word: -2 } as const;
/** Words of a prompt that stand for nothing one could see. */
const SMALL_WORDS = new Set(
  'a an the and or of on in at to by with from over under near next beside behind before above below is are it its one two three some'.split(
    ' ',
  ),
);
/** As many lines as a person reads at once. */
const WORDS = 12;

/** The prompt without the marks of weights: "(cat:1.3)", "cat::2". */
const plainPrompt = (prompt: string): string =>
  prompt
    .replace(/\(([^():]+):\s*\d+(?:\.\d+)?\s*\)/gu, '$1')
    .replace(/::(?:-?\d*\.?\d+)?/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();

/** What can be weighed in a picture: the parts of its edit, or the words of its prompt; empty for photos. */
export function weightsOf({ steps, prompt }: Pick<PictureNode, 'steps' | 'prompt'>): readonly Weight[] {
  const parts = steps.flatMap((step) =>
    step.kind === 'instruct' ? [{ words: step.instruction, weight: step.strength }] : [],
  );
  if (parts.length > 0) return parts;
  if (prompt === undefined) return [];
  const known = steps.find((step): step is StepOf<'reword'> => step.kind === 'reword')?.weights ?? {};
  const words = plainPrompt(prompt).match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
  return [...new Set(words.filter((word) => !SMALL_WORDS.has(word.toLowerCase())))]
    .slice(0, WORDS)
    .map((word) => ({ words: word, weight: known[word] ?? 1 }));
}

/** Writes weights as the form shows them, one a line: "make the cat blue: 1". */
export const writeWeights = (weights: readonly Weight[]): string =>
  weights.map(({ words, weight }) => `${words}: ${Number(weight.toFixed(2))}`).join('\n');

/**
 * Reads weights, one a line or with commas between: "cat: 1.4, dog 0.6".
 *
 * @param known what there is to weigh; words are found by the beginning of theirs
 * @throws {UserError} `BAD_WEIGHTS`
 */
export function readWeights(text: string, known: readonly Weight[]): readonly Weight[] {
  const lines = text.includes('\n') ? text.split('\n') : text.split(/[,;](?!\d)/u);
  const found = lines.filter((line) => line.trim() !== '').map((line) => readLine(line, known));
  return known.map((each) => found.findLast(({ words }) => words === each.words) ?? each);
}

function readLine(line: string, known: readonly Weight[]): Weight {
  const { words = '', weight = '' } = LINE.exec(line)?.groups ?? {};
  const wanted = words.toLowerCase().replace(/[:=×]$/u, '');
  const meant =
    known.find((each) => each.words.toLowerCase() === wanted) ??
    known.find((each) => each.words.toLowerCase().includes(wanted));
  const value = Number(weight.replace(',', '.'));
  if (wanted === '' || meant === undefined || !Number.isFinite(value))
    throw new UserError(
      'BAD_WEIGHTS',
      sentence('weights.unreadable', {
        line: line.trim().slice(0, 60),
        example: `${known[0]?.words ?? 'cat'}: 1.5`,
      }),
    );
  return { words: meant.words, weight: value };
}

/**
 * The steps that paint a picture again with other weights.
 *
 * @throws {UserError} `BAD_WEIGHTS` when one is out of its range
 */
export function weighedSteps(
  { steps, prompt = '' }: Pick<PictureNode, 'steps' | 'prompt'>,
  weights: readonly Weight[],
): readonly PlanStep[] {
  const kind = steps.some((step) => step.kind === 'instruct') ? 'edit' : 'word';
  for (const { words, weight } of weights) {
    if (weight >= WEAKEST[kind] && weight <= STRONGEST[kind]) continue;
    throw new UserError(
      'BAD_WEIGHTS',
      sentence('weights.outOfRange', {
        words,
        least: WEAKEST[kind],
        most: STRONGEST[kind],
        weight: String(weight),
      }),
    );
  }
  const weightFor = (words: string) => weights.find((each) => each.words === words)?.weight ?? 1;
  if (kind === 'edit')
    return steps.flatMap((step): readonly PlanStep[] => {
      if (step.kind !== 'instruct') return [step];
      const strength = weightFor(step.instruction);
      // A part without any weight is left out: it is not done at all.
      return strength === 0 ? [] : [{ ...step, strength }];
    });
  const changed = weights.filter(({ weight }) => weight !== 1);
  return [
    {
      kind: 'reword',
      edit: 'reweight',
      prompt: plainPrompt(prompt),
      weights: Object.fromEntries(changed.map(({ words, weight }) => [words, weight])),
    },
  ];
}
