import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flux2Klein } from '../../src/models/flux2-klein/family.ts';
import { stableDiffusion } from '../../src/models/stable-diffusion/family.ts';
import { stableDiffusionXL } from '../../src/models/stable-diffusion-xl/family.ts';
import { familyContract, familyProblems } from './family.contract.ts';

const core = join(import.meta.dirname, '../golden/core/models');
const shared = join(
  process.env['GOLDEN_DIR'] ?? join(import.meta.dirname, '../../../shared/golden'),
  'models',
);

describe('stable-diffusion, tiny InstructPix2Pix', () =>
  familyContract(stableDiffusion, join(core, 'tiny-ip2p')));

describe('stable-diffusion, the embedded model', () =>
  familyContract(stableDiffusion, join(import.meta.dirname, '../../models/pocket')));

describe.skipIf(!existsSync(join(shared, 'tiny-sdxl')))('stable-diffusion-xl (with the golden set)', () =>
  familyContract(stableDiffusionXL, join(shared, 'tiny-sdxl')),
);

const klein = join(core, '../../../../../shared/golden-klein/models/tiny-klein-base');
describe.skipIf(!existsSync(klein))('flux2-klein (with its golden set)', () =>
  familyContract(flux2Klein, klein),
);

describe('familyContract', () => {
  it('rejects a family that forgets a weight', async () => {
    const forgetful: typeof stableDiffusion = {
      ...stableDiffusion,
      async open(folder) {
        const checkpoint = await stableDiffusion.open(folder);
        const graph: typeof checkpoint.denoiser.graph = (options) => {
          const whole = checkpoint.denoiser.graph(options);
          const initializers = whole.graph.initializers.filter(
            ({ name }) => !name.startsWith('conv_out.bias'),
          );
          return { ...whole, graph: { ...whole.graph, initializers } };
        };
        return { ...checkpoint, denoiser: { ...checkpoint.denoiser, graph } };
      },
    };
    const problems = await familyProblems(forgetful, join(core, 'tiny-ip2p'));
    expect(problems.join()).toMatch(/nothing makes its input 'conv_out.bias/u);
    expect(problems).toContain('unet: conv_out.bias is not used');
  });
});
