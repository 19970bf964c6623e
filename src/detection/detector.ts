import type { Mask, RgbImage } from '../image/image.ts';

/** Pixels from the top left: x, y, width, height. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** One thing found in a picture. */
export interface Detection {
  /** The label that was asked for. */
  readonly label: string;
  /** 0…1. */
  readonly score: number;
  readonly box: Box;
  /** Its outline at picture size, when the detector knows more than a box. */
  readonly mask?: Mask | undefined;
}

export interface DetectOptions {
  /** Least score, 0…1. */
  readonly threshold: number;
  readonly signal?: AbortSignal | undefined;
}

/** What its maker knows of a detector. */
export interface DetectorTraits {
  /** From which score on a noun counts as found. */
  readonly noun: number;
  /** The same for a noun with an attribute: "red car". */
  readonly attribute: number;
  /** Below this best score a noun is not in the picture. */
  readonly absent: number;
  /** The nouns it knows, when it knows few. */
  readonly vocabulary?: readonly string[] | undefined;
  /** Other words for a noun of the vocabulary. */
  readonly synonyms: Readonly<Record<string, readonly string[]>>;
}

/** Finds things in pictures by their names. */
export interface Detector {
  readonly name: string;
  readonly traits: DetectorTraits;
  /**
   * Looks for every label; the best comes first. Boxes lie inside the picture, the same thing is told once per label.
   *
   * @throws {DOMException} AbortError when cancelled
   */
  detect(image: RgbImage, labels: readonly string[], options: DetectOptions): Promise<readonly Detection[]>;
  dispose(): Promise<void>;
}
