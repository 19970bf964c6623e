import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src/models/index.ts';
import { explainMemory } from '../../../src/engine/run/memory.ts';
import { failure } from '../../../src/runtime/failure.ts';

const tiny = await openCheckpoint(join(import.meta.dirname, '../../golden/core/models/tiny-ip2p'));
const picture = (width: number, height: number) => ({ steps: [], settings: { seed: 1, width, height } });

describe('explainMemory', () => {
  const short = failure('RUN', 'unet', new Error('Failed to allocate memory for requested buffer of size 1'));

  it('says which size would fit', () => {
    expect(explainMemory(short, tiny, picture(1024, 768))).toMatchObject({
      code: 'OUT_OF_MEMORY',
      message:
        'There is not enough memory for 1024×768 pixels with tiny-ip2p, not even in pieces. 704×512 takes half of it and should fit.',
    });
  });

  it('says what else helps when no size would', () => {
    expect(explainMemory(short, tiny, picture(64, 64))).toMatchObject({
      message: expect.stringContaining('Close other programs') as string,
    });
    const heavy = failure('LOAD', 'unet', new Error('bad allocation'));
    expect(explainMemory(heavy, tiny, picture(512, 512))).toMatchObject({
      message:
        'There is not enough memory to load tiny-ip2p. Weights in float32 files stay on disk; a smaller model needs less.',
    });
  });

  it('leaves every other error as it is', () => {
    const other = failure('RUN', 'unet', new Error('bad shape'));
    expect(explainMemory(other, tiny, picture(512, 512))).toBe(other);
  });
});
