import { cp, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/models/family.ts';
import { timeInput } from '../fakes/time-input.ts';
import { openCheckpoint } from '../../src/models/index.ts';
import { readLora } from '../../src/models/lora/read-lora.ts';
import { withInt8Linears } from '../../src/compiler/int8.ts';
import { pullBack } from '../../src/compiler/vjp.ts';
import { openSafetensors, readTensor } from '../../src/compiler/safetensors.ts';
import { type NewTensor, writeSafetensors } from '../../tools/safetensors-writer.ts';
import { createEngine } from '../../src/engine/index.ts';
import { silent } from '../../src/log.ts';
import { integersFeed, loadNetwork } from '../../src/runtime/network.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';

const tiny = join(import.meta.dirname, '../golden/core/models/tiny-ip2p');
const pocket = join(import.meta.dirname, '../../models/pocket');
const UNET_FILE = 'unet/diffusion_pytorch_model.safetensors';
const TEXT_FILE = 'text_encoder/model.safetensors';
const RANK = 2;

/** Layers of every kind that is trained: attention, convolutions, resnets, time, ends, and one of the text encoder. */
const ATTENTION = 'down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k';
const OUT = 'up_blocks.1.attentions.2.transformer_blocks.0.attn1.to_out.0';
const PROJ = 'mid_block.attentions.0.proj_in';
const CONV = 'down_blocks.0.resnets.1.conv1';
const TIME = 'time_embedding.linear_2';
const ENTRY = 'conv_in';
const EXIT = 'conv_out';
const SHRINK = 'down_blocks.0.downsamplers.0.conv';
const GROW = 'up_blocks.0.upsamplers.0.conv';
const SHORTCUT = 'up_blocks.1.resnets.0.conv_shortcut';
const STEP = 'mid_block.resnets.1.time_emb_proj';
const WORD = 'text_model.encoder.layers.1.self_attn.q_proj';
/** A linear layer of the pocket model that is computed with eight bits. */
const WIDE = 'up_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q';
const LAYERS = [ATTENTION, OUT, PROJ, CONV, TIME, ENTRY, EXIT, SHRINK, GROW, SHORTCUT, STEP, WORD];

/** How each program names a layer's two matrices. */
const FORMATS: Readonly<Record<string, (layer: string, part: 'down' | 'up') => string>> = {
  peft: (layer, part) =>
    `${layer === WORD ? 'text_encoder' : 'unet'}.${layer}.lora_${part === 'down' ? 'A' : 'B'}.weight`,
  'peft with a name for the adapter': (layer, part) =>
    `${layer === WORD ? 'text_encoder' : 'unet'}.${layer}.lora_${part === 'down' ? 'A' : 'B'}.default_0.weight`,
  'peft alone': (layer, part) =>
    `base_model.model.${layer === WORD ? 'text_encoder.' : ''}${layer}.lora_${part === 'down' ? 'A' : 'B'}.weight`,
  OneTrainer: (layer, part) =>
    layer === WORD
      ? `text_encoders.clip_l.transformer.${layer}.lora_${part}.weight`
      : `unet.${layer}.lora_${part}.weight`,
  'older diffusers': (layer, part) =>
    layer === WORD
      ? `text_encoder.${layer}.lora_linear_layer.${part}.weight`
      : /attn\d/u.test(layer)
        ? `unet.${layer.replace(/\.(to_\w+)(?:\.0)?$/u, '.processor.$1_lora')}.${part}.weight`
        : `unet.${layer}.lora.${part}.weight`,
  kohya: (layer, part) =>
    `lora_${layer === WORD ? 'te' : 'unet'}_${layer.replaceAll('.', '_')}.lora_${part}.weight`,
  'kohya with the first names': (layer, part) => {
    const original: Readonly<Record<string, string>> = {
      [ATTENTION]: 'lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k',
      [OUT]: 'lora_unet_output_blocks_5_1_transformer_blocks_0_attn1_to_out_0',
      [PROJ]: 'lora_unet_middle_block_1_proj_in',
      [CONV]: 'lora_unet_input_blocks_2_0_in_layers_2',
      [TIME]: 'lora_unet_time_embed_2',
      [ENTRY]: 'lora_unet_input_blocks_0_0',
      [EXIT]: 'lora_unet_out_2',
      [SHRINK]: 'lora_unet_input_blocks_3_0_op',
      [GROW]: 'lora_unet_output_blocks_2_1_conv',
      [SHORTCUT]: 'lora_unet_output_blocks_3_0_skip_connection',
      [STEP]: 'lora_unet_middle_block_2_emb_layers_1',
      [WORD]: 'lora_te1_text_model_encoder_layers_1_self_attn_q_proj',
    };
    return `${original[layer]}.lora_${part}.weight`;
  },
};

interface Pair {
  readonly up: Tensor;
  readonly down: Tensor;
}

const fileOf = (layer: string): string => join(tiny, layer === WORD ? TEXT_FILE : UNET_FILE);
const numbers = (dims: readonly number[], seed: number): Tensor => {
  const count = dims.reduce((product, size) => product * size, 1);
  return tensor(
    dims,
    Float32Array.from({ length: count }, (_, at) => 0.2 * Math.sin(seed + at * 1.7)),
  );
};

async function makePairs(seed: number): Promise<Map<string, Pair>> {
  const pairs = new Map<string, Pair>();
  for (const [index, layer] of LAYERS.entries()) {
    const { entries } = await openSafetensors(fileOf(layer));
    const [out = 0, ...inner] = entries.find(({ name }) => name === `${layer}.weight`)?.dims ?? [];
    const ones = inner.slice(1).map(() => 1);
    pairs.set(layer, {
      up: numbers([out, RANK, ...ones], seed + index),
      down: numbers([RANK, ...inner], seed + 10 + index),
    });
  }
  return pairs;
}

const float32 = (name: string, { dims, data }: Tensor): NewTensor => ({
  name,
  dtype: 'F32',
  dims,
  bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
});

async function writeLora(
  path: string,
  pairs: ReadonlyMap<string, Pair>,
  format: string,
  alpha?: number,
): Promise<void> {
  const nameOf = FORMATS[format] as (typeof FORMATS)[string];
  const tensors = [...pairs].flatMap(([layer, { up, down }]) => {
    const base = nameOf(layer, 'down').replace(/\.lora_down\.weight$/u, '');
    const matrices = [float32(nameOf(layer, 'down'), down), float32(nameOf(layer, 'up'), up)];
    return alpha === undefined
      ? matrices
      : matrices.concat(float32(`${base}.alpha`, tensor([], Float32Array.of(alpha))));
  });
  await writeSafetensors(path, tensors);
}

/** A copy of the model with the sums written into its files: what merging means, done by hand. */
async function writeMerged(
  folder: string,
  parts: readonly { pairs: ReadonlyMap<string, Pair>; scale: number }[],
): Promise<void> {
  await cp(tiny, folder, { recursive: true });
  for (const layer of LAYERS) {
    const file = await openSafetensors(join(folder, layer === WORD ? TEXT_FILE : UNET_FILE));
    const entry = file.entries.find(({ name }) => name === `${layer}.weight`);
    const { data } = await readTensor(file, `${layer}.weight`);
    for (const { pairs, scale } of parts) {
      const pair = pairs.get(layer);
      if (pair === undefined) continue;
      const { up, down } = pair;
      const inner = down.data.length / RANK;
      for (let at = 0; at < data.length; at++) {
        const [row, column] = [Math.floor(at / inner), at % inner];
        let sum = 0;
        for (let rank = 0; rank < RANK; rank++)
          sum += (up.data[row * RANK + rank] as number) * (down.data[rank * inner + column] as number);
        data[at] = (data[at] as number) + scale * sum;
      }
    }
    const handle = await open(file.path, 'r+');
    await handle.write(new Uint8Array(data.buffer), 0, data.byteLength, entry?.offset ?? 0);
    await handle.close();
  }
}

/** What a checkpoint's U-Net and text encoder make of fixed inputs. */
async function outputsOf(path: string, loras: Parameters<typeof openCheckpoint>[1] = []): Promise<number[]> {
  const { denoiser, text } = await openCheckpoint(path, loras);
  const { graph } = denoiser.graph({ batch: 1, height: 8, width: 8, tokens: 77, control: false });
  const network = await loadNetwork(graph);
  const feeds = {
    sample: numbers([1, 8, 8, 8], 3),
    time_proj: timeInput({ denoiser }, 500, 1),
    encoder_hidden_states: numbers([1, 77, 24], 4),
  };
  const { out } = await network.run(feeds, ['out']);
  await network.dispose();
  const encoder = await loadNetwork(text.encoders[0]!.graph());
  const ids = Array.from({ length: 77 }, (_, at) => (at * 13) % 1000);
  const words = { input_ids: integersFeed(ids, [1, 77]), eos_position: integersFeed([76]) };
  const { last_hidden_state: state } = await encoder.run(words, ['last_hidden_state']);
  await encoder.dispose();
  return [...out.data, ...state.data];
}

/** The gradients of a sum over a checkpoint's prediction, by its latents and its text. */
async function gradientsOf({ denoiser }: Checkpoint): Promise<number[]> {
  const size = { batch: 1, height: 8, width: 8, tokens: 77 };
  const inputs = ['sample', 'encoder_hidden_states'];
  const { graph } = denoiser.graph({ ...size, control: false, fused: false });
  const network = await loadNetwork(pullBack(graph, { outputs: ['out'], inputs }));
  const feeds = {
    sample: numbers([1, 8, 8, 8], 3),
    time_proj: timeInput({ denoiser }, 500, 1),
    encoder_hidden_states: numbers([1, 77, 24], 4),
    'cotangent.out': numbers([1, 4, 8, 8], 6),
  };
  const names = inputs.map((name) => `gradient.${name}`);
  const results = await network.run<string>(feeds, names);
  await network.dispose();
  return names.flatMap((name) => [...(results[name] as Tensor).data]);
}

const apart = (got: readonly number[], expected: readonly number[]): number =>
  Math.max(...got.map((value, at) => Math.abs(value - (expected[at] ?? Number.NaN))));

describe('withLoras', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-lora-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(Object.keys(FORMATS))('merges a LoRA in the format of %s as by hand', async (format) => {
    const pairs = await makePairs(1);
    const isKohya = format.startsWith('kohya');
    await writeLora(join(folder, 'style.safetensors'), pairs, format, isKohya ? 1 : undefined);
    await writeMerged(join(folder, 'merged'), [{ pairs, scale: 0.8 * (isKohya ? 1 / RANK : 1) }]);
    const expected = await outputsOf(join(folder, 'merged'));
    const lora = await readLora(join(folder, 'style.safetensors'));
    expect(apart(await outputsOf(tiny, [{ lora, weight: 0.8 }]), expected)).toBeLessThan(1e-4);
    expect(apart(await outputsOf(tiny), expected)).toBeGreaterThan(1e-2);
  });

  it('adds several up, each with its weight, and changes nothing at weight 0', async () => {
    const [first, second] = [await makePairs(1), await makePairs(5)];
    await writeLora(join(folder, 'a.safetensors'), first, 'peft');
    await writeLora(join(folder, 'b.safetensors'), second, 'kohya');
    await writeMerged(join(folder, 'merged'), [
      { pairs: first, scale: 0.5 },
      { pairs: second, scale: -0.3 },
    ]);
    const [a, b] = [
      await readLora(join(folder, 'a.safetensors')),
      await readLora(join(folder, 'b.safetensors')),
    ];
    const both = await outputsOf(tiny, [
      { lora: a, weight: 0.5 },
      { lora: b, weight: -0.3 },
    ]);
    expect(apart(both, await outputsOf(join(folder, 'merged')))).toBeLessThan(1e-4);
    expect(await outputsOf(tiny, [{ lora: a, weight: 0 }])).toEqual(await outputsOf(tiny));
  });

  it('gives text encoders a weight of their own', async () => {
    const pairs = await makePairs(1);
    await writeLora(join(folder, 'style.safetensors'), pairs, 'peft');
    const [words, others] = [new Map([...pairs].slice(-1)), new Map([...pairs].slice(0, -1))];
    await writeMerged(join(folder, 'merged'), [
      { pairs: words, scale: 0.25 },
      { pairs: others, scale: 0.75 },
    ]);
    const lora = await readLora(join(folder, 'style.safetensors'));
    const got = await outputsOf(tiny, [{ lora, weight: 0.75, textWeight: 0.25 }]);
    expect(apart(got, await outputsOf(join(folder, 'merged')))).toBeLessThan(1e-4);
  });

  it('lets gradients through, as by hand', async () => {
    const pairs = await makePairs(1);
    await writeLora(join(folder, 'style.safetensors'), pairs, 'peft');
    await writeMerged(join(folder, 'merged'), [{ pairs, scale: 1 }]);
    const lora = await readLora(join(folder, 'style.safetensors'));
    const pulled = await gradientsOf(await openCheckpoint(tiny, [{ lora, weight: 1 }]));
    expect(apart(pulled, await gradientsOf(await openCheckpoint(join(folder, 'merged'))))).toBeLessThan(5e-4);
  });

  it('keeps eight-bit products for the layers that a LoRA changes', async () => {
    const pairs = new Map([[WIDE, { up: numbers([96, RANK], 1), down: numbers([RANK, 96], 2) }]]);
    await writeLora(join(folder, 'style.safetensors'), pairs, 'peft');
    const lora = await readLora(join(folder, 'style.safetensors'));
    const products = async (loras: Parameters<typeof openCheckpoint>[1]): Promise<string[]> => {
      const { denoiser } = await openCheckpoint(pocket, loras);
      const { graph } = denoiser.graph({ batch: 2, height: 16, width: 16, tokens: 77, control: false });
      return withInt8Linears(graph).nodes.flatMap(({ op, name }) =>
        op === 'DynamicQuantizeMatMul' ? [name] : [],
      );
    };
    const plain = await products([]);
    expect(plain.some((name) => name.startsWith(WIDE))).toBe(true);
    expect(await products([{ lora, weight: 1 }])).toEqual(plain);
  });

  it('names what does not fit when a LoRA is for another family', async () => {
    const pairs = new Map([[ATTENTION, { up: numbers([16, RANK], 1), down: numbers([RANK, 2048], 2) }]]);
    await writeLora(join(folder, 'xl.safetensors'), pairs, 'kohya');
    const lora = await readLora(join(folder, 'xl.safetensors'));
    await expect(openCheckpoint(tiny, [{ lora, weight: 1 }])).rejects.toMatchObject({
      code: 'LORA_MISFIT',
      message:
        'The LoRA xl was made for another kind of model than tiny-ip2p: 1 of its 1 layers do not fit, for example ' +
        'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k (made for [16, 2048], here it is [16, 24]).',
    });
  });

  it('names what is no LoRA', async () => {
    await expect(readLora(join(tiny, UNET_FILE))).rejects.toThrow(
      /LoRA diffusion_pytorch_model: got the tensor \S+, expected lora_down/u,
    );
  });
});

