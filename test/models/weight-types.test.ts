import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { openSafetensors } from '../../src/compiler/safetensors.ts';
import { type NewTensor, writeSafetensors } from '../../tools/safetensors-writer.ts';
import { createEngine } from '../../src/engine/index.ts';
import { silent } from '../../src/log.ts';
import { bfloat16ToNumber, float8E4M3ToNumber, float8E5M2ToNumber } from '../../src/tensor/float16.ts';

const tiny = join(import.meta.dirname, '../golden/core/models/tiny-ip2p');
const COMPONENTS = {
  unet: 'diffusion_pytorch_model',
  vae: 'diffusion_pytorch_model',
  text_encoder: 'model',
} as const;

/** The upper half of a float32, rounded to even: bfloat16, as PyTorch makes it. */
function toBfloat16(value: number): number {
  const [bits = 0] = new Uint32Array(Float32Array.of(value).buffer);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** The float8 nearest to a number: its 256 values are few enough to be looked through. */
function createToFloat8(toNumber: (bits: number) => number): (value: number) => number {
  const codes = Array.from({ length: 256 }, (_, bits) => bits)
    .filter((bits) => bits !== 0x80 && Number.isFinite(toNumber(bits)))
    .toSorted((a, b) => toNumber(a) - toNumber(b));
  const values = codes.map(toNumber);
  return (value) => {
    let [low, high] = [0, codes.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    const isBelow = low > 0 && value - (values[low - 1] as number) < (values[low] as number) - value;
    return codes[isBelow ? low - 1 : low] as number;
  };
}
const toE4M3 = createToFloat8(float8E4M3ToNumber);
const toE5M2 = createToFloat8(float8E5M2ToNumber);

/** A type on disk, and what its numbers are. */
interface Stored {
  readonly dtype: string;
  readonly bytes: (values: readonly number[]) => Uint8Array;
  readonly rounded: (value: number) => number;
}
const TYPES: readonly Stored[] = [
  {
    dtype: 'BF16',
    bytes: (values) => new Uint8Array(Uint16Array.from(values, toBfloat16).buffer),
    rounded: (value) => bfloat16ToNumber(toBfloat16(value)),
  },
  {
    dtype: 'F8_E4M3',
    bytes: (values) => Uint8Array.from(values, toE4M3),
    rounded: (value) => float8E4M3ToNumber(toE4M3(value)),
  },
  {
    dtype: 'F8_E5M2',
    bytes: (values) => Uint8Array.from(values, toE5M2),
    rounded: (value) => float8E5M2ToNumber(toE5M2(value)),
  },
  {
    dtype: 'F64',
    bytes: (values) => new Uint8Array(Float64Array.from(values, (value) => value * 1.25).buffer),
    rounded: (value) => value * 1.25,
  },
];

const float32 = (values: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

/** Names of the factors beside a weight, as programs write them, and whether there is one for each row. */
const FACTORS = [
  ['scale_weight', false],
  ['weight_scale', true],
] as const;

describe('a checkpoint', () => {
  let root: string;
  let plain: Promise<Uint8Array> | undefined;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'limner-types-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  /** The tiny checkpoint with its float32 weights written anew. */
  async function rewritten(
    name: string,
    write: (tensor: { name: string; dims: readonly number[]; values: number[] }) => readonly NewTensor[],
  ): Promise<string> {
    const folder = join(root, name);
    await cp(tiny, folder, { recursive: true });
    await rm(join(folder, 'unet/diffusion_pytorch_model.fp16.safetensors'));
    for (const [component, file] of Object.entries(COMPONENTS)) {
      const path = join(folder, component, `${file}.safetensors`);
      const { entries } = await openSafetensors(path);
      const content = await readFile(path);
      const tensors = entries.flatMap(({ name: tensor, dims, dtype, offset, length }) => {
        const bytes = Uint8Array.from(content.subarray(offset, offset + length));
        if (dtype !== 'F32') return [{ name: tensor, dims, dtype, bytes }];
        return write({ name: tensor, dims, values: [...new Float32Array(bytes.buffer)] });
      });
      await writeSafetensors(path, tensors);
    }
    return folder;
  }

  const paint = async (folder: string): Promise<Uint8Array> => {
    const engine = await createEngine({ imageModel: folder, editModel: folder, threads: 1, log: silent });
    try {
      const { picture } = await engine.run(
        {
          steps: [
            {
              kind: 'instruct',
              instruction: 'make it red',
              keyword: 'it',
              action: 'style',
              scope: 'global',
              strength: 1,
            },
          ],
          source: { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).map((_, at) => at % 251) },
          settings: { seed: 3, steps: 2 },
        },
        () => {},
        new AbortController().signal,
      );
      return (picture as { data: Uint8Array }).data;
    } finally {
      await engine.dispose();
    }
  };

  it.each(TYPES)('in $dtype paints what the same numbers in float32 paint, to the last bit', async (type) => {
    const { dtype } = type;
    const stored = await rewritten('stored', ({ name, dims, values }) => [
      { name, dims, dtype, bytes: type.bytes(values) },
    ]);
    const wide = await rewritten('wide', ({ name, dims, values }) => [
      { name, dims, dtype: 'F32', bytes: float32(values.map(type.rounded)) },
    ]);
    const { entries } = await openSafetensors(join(stored, 'vae/diffusion_pytorch_model.safetensors'));
    expect(entries.every((entry) => entry.dtype === dtype)).toBe(true);
    expect((await openCheckpoint(stored)).edits).toBe('instruct-pix2pix');
    const got = await paint(stored);
    expect(got).toEqual(await paint(wide));
    // The rounding must show, or nothing was written anew.
    expect(got).not.toEqual(await (plain ??= paint(tiny)));
  });

  it.each(FACTORS)('in float8 with %s multiplies its weights', async (factorName, isForRows) => {
    const isScaled = (name: string, dims: readonly number[]): boolean =>
      name.endsWith('.weight') && dims.length > 1;
    /** 400 is near the largest float8; each row its own, where rows have factors. */
    const factorsOf = (dims: readonly number[], values: readonly number[]): number[] => {
      const rows = isForRows ? (dims[0] ?? 1) : 1;
      const each = values.length / rows;
      return Array.from({ length: rows }, (_, row) =>
        Math.fround(Math.max(1e-9, ...values.slice(row * each, (row + 1) * each).map(Math.abs)) / 400),
      );
    };
    const scaledBytes = (values: readonly number[], factors: readonly number[]): number[] =>
      values.map((value, at) =>
        toE4M3(value / (factors[Math.floor((at * factors.length) / values.length)] ?? 1)),
      );
    const stored = await rewritten('scaled', ({ name, dims, values }) => {
      if (!isScaled(name, dims)) return [{ name, dims, dtype: 'F32', bytes: float32(values) }];
      const factors = factorsOf(dims, values);
      const layer = name.slice(0, -'weight'.length);
      return [
        { name, dims, dtype: 'F8_E4M3', bytes: Uint8Array.from(scaledBytes(values, factors)) },
        {
          name: `${layer}${factorName}`,
          dims: isForRows ? [factors.length, 1] : [],
          dtype: 'F32',
          bytes: float32(factors),
        },
        { name: `${layer}scale_input`, dims: [], dtype: 'F32', bytes: float32([3]) },
      ];
    });
    const wide = await rewritten('wide', ({ name, dims, values }) => {
      if (!isScaled(name, dims)) return [{ name, dims, dtype: 'F32', bytes: float32(values) }];
      const factors = factorsOf(dims, values);
      const codes = scaledBytes(values, factors);
      const products = codes.map((code, at) => {
        const factor = factors[Math.floor((at * factors.length) / values.length)] ?? 1;
        return float8E4M3ToNumber(code) * factor;
      });
      return [{ name, dims, dtype: 'F32', bytes: float32(products) }];
    });
    expect(await paint(stored)).toEqual(await paint(wide));
  });

  it('with factors for blocks of a weight is refused by name', async () => {
    const stored = await rewritten('blocks', ({ name, dims, values }) => [
      { name, dims, dtype: 'F8_E4M3', bytes: Uint8Array.from(values, toE4M3) },
      ...(name === 'conv_in.weight'
        ? [{ name: 'conv_in.weight_scale', dims: [3, 3], dtype: 'F32', bytes: float32(Array(9).fill(1)) }]
        : []),
    ]);
    await expect(openCheckpoint(stored)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringContaining('got conv_in.weight_scale [3, 3] as float32') as string,
    });
  });
});
