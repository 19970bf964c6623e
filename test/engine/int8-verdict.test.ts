import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { int8Verdict, isWorthInt8, judgeInt8 } from '../../src/engine/int8-verdict.ts';
import { createNetworkCache } from '../../src/engine/networks.ts';
import { createLogger } from '../../src/log.ts';
import { tensor } from '../../src/tensor/tensor.ts';

const exact = tensor([4], [0, 1, 2, 3]);

describe('int8Verdict', () => {
  it('is what the setting says', () => {
    expect(int8Verdict(createNetworkCache(1, { int8: 'on' }), 'a')).toBe(true);
    expect(int8Verdict(createNetworkCache(1, {}), 'a')).toBe(false);
  });

  it('is remembered by checkpoint once one step was computed both ways', () => {
    const lines: string[] = [];
    const cache = createNetworkCache(
      1,
      { int8: 'auto' },
      createLogger((line) => lines.push(line)),
    );
    const [good, bad] = ['good', 'bad'].map((name) => join('models', name)) as [string, string];
    expect(int8Verdict(cache, good)).toBe('unknown');
    expect(judgeInt8(cache, good, exact, tensor([4], [0.001, 1, 2, 3]))).toBe(true);
    expect(judgeInt8(cache, bad, exact, tensor([4], [0.05, 1, 2, 3]))).toBe(false);
    expect([int8Verdict(cache, good), int8Verdict(cache, bad)]).toEqual([true, false]);
    expect(lines[0]).toContain('linear layers are computed in int8');
    expect(lines[1]).toContain('linear layers stay float32');
  });

  it('takes a prediction that is no number for bad', () => {
    const cache = createNetworkCache(1, { int8: 'auto' });
    expect(judgeInt8(cache, 'a', exact, tensor([4], [0, Number.NaN, 2, 3]))).toBe(false);
  });

  it('is worth a trial for large U-Nets only', () => {
    expect([isWorthInt8(3.4e9), isWorthInt8(4e6)]).toEqual([true, false]);
  });
});
