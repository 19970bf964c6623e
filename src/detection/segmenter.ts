import type { Mask, RgbImage } from '../image/image.ts';
import type { Box } from './detector.ts';

/** Outlines what is in a box. */
export interface Segmenter {
  readonly name: string;
  /**
   * Outlines one thing per box; the picture is encoded once, however many boxes.
   *
   * @returns masks at picture size, values 0 and 1, in the order of the boxes
   * @throws {DOMException} AbortError when cancelled
   */
  segment(image: RgbImage, boxes: readonly Box[], signal?: AbortSignal): Promise<readonly Mask[]>;
  dispose(): Promise<void>;
}
