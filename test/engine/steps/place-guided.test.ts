import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import type { EngineResult } from '../../../src/engine/engine.ts';
import { generate } from '../../../src/engine/steps/generate.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import { moveByGuidance } from '../../../src/engine/steps/place-guided.ts';
import { place } from '../../../src/engine/steps/place.ts';
import { targetOf } from '../../../src/engine/steps/target-place.ts';
import { encodeText } from '../../../src/engine/run/text.ts';
import { promptIds } from '../../../src/engine/run/prompt.ts';
import { guidedParts, openDenoiserGradient } from '../../../src/engine/run/denoiser-gradient.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import { instanceEnergy, PALAEV } from '../../../src/methods/instance-energies.ts';
import type { StepOf } from '../../../src/planning/plan.ts';
import { inEnglish } from '../../../src/locales/tell.ts';
import { tensor, weightedSum } from '../../../src/tensor/tensor.ts';
import { createTorchGenerator } from '../../../src/tensor/torch-random.ts';
import { knownDetector } from '../../fakes/known-detector.ts';
import { quietRequest } from '../../fakes/run-request.ts';

const PROMPT = 'a dog on the grass and two balls';
const SIDE = 128;
const BOX = [16, 32, 48, 64] as const;
const settings = { seed: 3, steps: 4, width: SIDE, height: SIDE };
const move: StepOf<'place'> = {
  kind: 'place',
  instruction: 'move the dog right',
  object: { words: 'the dog', noun: 'dog' },
  operation: 'move',
  dx: 0.375,
};

const cache = createNetworkCache(2 ** 33, { threads: 1 });
let components: Components;
let source: RgbImage;
const requestOf = (more: Partial<RunRequest> = {}): RunRequest => quietRequest({ settings, ...more });
const fromWords = (): RunRequest => requestOf({ source, sourcePrompt: PROMPT, sourceSettings: settings });

beforeAll(async () => {
  const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
  const detector = knownDetector([{ names: ['dog'], box: BOX }], { vocabulary: ['dog'] });
  components = { cache, imageModel: checkpoint, editModel: checkpoint, detector, fused: true };
  const painted = await generate(components, [{ kind: 'generate', prompt: PROMPT }], requestOf());
  source = painted.picture as RgbImage;
});
afterAll(() => cache.dispose());

/** Largest difference of two pictures in a stretch of columns. */
function apart(a: RgbImage, b: RgbImage, from: number, to: number): number {
  const differences = a.data.map((value, at) => {
    const column = Math.floor(at / 3) % a.width;
    return column < from || column >= to ? 0 : Math.abs(value - (b.data[at] as number));
  });
  return differences.reduce((most, value) => Math.max(most, value), 0);
}

describe('openDenoiserGradient', () => {
  it('gives the slope of the energy: a small step against it lowers the energy by just so much', async () => {
    const { imageModel } = components;
    const size = { height: 16, width: 16 };
    const parts = guidedParts(imageModel, size);
    expect(parts.feature).toBe('up_blocks.2');
    const text = await encodeText(cache, imageModel, promptIds(imageModel, PROMPT));
    const gradient = await openDenoiserGradient(cache, imageModel, size, parts, {
      conditioning: text,
      image: tensor([1, 4, 16, 16]),
      picture: { width: SIDE, height: SIDE, guidanceScale: 4 },
    });
    const latents = createTorchGenerator(1).randn([1, 4, 16, 16]);
    const { feature: reference } = await gradient.read(createTorchGenerator(2).randn([1, 4, 16, 16]), 500);
    const from = { x: 0, y: 0, width: 0.5, height: 0.5 };
    const energyAt = async (at: typeof latents) =>
      instanceEnergy(
        { ...(await gradient.read(at, 500)), reference },
        { from, to: { ...from, x: 0.5 }, others: [{ ...from, y: 0.5 }], tokens: [2] },
        { ...PALAEV, identity: 5, hole: 3 },
      );
    const energy = await energyAt(latents);
    const slope = await gradient.pull(latents, 500, energy);
    const steepness = slope.data.reduce((sum, value) => sum + value ** 2, 0);
    const step = 2e-2 / Math.sqrt(steepness);
    const up = await energyAt(weightedSum([1, latents], [step, slope]));
    const down = await energyAt(weightedSum([1, latents], [-step, slope]));
    expect((up.value - down.value) / (2 * step) / steepness).toBeCloseTo(1, 2);
  });
});

function guided(scale: number): Promise<Omit<EngineResult, 'seconds'>> {
  const { placement } = targetOf(move, BOX, source);
  return moveByGuidance(components, move, fromWords(), { box: BOX, placement, source, settings: { scale } });
}

describe('moveByGuidance', () => {
  it('paints the source again when its scale is 0', async () => {
    const { picture } = await guided(0);
    // Four rows in a batch are computed by other kernels than two.
    expect(apart(picture as RgbImage, source, 0, SIDE)).toBeLessThanOrEqual(1);
  });

  it('changes both places and nothing far from them', async () => {
    const { picture, masks, method } = await guided(300);
    expect(method).toBe('palaev');
    expect(apart(picture as RgbImage, source, 16, 112)).toBeGreaterThan(10);
    expect(apart(picture as RgbImage, source, 0, 8)).toBe(0);
    const share = (masks[0]?.mask.data ?? []).filter((value) => value === 1).length / SIDE ** 2;
    expect(share).toBeCloseTo((96 * 64) / SIDE ** 2, 6);
  });
});

describe('place with the method palaev', () => {
  it('moves by gradients what was painted from words', async () => {
    const request = { ...fromWords(), settings: { ...settings, method: 'palaev-plus' } };
    const { method, notes } = await place(components, [{ ...move, dx: 0.9 }], request);
    expect(method).toBe('palaev-plus');
    expect(notes.map(inEnglish)).toEqual([
      'The dog stays inside the picture: I moved it as far as the edge.',
    ]);
  });

  it.each([
    ['a photo', { sourcePrompt: undefined }, move, /not painted from words/u],
    ['words without the object', { sourcePrompt: 'a cat' }, move, /do not name the dog/u],
    ['another operation', {}, { ...move, operation: 'duplicate' as const }, /\(duplicate\) by copying/u],
  ])('copies and says why: %s', async (_, more, step, sentence) => {
    const request = { ...fromWords(), ...more, settings: { ...settings, method: 'palaev' } };
    const { method, notes } = await place(components, [step], request);
    expect(method).toBe('instance-copy');
    expect(notes.map(inEnglish).join(' ')).toMatch(sentence);
  });
});
