import type { RgbImage } from '../../src/image/image.ts';

/** A picture of a contact sheet with the words under it. */
export interface Tile {
  readonly image: RgbImage;
  readonly caption: string;
}

/** What the command line asks of a suite. */
export interface EvalOptions {
  readonly seed: number;
  /** How many cases at most; absent: the suite's own number. */
  readonly count?: number | undefined;
  /** Folder of pictures with instructions, for the suites that measure on those. */
  readonly images?: string | undefined;
  /** Told after every case. */
  readonly onProgress?: ((done: number, of: number, what: string) => void) | undefined;
  /** Takes one row of pictures for people to look at; absent: nobody looks. */
  readonly show?: ((tiles: readonly Tile[]) => void) | undefined;
}

/** One line of the table. */
export interface EvalRow {
  readonly figure: string;
  readonly value: number | string;
  /** The same without the method, measured in the same run. */
  readonly plain?: number | string | undefined;
  /** What it should be, in words: "≥ 90 %". */
  readonly goal?: string | undefined;
}

export interface EvalSuite {
  readonly name: string;
  run(options: EvalOptions): Promise<readonly EvalRow[]>;
}