describe('readLora', () => {
  const gold = join(import.meta.dirname, '../golden/loras');
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-lora-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(['alpha', 'rslora', 'patterns'])('reads the strength that the header says: %s', async (name) => {
    const results = await openSafetensors(join(gold, 'results.safetensors'));
    const lora = await readLora(join(gold, `${name}.safetensors`));
    const { denoiser } = await openCheckpoint(tiny, [{ lora, weight: 1 }]);
    const { graph } = denoiser.graph({ batch: 1, height: 8, width: 8, tokens: 77, control: false });
    const network = await loadNetwork(graph);
    const feeds = {
      sample: await readTensor(results, 'sample'),
      time_proj: timeInput({ denoiser }, 500, 1),
      encoder_hidden_states: await readTensor(results, 'states'),
    };
    const { out } = await network.run(feeds, ['out']);
    await network.dispose();
    const expected = await readTensor(results, `out.${name}`);
    expect(apart([...out.data], [...expected.data])).toBeLessThan(1e-4);
    const without = await readTensor(results, 'out.none');
    expect(apart([...out.data], [...without.data])).toBeGreaterThan(0.1);
  });

  /** Writes the first layer alone, its matrices changed. */
  async function writeOne(
    change: (tensors: NewTensor[]) => NewTensor[],
    metadata?: Record<string, string>,
  ): Promise<string> {
    const path = join(folder, 'one.safetensors');
    const { up, down } = (await makePairs(1)).get(ATTENTION) as Pair;
    const nameOf = FORMATS['peft'] as (typeof FORMATS)[string];
    const tensors = [float32(nameOf(ATTENTION, 'down'), down), float32(nameOf(ATTENTION, 'up'), up)];
    await writeSafetensors(path, change(tensors), metadata);
    return path;
  }
  const integers = (matrix: NewTensor): NewTensor => ({
    ...matrix,
    dtype: 'I32',
  });

  it.each<[string, RegExp, (tensors: NewTensor[]) => NewTensor[]]>([
    ['nothing at all', /^LoRA one: got no layers, expected matrices that change something$/u, () => []],
    [
      'zeros in place of what was trained',
      /^LoRA one: got nothing but zeros/u,
      ([down, up]) => [
        down as NewTensor,
        { ...(up as NewTensor), bytes: new Uint8Array(up?.bytes.length ?? 0) },
      ],
    ],
    [
      'an alpha of 0',
      /^LoRA one: got nothing but zeros/u,
      (tensors) => [...tensors, float32(`unet.${ATTENTION}.alpha`, tensor([], Float32Array.of(0)))],
    ],
    [
      'numbers of a type that is not computed with',
      /^LoRA one: got unet\.\S+\.lora_A\.weight as I32, expected F32, F16, BF16, F64, F8_E4M3, F8_E5M2$/u,
      (tensors) => tensors.map(integers),
    ],
    [
      'an alpha alone',
      /^LoRA one: got x without its up and down matrix/u,
      () => [float32('x.alpha', tensor([], Float32Array.of(1)))],
    ],
  ])('refuses %s', async (_, message, change) => {
    await expect(readLora(await writeOne(change))).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses a strength that it cannot read', async () => {
    const path = await writeOne((tensors) => tensors, {
      lora_adapter_metadata: '{"unet.lora_alpha": "much"}',
    });
    await expect(readLora(path)).rejects.toThrow('got lora_adapter_metadata that is no config of PEFT');
  });
});

