import type { Checkpoint } from '../../models/family.ts';
import { UserError } from '../errors.ts';
import { type PromptToPromptSettings, promptToPrompt } from '../methods/prompt-to-prompt.ts';
import {
  refinementMap,
  refinementMatrix,
  replacementMap,
  type TokenizedPrompt,
  wordTokens,
} from '../methods/token-mapping.ts';
import type { StepOf } from '../planning/plan.ts';
import type { EngineResult } from './engine.ts';
import { guideBoth, PAIR_ROWS } from './guidance.ts';
import { paintFromWords, prepareWords, wordsContext } from './from-words.ts';
import { promptIds } from './prompt.ts';
import type { Order, Workshop } from './workshop.ts';

/** Paints a picture again from a changed prompt, keeping its composition: Prompt-to-Prompt. */
export async function reword(
  workshop: Workshop,
  [step]: readonly [StepOf<'reword'>],
  order: Order,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { sourcePrompt } = order;
  if (sourcePrompt === undefined)
    throw new UserError(
      'NO_PROMPT',
      'I can reword only pictures that I painted from words. Tell me what to change in it instead ("make the cat red").',
    );
  // The source is painted along, so it must be painted exactly as it was.
  const bench = await prepareWords(
    workshop,
    {
      ...order,
      settings: {
        ...order.sourceSettings,
        ...order.settings,
        seed: order.sourceSettings?.seed ?? order.settings.seed,
      },
    },
    { batch: PAIR_ROWS.length, control: true, prompt: sourcePrompt },
  );
  const tokenized = (text: string): TokenizedPrompt => tokenize(bench.checkpoint, text);
  const [source, target] = [tokenized(sourcePrompt), tokenized(step.prompt)];
  const run = promptToPrompt.start(
    wordsContext(bench, PAIR_ROWS),
    promptToPrompt.settings.parse({
      ...mapping(bench.checkpoint, source, target),
      weights: weightsOf(step, target, bench.unet.tokens),
      ...blendOf(step, source, target),
    } satisfies Partial<PromptToPromptSettings>),
  );
  const [before, after] = [await bench.encode(sourcePrompt), await bench.encode(step.prompt)];
  return paintFromWords(workshop, bench, order, {
    conditioning: [bench.none, bench.none, before, after],
    pictureOfRow: [0, 1, 0, 1],
    method: { ...run, combine: (predictions) => guideBoth(predictions, bench.settings.guidanceScale) },
    name: promptToPrompt.name,
  });
}

function tokenize(checkpoint: Checkpoint, text: string): TokenizedPrompt {
  const ids = promptIds(checkpoint, text);
  return { text: text.trim(), ids, pieces: checkpoint.text.tokenizer.pieces(ids) };
}

/** Exchanged words when the prompts have equally many, else an alignment. */
function mapping(
  { text }: Checkpoint,
  source: TokenizedPrompt,
  target: TokenizedPrompt,
): Pick<PromptToPromptSettings, 'map' | 'known'> {
  const length = text.tokens;
  if (source.text.split(' ').length === target.text.split(' ').length)
    return { map: replacementMap(source, target, length) };
  const { bos, eos } = text.tokenizer;
  const framed = ({ ids }: TokenizedPrompt): number[] => [bos, ...ids, eos];
  const refinement = refinementMap(framed(source), framed(target), length);
  return { map: refinementMatrix(refinement), known: [...refinement.known] };
}

function weightsOf(step: StepOf<'reword'>, target: TokenizedPrompt, length: number): number[] {
  const weights = Array.from({ length }, () => 1);
  for (const [words, weight] of Object.entries(step.weights ?? {}))
    for (const word of words.split(' '))
      for (const token of wordTokens(target, word)) weights[token] = weight;
  return weights;
}

function blendOf(
  step: StepOf<'reword'>,
  source: TokenizedPrompt,
  target: TokenizedPrompt,
): Partial<Pick<PromptToPromptSettings, 'blend'>> {
  const tokensOf = (prompt: TokenizedPrompt): number[] =>
    (step.blend ?? []).flatMap((words) => words.split(' ').flatMap((word) => wordTokens(prompt, word)));
  const blend = { source: tokensOf(source), target: tokensOf(target), threshold: 0.3 };
  return blend.source.length === 0 || blend.target.length === 0 ? {} : { blend };
}
