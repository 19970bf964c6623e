import { describe, expect, it } from 'vitest';
import { logFloat32, sineCosineFloat32 } from '../../src/tensor/cephes.ts';

// The bits are held to PyTorch's in torch-random.test.ts; here, that these are the functions they say they are.
describe('logFloat32', () => {
  it('is the logarithm to the last digit or two of float32', () => {
    for (const x of [2 ** -24, 1e-5, 0.1, 0.5, Math.fround(Math.SQRT1_2), 0.75, 1 - 2 ** -24, 1, 3, 1e6]) {
      const single = Math.fround(x);
      expect(Math.abs(logFloat32(single) - Math.log(single))).toBeLessThanOrEqual(
        2 ** -23 * Math.max(1e-6, Math.abs(Math.log(single))),
      );
    }
    expect(logFloat32(1)).toBe(0);
  });
});

describe('sineCosineFloat32', () => {
  it('is sine and cosine in all eight octants', () => {
    for (let i = 0; i <= 64; i++) {
      const angle = Math.fround((i / 64) * 2 * Math.PI);
      const [sine, cosine] = sineCosineFloat32(angle);
      expect(Math.abs(sine - Math.sin(angle))).toBeLessThan(2e-7);
      expect(Math.abs(cosine - Math.cos(angle))).toBeLessThan(2e-7);
    }
  });
});
