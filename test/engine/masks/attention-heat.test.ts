import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { wordHeat } from '../../../src/engine/masks/attention-heat.ts';
import { generate } from '../../../src/engine/steps/generate.ts';
import { inspect } from '../../../src/engine/steps/inspect.ts';
import { createNetworkCache } from '../../../src/engine/run/networks.ts';
import type { RunRequest, Components } from '../../../src/engine/components.ts';
import type { RgbImage } from '../../../src/image/image.ts';
import { quietRequest } from '../../fakes/run-request.ts';

// Whole runs of a model: a busy machine takes minutes.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const PROMPT = 'a red car on the road';
const settings = { seed: 11, steps: 4, width: 128, height: 128 };

const cache = createNetworkCache(2 ** 33, { threads: 1 });
let components: Components;
let source: RgbImage;
const requestOf = (more: Partial<RunRequest> = {}): RunRequest => quietRequest({ source, settings, ...more });
const painted = { sourcePrompt: PROMPT, sourceSettings: settings };

beforeAll(async () => {
  const checkpoint = await openCheckpoint(join(import.meta.dirname, '../../../models/pocket'));
  components = { cache, imageModel: checkpoint, editModel: checkpoint, fused: true };
  const first = await generate(components, [{ kind: 'generate', prompt: PROMPT }], requestOf());
  source = first.picture as RgbImage;
});
afterAll(() => cache.dispose());

describe('wordHeat', () => {
  it('shares the heat of a painted picture among the words of its prompt', async () => {
    const words = ['red', 'car', 'road', 'a', 'on', 'the'];
    const heat = await wordHeat(components, requestOf(painted), words);
    expect(heat).toMatchObject({ steps: 4, missing: [] });
    const shares = heat.words.map(({ figures }) => figures.share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    for (const { heat: map, figures } of heat.words) {
      expect([map.height, map.width]).toEqual([16, 16]);
      const [x, y, width, height] = figures.box;
      expect(figures.peak.x).toBeGreaterThanOrEqual(x);
      expect(figures.peak.x).toBeLessThanOrEqual(x + width);
      expect(figures.peak.y).toBeGreaterThanOrEqual(y);
      expect(figures.area).toBeLessThanOrEqual(width * height + 1e-9);
    }
  });

  it('follows an instruction on the edit model, and says which words are not in it', async () => {
    const heat = await wordHeat(components, requestOf(), ['car', 'zebra'], 'make the car blue');
    expect(heat.words.map(({ word }) => word)).toEqual(['car']);
    expect(heat.missing).toEqual(['zebra']);
    await expect(wordHeat(components, requestOf(), ['zebra'], 'make the car blue')).rejects.toMatchObject({
      code: 'NO_SUCH_WORD',
    });
  });

  it('takes the words alone for a photo', async () => {
    const heat = await wordHeat(components, requestOf(), ['car', 'road']);
    expect(heat.words.map(({ word }) => word)).toEqual(['car', 'road']);
  });

  it('looks for a word among the others of a caption that has it', async () => {
    const captioned = requestOf({ sourceCaption: PROMPT });
    const among = await wordHeat(components, captioned, ['car']);
    expect(among).toEqual(await wordHeat(components, requestOf(), ['car'], PROMPT));
    expect(among.words[0]?.figures.share).toBeLessThan(1);
    expect((await wordHeat(components, captioned, ['zebra'])).words[0]?.figures.share).toBe(1);
  });
});

describe('inspect', () => {
  it('gives a heat map as mask of the picture, and its numbers', async () => {
    const step = { kind: 'inspect', question: 'attention', words: ['car'] } as const;
    const { masks } = await inspect(components, [{ ...step, words: ['car'] }], requestOf(painted));
    expect(masks.map(({ keyword, mask }) => [keyword, mask.width, mask.height])).toEqual([['car', 128, 128]]);
    expect(masks[0]?.heat?.share).toBeGreaterThan(0);
    expect(Math.max(...(masks[0]?.mask.data ?? []))).toBeLessThanOrEqual(1);
  });
});
