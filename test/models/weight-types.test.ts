import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/models/index.ts';
import { openSafetensors } from '../../src/compiler/safetensors.ts';
import { writeSafetensors } from '../../src/compiler/safetensors-writer.ts';
import { createEngine } from '../../src/engine/index.ts';
import { silent } from '../../src/log.ts';
import { bfloat16ToNumber } from '../../src/tensor/float16.ts';

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

type Write = (values: readonly number[]) => { dtype: 'BF16' | 'F32'; bytes: Uint8Array };
const asBfloat16: Write = (values) => ({
  dtype: 'BF16',
  bytes: new Uint8Array(Uint16Array.from(values, toBfloat16).buffer),
});
const asRoundedFloat32: Write = (values) => ({
  dtype: 'F32',
  bytes: new Uint8Array(Float32Array.from(values, (value) => bfloat16ToNumber(toBfloat16(value))).buffer),
});

describe('a checkpoint in bfloat16', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'limner-bf16-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  /** The tiny checkpoint with its float32 weights written anew. */
  async function rewritten(name: string, write: Write): Promise<string> {
    const folder = join(root, name);
    await cp(tiny, folder, { recursive: true });
    await rm(join(folder, 'unet/diffusion_pytorch_model.fp16.safetensors'));
    for (const [component, file] of Object.entries(COMPONENTS)) {
      const path = join(folder, component, `${file}.safetensors`);
      const { entries } = await openSafetensors(path);
      const content = await readFile(path);
      const tensors = entries.map(({ name: tensor, dims, dtype, offset, length }) => {
        const bytes = Uint8Array.from(content.subarray(offset, offset + length));
        if (dtype !== 'F32') return { name: tensor, dims, dtype: 'I64' as const, bytes };
        return { name: tensor, dims, ...write([...new Float32Array(bytes.buffer)]) };
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

  it('paints what the same numbers in float32 paint, to the last bit', async () => {
    const folder = await rewritten('brain', asBfloat16);
    const { entries } = await openSafetensors(join(folder, 'vae/diffusion_pytorch_model.safetensors'));
    expect(entries.every(({ dtype }) => dtype === 'BF16')).toBe(true);
    expect((await openCheckpoint(folder)).edits).toBe('instruct-pix2pix');
    const got = await paint(folder);
    expect(got).toEqual(await paint(await rewritten('rounded', asRoundedFloat32)));
    // The rounding must show, or nothing was written anew.
    expect(got).not.toEqual(await paint(tiny));
  });
});
