/** One line of a bench table. */
export interface BenchRow {
  readonly work: string;
  /** Absent when it could not be measured; `note` then says why. */
  readonly value: number | undefined;
  readonly unit: 's' | '×' | 'MiB' | 'ms' | 'dB' | '';
  readonly note?: string | undefined;
  readonly goal?: string | undefined;
}

export interface BenchOptions {
  /** Leave out what takes minutes: the full-size U-Net. */
  readonly quick: boolean;
}

export interface BenchSuite {
  readonly name: string;
  run(options: BenchOptions): Promise<readonly BenchRow[]>;
}

/** The middle of an odd number of measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** Seconds that a piece of work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
