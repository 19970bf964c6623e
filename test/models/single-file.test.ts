import { cp, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { unetConfig, byName } from '../../src/models/single-file/configs.ts';
import { openClipTensors, unetName, vaeName } from '../../src/models/single-file/names.ts';
import { buildCLIPText, parseCLIPTextConfig, textWeights } from '../../src/compiler/blocks/clip-text.ts';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import { type NewTensor, writeSafetensors } from '../../tools/safetensors-writer.ts';
import { createEngine } from '../../src/engine/index.ts';
import { silent } from '../../src/log.ts';
import { integersFeed, loadNetwork } from '../../src/runtime/network.ts';

const core = join(import.meta.dirname, '../golden/core/models');
const tiny = join(core, 'tiny-ip2p');

async function readAll(path: string): Promise<NewTensor[]> {
  const { entries, path: real } = await openSafetensors(path);
  const file = await open(real);
  const tensors: NewTensor[] = [];
  for (const { name, dtype, dims, offset, length } of entries) {
    const bytes = new Uint8Array(length);
    await file.read(bytes, 0, length, offset);
    tensors.push({ name, dtype, dims, bytes });
  }
  await file.close();
  return tensors;
}

/** Pairs of diffusers' own scripts/convert_diffusers_to_original_stable_diffusion.py: [original, diffusers]. */
function unetPairs(layers: number, withAttention: readonly boolean[]): [string, string][] {
  const blocks = withAttention.length;
  const pairs: [string, string][] = [
    ['time_embed.0.', 'time_embedding.linear_1.'],
    ['time_embed.2.', 'time_embedding.linear_2.'],
    ['label_emb.0.0.', 'add_embedding.linear_1.'],
    ['label_emb.0.2.', 'add_embedding.linear_2.'],
    ['input_blocks.0.0.', 'conv_in.'],
    ['out.0.', 'conv_norm_out.'],
    ['out.2.', 'conv_out.'],
    ['middle_block.1.', 'mid_block.attentions.0.'],
    ['middle_block.0.', 'mid_block.resnets.0.'],
    ['middle_block.2.', 'mid_block.resnets.1.'],
  ];
  const each = layers + 1;
  for (let block = 0; block < blocks; block++) {
    for (let layer = 0; layer < layers; layer++) {
      pairs.push([`input_blocks.${each * block + layer + 1}.0.`, `down_blocks.${block}.resnets.${layer}.`]);
      pairs.push([
        `input_blocks.${each * block + layer + 1}.1.`,
        `down_blocks.${block}.attentions.${layer}.`,
      ]);
    }
    for (let layer = 0; layer < each; layer++) {
      pairs.push([`output_blocks.${each * block + layer}.0.`, `up_blocks.${block}.resnets.${layer}.`]);
      pairs.push([`output_blocks.${each * block + layer}.1.`, `up_blocks.${block}.attentions.${layer}.`]);
    }
    pairs.push([`input_blocks.${each * (block + 1)}.0.op.`, `down_blocks.${block}.downsamplers.0.conv.`]);
    const at = withAttention[blocks - 1 - block] === true ? 2 : 1;
    pairs.push([`output_blocks.${each * block + layers}.${at}.`, `up_blocks.${block}.upsamplers.0.`]);
  }
  return pairs;
}
const RESNET_PAIRS = [
  ['in_layers.0', 'norm1'],
  ['in_layers.2', 'conv1'],
  ['out_layers.0', 'norm2'],
  ['out_layers.3', 'conv2'],
  ['emb_layers.1', 'time_emb_proj'],
  ['skip_connection', 'conv_shortcut'],
] as const;

function toOriginalUNet(name: string, layers: number, withAttention: readonly boolean[]): string {
  const [original, diffusers] = unetPairs(layers, withAttention).find(([, start]) =>
    name.startsWith(start),
  ) ?? ['', ''];
  const renamed = original + name.slice(diffusers.length);
  if (!name.includes('resnets')) return renamed;
  const [inner = '', outer = ''] = RESNET_PAIRS.find(([, end]) => name.includes(`.${end}.`)) ?? [];
  return renamed.replace(outer, inner);
}

function toOriginalVae(name: string): string {
  const attention: Readonly<Record<string, string>> = {
    group_norm: 'norm',
    query: 'q',
    key: 'k',
    value: 'v',
    proj_attn: 'proj_out',
  };
  return name
    .replace(/down_blocks\.(\d)\.resnets\.(\d)\./u, 'down.$1.block.$2.')
    .replace(/down_blocks\.(\d)\.downsamplers\.0\./u, 'down.$1.downsample.')
    .replace(/up_blocks\.(\d)\.resnets\.(\d)\./u, (_, up, layer) => `up.${3 - Number(up)}.block.${layer}.`)
    .replace(/up_blocks\.(\d)\.upsamplers\.0\./u, (_, up) => `up.${3 - Number(up)}.upsample.`)
    .replace(/mid_block\.resnets\.(\d)\./u, (_, at) => `mid.block_${Number(at) + 1}.`)
    .replace(/mid_block\.attentions\.0\.(\w+)\./u, (_, part: string) => `mid.attn_1.${attention[part]}.`)
    .replace('conv_shortcut', 'nin_shortcut')
    .replace('conv_norm_out', 'norm_out');
}

const UNET_FILE = 'unet/diffusion_pytorch_model.safetensors';
const VAE_FILE = 'vae/diffusion_pytorch_model.safetensors';
const ATTENTION = [true, true, true, false];

async function edit(path: string): Promise<Buffer> {
  const engine = await createEngine({ imageModel: path, editModel: path, log: silent });
  const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, index) => (index * 7) % 256);
  const { picture } = await engine.run(
    {
      steps: [
        {
          kind: 'instruct',
          instruction: 'make it red',
          keyword: 'red',
          action: 'style',
          scope: 'global',
          strength: 1,
        },
      ],
      source: { width: 32, height: 32, data },
      settings: { seed: 1, steps: 2, sampler: 'euler_ancestral' },
    },
    () => undefined,
    new AbortController().signal,
  );
  await engine.dispose();
  return Buffer.from(picture?.data ?? []);
}

