import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../tools/golden/comparison.ts';
import { once } from '../../../tools/golden/networks.ts';
import {
  buildCLIPImage,
  buildCLIPWords,
  clipWeights,
  parseCLIPConfig,
} from '../../../tools/eval/similarity/clip-model.ts';
import { buildDinov2, dinov2Weights, parseDinov2Config } from '../../../tools/eval/similarity/dinov2.ts';
import { openSafetensors, readTensor, storedTensors } from '../../../src/compiler/safetensors.ts';
import { integersFeed } from '../../../src/runtime/network.ts';

const golden = fileURLToPath(new URL('../../golden/similarity', import.meta.url));
const configOf = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(`${golden}/${name}/config.json`, 'utf8'));
const storedOf = async (name: string) =>
  storedTensors(await openSafetensors(`${golden}/${name}/model.safetensors`));
const goldOf = async (name: string) => {
  const file = await openSafetensors(`${golden}/${name}/golden.safetensors`);
  return (key: string) => readTensor(file, key);
};
const LIMIT = 1e-4;

describe('buildDinov2', () => {
  it.each(['dinov2', 'dinov2-swiglu'])(
    'computes what transformers computes, at any size: %s',
    async (name) => {
      const gold = await goldOf(name);
      const config = parseDinov2Config(await configOf(name));
      const weights = dinov2Weights(await storedOf(name));
      for (const side of [28, 35, 21]) {
        const keys = ['last_hidden_state', 'pooler_output'] as const;
        const feeds = { pixel_values: await gold(`${side}/pixel_values`) };
        const got = await once(buildDinov2(config, weights, { side }), feeds, keys);
        for (const key of keys) {
          const { error, where } = compare(key, got[key], await gold(`${side}/${key}`), LIMIT);
          expect(error, `${key} at ${side}: ${where}`).toBeLessThan(LIMIT);
        }
      }
    },
  );

  it('names a field that it does not know', async () => {
    const config = { ...((await configOf('dinov2')) as object), register_tokens: 4 };
    expect(() => parseDinov2Config(config)).toThrow("the unknown field 'register_tokens'");
  });
});

describe('buildCLIPImage and buildCLIPWords', () => {
  it('compute what transformers computes', async () => {
    const gold = await goldOf('clip');
    const config = parseCLIPConfig(await configOf('clip'));
    const weights = clipWeights(await storedOf('clip'));
    const image = await once(buildCLIPImage(config, weights), { pixel_values: await gold('pixel_values') }, [
      'image_embeds',
    ]);
    const ids = [38, 5, 17, 2, ...Array.from({ length: 6 }, () => 39)];
    const feeds = { input_ids: integersFeed(ids, [1, 10]), eos_position: integersFeed([4]) };
    const text = await once(buildCLIPWords(config, weights), feeds, ['text_embeds']);
    for (const [key, got] of Object.entries({ ...image, ...text })) {
      const { error, where } = compare(key, got, await gold(key), LIMIT);
      expect(error, `${key}: ${where}`).toBeLessThan(LIMIT);
    }
  });

  it('refuse what is no CLIP', async () => {
    expect(() => parseCLIPConfig({ model_type: 'siglip' })).toThrow('CLIPModel config');
  });
});
