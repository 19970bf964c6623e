/** A small generator of random numbers that is the same everywhere: SplitMix32 seeding xoshiro-like `sfc32`. */
export interface Dice {
  /** 0…1. */
  next(): number;
  between(low: number, high: number): number;
  /** An integer, `low` ≤ n < `high`. */
  whole(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** A key, with the weights as chances. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
  chance(probability: number): boolean;
  /** Mean 0, deviation 1 (Box-Muller). */
  normal(): number;
}

/** Dice for a seed, 0…2³²−1, and a stream, so that pictures and edits of one seed differ. */
export function dice(seed: number, stream: number): Dice {
  let [a, b, c, counter] = [seed | 0, stream | 0, 0x9e3779b9 | 0, 1];
  const bits = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) bits();
  const next = (): number => bits() / 4294967296;
  const self: Dice = {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor(next() * (high - low)),
    pick: (items) => items[Math.floor(next() * items.length)] as never,
    weighted: (weights) => {
      const keys = Object.keys(weights) as (keyof typeof weights)[];
      let left = next() * keys.reduce((sum, key) => sum + weights[key], 0);
      return keys.find((key) => (left -= weights[key]) < 0) ?? (keys.at(-1) as (typeof keys)[number]);
    },
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
  return self;
}