const renamed = (tensors: readonly NewTensor[], rename: (name: string) => string): NewTensor[] =>
  tensors.map(({ name, ...rest }) => Object.assign(rest, { name: rename(name) }));
const asBytes = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer);

describe('a checkpoint in one file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limner-single-'));
    file = join(folder, 'tiny.safetensors');
    await writeSafetensors(file, [
      ...renamed(
        await readAll(join(tiny, UNET_FILE)),
        (name) => `model.diffusion_model.${toOriginalUNet(name, 2, ATTENTION)}`,
      ),
      ...renamed(await readAll(join(tiny, VAE_FILE)), (name) => `first_stage_model.${toOriginalVae(name)}`),
      ...renamed(
        await readAll(join(tiny, 'text_encoder/model.safetensors')),
        (name) => `cond_stage_model.transformer.${name}`,
      ),
    ]);
    await cp(join(tiny, 'tokenizer'), join(folder, 'tokenizer'), { recursive: true });
    // What no shape shows: published models have 32 groups and 8 heads, this one is smaller.
    const beside = {
      unet: { norm_num_groups: 4, attention_head_dim: 2, sample_size: 16 },
      vae: { norm_num_groups: 4 },
      text_encoder: { num_attention_heads: 3 },
    };
    await writeFile(join(folder, 'tiny.json'), JSON.stringify(beside));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('paints what its folder paints, bit for bit', async () => {
    const expected = await edit(tiny);
    expect(expected).toHaveLength(32 * 32 * 3);
    expect((await edit(file)).equals(expected)).toBe(true);
  });

  it('says what it is', async () => {
    expect(await openCheckpoint(file)).toMatchObject({
      name: 'tiny',
      family: 'stable-diffusion',
      edits: 'instruct-pix2pix',
    });
  });

  it('says where the words come from when there are none', async () => {
    await rm(join(folder, 'tokenizer'), { recursive: true });
    await expect(openCheckpoint(file)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      hint: expect.stringContaining('openai/clip-vit-large-patch14') as string,
    });
  });

  it('says what a file is that is no checkpoint', async () => {
    await expect(openCheckpoint(join(tiny, UNET_FILE))).rejects.toThrow(/no U-Net \(it has .*conv_in/u);
  });
});

describe('unetName', () => {
  it.each([
    ['tiny-ip2p', 2, ATTENTION],
    ['tiny-sdxl', 2, [false, true, true]],
  ])('undoes the original names of %s', async (model, layers, withAttention) => {
    const { entries } = await openSafetensors(join(core, model, UNET_FILE));
    for (const { name } of entries)
      expect(unetName(toOriginalUNet(name, layers, withAttention), layers)).toBe(name);
  });
});

describe('vaeName', () => {
  it('undoes the original names, with the newer names of the attention', async () => {
    const newer: Readonly<Record<string, string>> = {
      query: 'to_q',
      key: 'to_k',
      value: 'to_v',
      proj_attn: 'to_out.0',
    };
    const { entries } = await openSafetensors(join(tiny, VAE_FILE));
    for (const { name } of entries) {
      const expected = name.replace(
        /(?<=attentions\.0\.)(query|key|value|proj_attn)/u,
        (part) => newer[part] ?? '',
      );
      expect(vaeName(toOriginalVae(name), 4)).toBe(expected);
    }
  });
});

