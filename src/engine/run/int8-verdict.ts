import type { Tensor } from '../../tensor/tensor.ts';
import type { NetworkCache } from './networks.ts';

/**
 * Decibels of a step's prediction to float32's, over its range, from which the finished picture is about 35 dB of
 * float32's or better: with the embedded model predictions of 59 to 63 dB became pictures of 34 to 44 dB.
 */
const LEAST_DECIBELS = 55;

/** By the checkpoint's folder, LoRAs included. */
const verdicts = new WeakMap<NetworkCache, Map<string, boolean>>();

/** What is known of a checkpoint: eight-bit products are good enough, or not, or one step has to show it. */
export function int8Verdict(cache: NetworkCache, folder: string): boolean | 'unknown' {
  if (cache.int8 !== 'auto') return cache.int8 === 'on';
  return verdicts.get(cache)?.get(folder) ?? 'unknown';
}

/** Compares one step's predictions and remembers what came out. */
export function judgeInt8(cache: NetworkCache, folder: string, exact: Tensor, fast: Tensor): boolean {
  const decibels = peakSignalToNoise(exact, fast);
  const isGood = decibels >= LEAST_DECIBELS;
  const known = verdicts.get(cache) ?? new Map<string, boolean>();
  verdicts.set(cache, known.set(folder, isGood));
  cache.log.info(isGood ? 'linear layers are computed in int8' : 'linear layers stay float32', {
    decibels: Math.round(decibels * 10) / 10,
    least: LEAST_DECIBELS,
  });
  return isGood;
}

/** Decibels, over the range of what is exact. */
function peakSignalToNoise({ data: exact }: Tensor, { data: got }: Tensor): number {
  let [low, high, squares] = [Infinity, -Infinity, 0];
  for (const [index, value] of exact.entries()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    squares += (value - (got[index] ?? Number.NaN)) ** 2;
  }
  return 10 * Math.log10((high - low) ** 2 / (squares / exact.length));
}
