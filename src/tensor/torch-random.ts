/**
 * PyTorch's CPU random generator, number for number: mt19937 and the orders in which
 * `torch.rand`, `torch.randn` and `torch.randint` draw from it.
 *
 * Source: ATen/core/MT19937RNGEngine.h, ATen/core/DistributionsHelper.h and
 * ATen/native/cpu/DistributionTemplates.h of PyTorch 2. Float32 only. Normal values equal those of x86-64 with
 * AVX2 bit for bit; on other processors PyTorch itself differs in the last place.
 */
import { ShapeError } from '../errors.ts';
import { logFloat32, sineCosineFloat32 } from './cephes.ts';
import { sizeOf, type Tensor } from './tensor.ts';

const WORDS = 624;
const MIDDLE = 397;
/** From this size on PyTorch fills the whole tensor in blocks of 16 instead of one value after another. */
const BLOCK = 16;
const FULL_TURN = Math.fround(2 * Math.PI);

/** A stream of random numbers equal to `torch.Generator('cpu').manual_seed(seed)`. */
export interface TorchGenerator {
  /** Draws `torch.randn(dims)`: independent normal values, mean 0, variance 1. */
  randn(dims: readonly number[]): Tensor;
  /** Draws `torch.rand(dims)`: uniform values in [0, 1), multiples of 2⁻²⁴. */
  rand(dims: readonly number[]): Tensor;
  /**
   * Draws one value of `torch.randint(low, high, …)`: a whole number in [low, high).
   *
   * @throws {ShapeError} when high − low is not in 1…2²⁸ − 1
   */
  randint(low: number, high: number): number;
}

/**
 * Makes a generator whose values are those of PyTorch on the CPU.
 *
 * @param seed whole number as for `torch.manual_seed`; like there only its lowest 32 bits count
 * @throws {ShapeError} when the seed is not a safe whole number
 */
export function createTorchGenerator(seed: number): TorchGenerator {
  if (!Number.isSafeInteger(seed)) throw new ShapeError('seed', 'a whole number', String(seed));
  const random32 = createMt19937(Number(BigInt.asUintN(32, BigInt(seed))));
  const uniformFloat = (): number => (random32() & 0xffffff) / 0x1000000;
  const uniformDouble = (): number => {
    const high = random32() & 0x1fffff;
    return (high * 0x100000000 + random32()) / 0x20000000000000;
  };
  let spare: number | undefined;

  function normalDouble(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-uniformDouble()));
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  return {
    randn(dims) {
      const data = new Float32Array(sizeOf(dims));
      if (data.length < BLOCK) return { dims, data: data.map(normalDouble) };
      fill(data, uniformFloat);
      for (let at = 0; at + BLOCK <= data.length; at += BLOCK) boxMuller(data.subarray(at, at + BLOCK));
      if (data.length % BLOCK !== 0) {
        // PyTorch draws the last block anew, and so overwrites values that were already finished.
        const last = data.subarray(data.length - BLOCK);
        fill(last, uniformFloat);
        boxMuller(last);
      }
      return { dims, data };
    },
    rand: (dims) => ({ dims, data: fill(new Float32Array(sizeOf(dims)), uniformFloat) }),
    randint(low, high) {
      const range = high - low;
      if (!Number.isInteger(low) || !Number.isInteger(range) || range < 1 || range >= 2 ** 28)
        throw new ShapeError('randint', 'whole numbers with high − low in 1…2²⁸ − 1', `${low}, ${high}`);
      return low + (random32() % range);
    },
  };
}

function fill(values: Float32Array, draw: () => number): Float32Array {
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return values;
}

/** Turns 16 uniform values into 16 normal ones: value j with value j + 8 (Box-Muller). */
function boxMuller(block: Float32Array): void {
  for (let j = 0; j < BLOCK / 2; j++) {
    const radius = Math.fround(Math.sqrt(-2 * logFloat32(Math.fround(1 - (block[j] as number)))));
    const [sine, cosine] = sineCosineFloat32(Math.fround(FULL_TURN * (block[j + 8] as number)));
    block[j] = radius * cosine;
    block[j + 8] = radius * sine;
  }
}

/** Matsumoto and Nishimura's mt19937; returns whole numbers in 0…2³² − 1. */
function createMt19937(seed: number): () => number {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    const before = state[i - 1] as number;
    state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
  }
  let next = WORDS;

  function twist(): void {
    for (let i = 0; i < WORDS; i++) {
      const low = state[(i + 1) % WORDS] as number;
      const mixed = ((state[i] as number) & 0x80000000) | (low & 0x7fffffff);
      state[i] = (state[(i + MIDDLE) % WORDS] as number) ^ (mixed >>> 1) ^ (low & 1 ? 0x9908b0df : 0);
    }
    next = 0;
  }

  return () => {
    if (next === WORDS) twist();
    let y = state[next++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}