describe('unetConfig', () => {
  it('reads SDXL off its weights', async () => {
    const tensors = storedTensors(await openSafetensors(join(core, 'tiny-sdxl', UNET_FILE)));
    expect(unetConfig(byName(tensors), 128)).toMatchObject({
      in_channels: 4,
      down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
      up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
      layers_per_block: 2,
      use_linear_projection: true,
      addition_embed_type: 'text_time',
    });
  });
});

describe('openClipTensors', () => {
  it('gives the encoder of the same weights, the projection turned round', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limner-openclip-'));
    const source = renamed(await readAll(join(tiny, 'text_encoder/model.safetensors')), (name) =>
      name.replace('text_model.', ''),
    );
    const get = (name: string): NewTensor => source.find((tensor) => tensor.name === name) as NewTensor;
    const [width, wide] = [24, 5];
    const projection = Float32Array.from({ length: width * wide }, (_, at) => Math.sin(at));
    const turned = projection.map(
      (_, at) => projection[(at % wide) * width + Math.floor(at / wide)] as number,
    );
    const layers = [0, 1, 2].flatMap((layer) => {
      const own = (name: string): NewTensor => get(`encoder.layers.${layer}.${name}`);
      const named = (name: string, tensor: NewTensor): NewTensor => ({
        ...tensor,
        name: `transformer.resblocks.${layer}.${name}`,
      });
      const joined = (kind: string): NewTensor => {
        const parts = ['q', 'k', 'v'].map((one) => own(`self_attn.${one}_proj.${kind}`));
        const [rows = 0, ...rest] = parts[0]?.dims ?? [];
        return {
          name: '',
          dtype: 'F32',
          dims: [rows * 3, ...rest],
          bytes: Buffer.concat(parts.map(({ bytes }) => bytes)),
        };
      };
      return ['weight', 'bias'].flatMap((kind) => [
        named(`attn.in_proj_${kind}`, joined(kind)),
        named(`attn.out_proj.${kind}`, own(`self_attn.out_proj.${kind}`)),
        named(`ln_1.${kind}`, own(`layer_norm1.${kind}`)),
        named(`ln_2.${kind}`, own(`layer_norm2.${kind}`)),
        named(`mlp.c_fc.${kind}`, own(`mlp.fc1.${kind}`)),
        named(`mlp.c_proj.${kind}`, own(`mlp.fc2.${kind}`)),
      ]);
    });
    const original = join(folder, 'original.safetensors');
    const plain = join(folder, 'plain.safetensors');
    await writeSafetensors(original, [
      ...layers,
      { ...get('embeddings.token_embedding.weight'), name: 'token_embedding.weight' },
      { ...get('embeddings.position_embedding.weight'), name: 'positional_embedding' },
      { ...get('final_layer_norm.weight'), name: 'ln_final.weight' },
      { ...get('final_layer_norm.bias'), name: 'ln_final.bias' },
      { name: 'text_projection', dtype: 'F32', dims: [width, wide], bytes: asBytes(turned) },
    ]);
    await writeSafetensors(plain, [
      ...source.filter(({ dtype }) => dtype === 'F32'),
      { name: 'text_projection.weight', dtype: 'F32', dims: [wide, width], bytes: asBytes(projection) },
    ]);
    const config = parseCLIPTextConfig({
      vocab_size: 1114,
      hidden_size: width,
      intermediate_size: 48,
      num_hidden_layers: 3,
      num_attention_heads: 3,
      projection_dim: wide,
    });
    const run = async (path: string, prepare = (tensors: ReturnType<typeof storedTensors>) => tensors) => {
      const weights = textWeights(prepare(storedTensors(await openSafetensors(path))));
      const network = await loadNetwork(buildCLIPText(config, weights, { batch: 1, tokens: 8 }));
      const feeds = {
        input_ids: integersFeed([0, 5, 9, 33, 1, 1, 1, 1], [1, 8]),
        eos_position: integersFeed([4]),
      };
      const outputs = await network.run(feeds, ['last_hidden_state', 'text_embeds']);
      await network.dispose();
      return outputs;
    };
    const got = await run(original, openClipTensors);
    expect(got).toEqual(await run(plain));
    expect(got.text_embeds.dims).toEqual([1, wide]);
    await rm(folder, { recursive: true });
  });
});
