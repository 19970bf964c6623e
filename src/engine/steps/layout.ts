import { findTokens } from '../../models/clip-tokenizer.ts';
import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { methods } from '../../methods/index.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import { filledGrid, type Grid } from '../../tensor/grid.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';
import { assertOffers } from '../run/denoiser.ts';
import { classifierFreeGuidance } from '../run/guidance.ts';
import type { EngineResult } from '../engine.ts';
import { paintFromWords, prepareWords, type PaintSetup, wordsContext } from './from-words.ts';
import { coveredCells, encodeGround, GROUND_ROWS, groundWords, withGround } from './layout-ground.ts';
import { promptIds } from '../run/prompt.ts';
import { weighEmbeddings, weightedIds } from '../run/prompt-weights.ts';
import type { RunRequest, Components } from '../components.ts';

const ROWS = ['none', 'text'] as const;
/** Pixels per side of a painted mask before it is brought to the latents' size. */
const MASK_SIDE = 512;

/** w^c and w^s of the authors' demo. */
const PAPER = { crossWeight: 1, selfWeight: 0.3 } as const;

/** Paints segments with words: DenseDiffusion. */
export async function layout(
  components: Components,
  [step]: readonly [StepOf<'layout'>],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  // Before its words are looked for: other tokenizers cut phrases otherwise.
  assertOffers(components.imageModel, 'cross');
  const { ground = 0, ...modulation } = asItsCardSays(components, step);
  const isOff = step.weights?.crossWeight === 0 && step.weights.selfWeight === 0;
  const segmentMasks = step.segments.map((segment) => segmentMask(segment, request));
  const spans = phraseSpans(components.imageModel, step);
  const groundOf = groundWords(components.imageModel, step.prompt, new Set(spans.flatMap(positions)));
  const hasGround = !isOff && ground > 0 && groundOf.ids.length > 0;
  const names = hasGround ? GROUND_ROWS : ROWS;
  const setup = await prepareWords(components, request, {
    batch: names.length,
    control: true,
    prompt: step.prompt,
  });
  const text = isOff ? await setup.encode(step.prompt) : await splicedEmbeddings(setup, step, spans);
  const context = wordsContext(setup, names);
  const covered = coveredCells(segmentMasks, context.latents);
  const segments = segmentMasks.map((mask, index) => ({ tokens: positions(spans[index]), mask }));
  const run = methods.denseDiffusion.start(
    context,
    methods.denseDiffusion.settings.parse({ segments, ...modulation }),
  );
  return paintFromWords(components, setup, request, {
    conditioning: hasGround ? [setup.none, await encodeGround(setup, groundOf), text] : [setup.none, text],
    method: {
      ...run,
      combine: (predictions, { index, count }) =>
        hasGround && covered !== undefined && index < ground * count
          ? classifierFreeGuidance(withGround(predictions, covered), ROWS, setup.scale)
          : classifierFreeGuidance(predictions, names, setup.scale),
    },
    name: methods.denseDiffusion.name,
  });
}

/** The weights that were asked for, or the paper's, times what the checkpoint's card says it needs. */
function asItsCardSays({ imageModel }: Components, { weights }: StepOf<'layout'>) {
  const { crossFactor = 1, selfFactor = 1, ...schedule } = imageModel.card.defaults.layout ?? {};
  return {
    crossWeight: (weights?.crossWeight ?? PAPER.crossWeight) * crossFactor,
    selfWeight: (weights?.selfWeight ?? PAPER.selfWeight) * selfFactor,
    ...schedule,
  };
}

type Span = readonly [from: number, length: number] | undefined;

/**
 * Where each segment's words stand in the prompt. The n-th segment with the same words takes the n-th occurrence
 * (the authors' code gives all of them the first).
 *
 * @throws {UserError} `PHRASE_MISSING` naming the words that are not in the prompt
 */
function phraseSpans(checkpoint: Checkpoint, step: StepOf<'layout'>): Span[] {
  const ids = promptIds(checkpoint, step.prompt);
  const next = new Map<string, number>();
  return step.segments.map(({ words }): Span => {
    const phrase = promptIds(checkpoint, words);
    if (phrase.length === 0) return undefined;
    const key = phrase.join(' ');
    const again = findTokens(ids, phrase, next.get(key) ?? 0);
    const at = again === -1 ? findTokens(ids, phrase) : again;
    if (at === -1)
      throw new UserError(
        'PHRASE_MISSING',
        sentence('layout.wordsMissing', {
          words,
          prompt: step.prompt,
        }),
      );
    next.set(key, at + phrase.length);
    return [at + 1, phrase.length];
  });
}

const positions = (span: Span): number[] =>
  span === undefined ? [] : Array.from({ length: span[1] }, (_, offset) => span[0] + offset);

/** The cells of a segment: as it was painted, else its box. */
export function segmentMask(
  { box, mask }: StepOf<'layout'>['segments'][number],
  { masks }: RunRequest,
): Grid {
  const painted = mask === undefined ? undefined : masks?.[mask];
  if (painted === undefined) return boxMask(box ?? [0, 0, 1, 1]);
  return { ...painted, data: painted.data.map((value) => (value > 0.5 ? 1 : 0)) };
}

function boxMask([x, y, width, height]: readonly [number, number, number, number]): Grid {
  const grid = filledGrid(MASK_SIDE, MASK_SIDE, 0);
  const [left, right] = [Math.round(x * MASK_SIDE), Math.round((x + width) * MASK_SIDE)];
  for (
    let row = Math.round(y * MASK_SIDE);
    row < Math.round((y + height) * MASK_SIDE) && row < MASK_SIDE;
    row++
  )
    grid.data.fill(1, row * MASK_SIDE + Math.max(0, left), row * MASK_SIDE + Math.min(MASK_SIDE, right));
  return grid;
}

/** Each segment's words are encoded on their own and put in place of their tokens, as the authors' code does. */
async function splicedEmbeddings(
  setup: PaintSetup,
  step: StepOf<'layout'>,
  spans: readonly Span[],
): Promise<Conditioning> {
  const { ids, weights } = weightedIds(setup.checkpoint, step.prompt);
  const whole = await setup.encodeIds(ids);
  const [, tokens = 0, width = 0] = whole.embeddings.dims;
  const data = whole.embeddings.data.slice();
  for (const [index, span] of spans.entries()) {
    if (span === undefined) continue;
    const words = promptIds(setup.checkpoint, (step.segments[index] as { words: string }).words);
    const own: Tensor = (await setup.encodeIds(words)).embeddings;
    data.set(own.data.subarray(width, (1 + span[1]) * width), span[0] * width);
  }
  return weighEmbeddings({ ...whole, embeddings: tensor([1, tokens, width], data) }, weights);
}