describe('an engine with LoRAs', () => {
  it('paints with those a prompt names, and says which there are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limner-loras-'));
    await mkdir(join(folder, 'loras'));
    await writeLora(join(folder, 'loras/ink.safetensors'), await makePairs(1), 'peft');
    const engine = await createEngine({
      imageModel: tiny,
      editModel: tiny,
      loras: join(folder, 'loras'),
      log: silent,
    });
    const edit = (instruction: string) =>
      engine.run(
        {
          steps: [
            { kind: 'instruct', instruction, keyword: 'red', action: 'style', scope: 'global', strength: 1 },
          ],
          source: { width: 32, height: 32, data: new Uint8Array(32 * 32 * 3).fill(90) },
          settings: { seed: 1, steps: 2 },
        },
        () => undefined,
        new AbortController().signal,
      );
    const plain = Buffer.from((await edit('make it red')).picture?.data ?? []);
    const inked = Buffer.from((await edit('make it red (lora:ink:0.8)')).picture?.data ?? []);
    const none = Buffer.from((await edit('make it red (lora:ink:0)')).picture?.data ?? []);
    expect(none.equals(plain)).toBe(true);
    expect(inked.equals(plain)).toBe(false);
    await expect(edit('make it red (lora:oil)')).rejects.toMatchObject({
      code: 'NO_LORA',
      message: 'There is no LoRA "oil" here. There is: ink.',
    });
    await engine.dispose();
    await rm(folder, { recursive: true });
  });
});
