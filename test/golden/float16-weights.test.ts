import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare } from '../../tools/golden/comparison.ts';
import { openCase } from '../../tools/golden/golden-case.ts';
import { once } from '../../tools/golden/networks.ts';
import { timestepProjection } from '../../src/compiler/blocks/timestep-projection.ts';
import { buildUNet } from '../../src/compiler/blocks/unet.ts';
import { parseUNetConfig } from '../../src/compiler/blocks/unet-config.ts';
import { openSafetensors, storedTensors } from '../../src/compiler/safetensors.ts';
import { createWeights } from '../../src/compiler/weights.ts';
import { tensor } from '../../src/tensor/tensor.ts';

const core = fileURLToPath(new URL('core', import.meta.url));
const unet = `${core}/models/tiny-ip2p/unet`;

describe('float16 weights', () => {
  it('give the float32 result within what half precision can hold', async () => {
    const golden = await openCase(core, `${core}/goldens/unet/tiny-ip2p.b1_odd_10x13.json`);
    const config = parseUNetConfig(JSON.parse(await readFile(`${unet}/config.json`, 'utf8')));
    const file = await openSafetensors(`${unet}/diffusion_pytorch_model.fp16.safetensors`);
    expect(new Set(file.entries.map(({ dtype }) => dtype))).toEqual(new Set(['F16']));
    const sample = await golden.tensor('in/sample');
    const text = await golden.tensor('in/encoder_hidden_states');
    const [, , height = 1, width = 1] = sample.dims;
    const options = { batch: 1, height, width, tokens: text.dims[1] ?? 0, control: false };
    const [channels = 0] = config.block_out_channels;
    const [timestep = 0] = golden.sidecar['timesteps'] as readonly number[];
    const { graph } = buildUNet(config, createWeights(storedTensors(file)), options);
    const { out } = await once(
      graph,
      {
        sample,
        encoder_hidden_states: text,
        time_proj: tensor([1, channels], timestepProjection([timestep], channels)),
      },
      ['out'],
    );
    const expected = await golden.tensor(`t${timestep}/out`);
    const limit = 100 * golden.tolerances.of('out', expected);
    const { error, where } = compare('out', out, expected, limit);
    expect(error, where).toBeLessThan(limit);
    expect(error, 'half precision must show').toBeGreaterThan(limit / 1000);
  });
});
