/** What the command line asks of a suite. */
export interface EvalOptions {
  readonly seed: number;
  /** How many cases at most; absent: the suite's own number. */
  readonly count?: number | undefined;
}

/** One line of the table. */
export interface EvalRow {
  readonly figure: string;
  readonly value: number | string;
  /** What it should be, in words: "≥ 90 %". */
  readonly goal?: string | undefined;
}

export interface EvalSuite {
  readonly name: string;
  run(options: EvalOptions): Promise<readonly EvalRow[]>;
}
