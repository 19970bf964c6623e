/**
 * Instance moves by gradient guidance, as Palaev et al. 2024 make them: the source is painted again from its prompt
 * and seed, and beside it the edit, which the gradient of the move's energies steers.
 */
import { findTokens } from '../../models/clip-tokenizer.ts';
import type { Checkpoint } from '../../models/family.ts';
import type { Box } from '../../detection/detector.ts';
import { singularNoun } from '../../detection/nouns.ts';
import type { Mask, RgbImage } from '../../image/image.ts';
import { changedShare, compositeByMask, featherMask } from '../../image/masks.ts';
import type { Placement } from '../../image/paste.ts';
import { resizeImage } from '../../image/resize.ts';
import { methods } from '../../methods/index.ts';
import type { InstanceGuidanceSettings } from '../../methods/instance-guidance.ts';
import type { Rectangle } from '../../methods/instance-energies.ts';
import type { Guidance, GuidanceReading } from '../../methods/method.ts';
import type { StepOf } from '../../planning/plan.ts';
import { sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { concat, rows, type Tensor, tensor, weightedSum } from '../../tensor/tensor.ts';
import type { Step } from '../../sampling/sampler.ts';
import { noiseProcess } from '../../sampling/noise-process.ts';
import { parseSchedulerConfig } from '../../sampling/scheduler-config.ts';
import type { EngineResult } from '../engine.ts';
import { guideBoth, PAIR_ROWS } from '../run/guidance.ts';
import { paintFromWords, prepareWords, type PaintSetup, wordsContext } from './from-words.ts';
import { othersIn } from '../masks/neighbours.ts';
import { promptIds } from '../run/prompt.ts';
import { refusalOf } from '../run/denoiser.ts';
import { type DenoiserGradient, guidedParts, openDenoiserGradient } from '../run/denoiser-gradient.ts';
import type { RunRequest, Components } from '../components.ts';

/** Share of the picture's longer side over which the edit fades into its surroundings. */
const FEATHER = 1 / 32;

export interface GuidedMove {
  readonly box: Box;
  readonly placement: Placement;
  readonly source: RgbImage;
  /** Deviations from the method's defaults. */
  readonly settings?: Partial<InstanceGuidanceSettings> | undefined;
}

/** Why a move cannot be made by gradients, in a sentence for the user; `undefined` when it can. */
export function reasonAgainstGuidance(
  { imageModel }: Components,
  step: StepOf<'place'>,
  request: RunRequest,
  boxes: readonly Box[],
): Said | undefined {
  const { sourcePrompt } = request;
  if (!imageModel.denoiser.offers.includes('cross')) return refusalOf(imageModel);
  if (step.operation !== 'move')
    return sentence('move.gradientsMove', {
      operation: step.operation,
    });
  if (boxes.length !== 1) return sentence('move.gradientsOne');
  if (sourcePrompt === undefined) return sentence('move.notFromWords');
  if (tokensOf(imageModel, sourcePrompt, step.object.noun).length === 0)
    return sentence('move.notNamed', { name: word(step.object.noun) });
  return undefined;
}

/** Moves one object of a picture that was painted from words. */
export async function moveByGuidance(
  components: Components,
  step: StepOf<'place'>,
  request: RunRequest,
  move: GuidedMove,
): Promise<Omit<EngineResult, 'seconds'>> {
  const prompt = request.sourcePrompt as string;
  const settings = { ...request.settings, ...request.sourceSettings };
  const setup = await prepareWords(
    components,
    { ...request, settings },
    { batch: PAIR_ROWS.length, control: false, prompt },
  );
  const [, , height, width] = setup.latentDims;
  const parts = guidedParts(setup.checkpoint, { height, width });
  const run = methods.instanceGuidance.start(
    wordsContext(setup, PAIR_ROWS),
    methods.instanceGuidance.settings.parse({
      ...parts,
      ...rectanglesOf(move, await othersIn(components, request, move.source, [move.box])),
      tokens: tokensOf(setup.checkpoint, prompt, step.object.noun),
      ...move.settings,
    }),
  );
  const text = await setup.encode(prompt);
  const { guidance } = run;
  const gradient =
    guidance &&
    (await openDenoiserGradient(components.cache, setup.checkpoint, { height, width }, guidance, {
      conditioning: text,
      image: setup.checkpoint.edits === 'none' ? undefined : tensor(setup.latentDims),
      picture: setup.settings,
    }));
  const painted = await paintFromWords(components, setup, request, {
    conditioning: [setup.none, setup.none, text, text],
    pictureOfRow: [0, 1, 0, 1],
    method: { combine: (predictions) => guideBoth(predictions, setup.scale) },
    ...(guidance && gradient ? { steer: steering(setup, guidance, gradient) } : {}),
    name: request.settings.method ?? methods.instanceGuidance.name,
  });
  return withSurroundings(painted, step, move);
}

/** Adds the gradient to the edit's noise prediction, in the terms in which the network predicts. */
function steering({ checkpoint }: PaintSetup, guidance: Guidance, gradient: DenoiserGradient) {
  const process = noiseProcess(parseSchedulerConfig(checkpoint.scheduler));
  return async (prediction: Tensor, input: Tensor, step: Step): Promise<Tensor> => {
    if (!guidance.isOn(step)) return prediction;
    const [source, edit] = [rows(input, 0, 1), rows(input, 1, 2)];
    const { feature: reference } = await gradient.read(source, step.timestep);
    const reading: GuidanceReading = { ...(await gradient.read(edit, step.timestep)), reference };
    const slope = await gradient.pull(edit, step.timestep, guidance.cotangents(reading, step));
    // What is not a number would spoil the picture: such a step goes unguided, as in the released code.
    if (!slope.data.every(Number.isFinite)) return prediction;
    const own = rows(prediction, 1, 2);
    const factor = process.outputPerNoise(step.sigma);
    const size = Math.abs(factor) * rootMeanSquare(slope);
    const share = Math.min(1, (guidance.limit * rootMeanSquare(own)) / Math.max(size, Number.MIN_VALUE));
    const steered = weightedSum([1, own], [factor * share, slope]);
    return concat([rows(prediction, 0, 1), steered], 0);
  };
}

const rootMeanSquare = ({ data }: Tensor): number =>
  Math.sqrt(data.reduce((sum, value) => sum + value ** 2, 0) / data.length);

/** Positions in the prompt (the start token is 0) of every time that the noun is named, in singular or plural. */
function tokensOf(checkpoint: Checkpoint, prompt: string, noun: string): number[] {
  const { text } = checkpoint;
  const ids = promptIds(checkpoint, prompt);
  const spellings = [...new Set([noun, singularNoun(noun), `${noun}s`])].map((spelling) =>
    text.tokenizer.tokenize(spelling),
  );
  const found = new Set<number>();
  for (const phrase of spellings)
    for (let at = findTokens(ids, phrase); at !== -1; at = findTokens(ids, phrase, at + 1))
      phrase.forEach((_, offset) => found.add(at + offset + 1));
  return [...found].sort((a, b) => a - b);
}

function rectanglesOf(
  { box, placement, source }: GuidedMove,
  others: readonly Box[],
): { readonly from: Rectangle; readonly to: Rectangle; readonly others: Rectangle[] } {
  const share = ([x, y, width, height]: Box): Rectangle => ({
    x: x / source.width,
    y: y / source.height,
    width: width / source.width,
    height: height / source.height,
  });
  return { from: share(box), to: share(targetBox(box, placement)), others: others.map(share) };
}

const targetBox = ([x, y, width, height]: Box, { from, to }: Placement): Box => [
  x + to.x - from.x,
  y + to.y - from.y,
  width,
  height,
];

/** Outside both places the source stays, bit for bit. */
async function withSurroundings(
  painted: Omit<EngineResult, 'seconds'>,
  step: StepOf<'place'>,
  { box, placement, source }: GuidedMove,
): Promise<Omit<EngineResult, 'seconds'>> {
  const edited = await resizeImage(painted.picture as RgbImage, source);
  const mask: Mask = {
    width: source.width,
    height: source.height,
    data: new Float32Array(source.width * source.height),
  };
  for (const [x, y, width, height] of [box, targetBox(box, placement)])
    for (let row = Math.max(0, Math.floor(y)); row < Math.min(source.height, Math.ceil(y + height)); row++)
      mask.data.fill(
        1,
        row * source.width + Math.max(0, Math.floor(x)),
        row * source.width + Math.min(source.width, Math.ceil(x + width)),
      );
  const soft = featherMask(mask, Math.round(FEATHER * Math.max(source.width, source.height)));
  const picture = compositeByMask(source, edited, soft);
  return {
    ...painted,
    picture,
    masks: [{ instruction: step.instruction, keyword: step.object.noun, mask }],
    changed: changedShare(source, picture),
  };
}
