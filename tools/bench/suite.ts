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
  /** Build other programs for this processor where a wheel is for any. */
  readonly buildPeers?: boolean;
  /** Only the parts of a suite whose name contains this. */
  readonly only?: string | undefined;
  /** How many people come at once, in a suite to which people come. */
  readonly users?: number | undefined;
}

/** Rows that are measured together, and stand or fall together. */
export interface BenchPart {
  readonly name: string;
  /** Takes minutes. */
  readonly isLong?: boolean;
  rows(): Promise<readonly BenchRow[]>;
}

/** Measures one part after another; one that fails is a row that says so, and the others go on. */
export async function measureParts(
  parts: readonly BenchPart[],
  { quick, only = '' }: BenchOptions,
): Promise<BenchRow[]> {
  const chosen = parts.filter(({ name }) => name.includes(only));
  if (chosen.length === 0) {
    const names = parts.map(({ name }) => name).join(', ');
    return [skipped(only, `--only: no part has this in its name, expected one of ${names}`)];
  }
  const rows: BenchRow[] = [];
  for (const part of chosen) {
    const { name, isLong } = part;
    if (quick && isLong === true) {
      rows.push(skipped(name, 'takes minutes: leave --quick out'));
      continue;
    }
    console.error(`measuring ${name}`);
    const measured = await part.rows().catch((error: Error) => [skipped(name, error.message)]);
    rows.push(...measured);
    for (const { work, value, unit, note } of measured)
      console.error(`  ${work}: ${value === undefined ? note : `${value.toPrecision(3)} ${unit}`}`);
  }
  return rows;
}

/** A row without a figure, and why there is none. */
export const skipped = (work: string, note: string): BenchRow => ({ work, value: undefined, unit: '', note });

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
