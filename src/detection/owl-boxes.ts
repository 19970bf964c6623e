/** From an OWL detector's outputs to boxes: class logits, thresholds, suppression of what was found twice. */
import type { RgbImage } from '../image/image.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { overlap } from './boxes.ts';
import type { Box, Detection } from './detector.ts';

/** What the picture's graph gives, see `buildOwlImage`. */
export interface OwlFeatures {
  readonly class_embeds: Tensor;
  readonly logit_shift: Tensor;
  readonly logit_scale: Tensor;
  readonly pred_boxes: Tensor;
}

/**
 * Compares every patch with every query: (cosine + shift) · scale.
 *
 * @param queries  text embeddings `[T]` of length 1
 * @returns logits `[1, P, Q]`
 */
export function classLogits(features: OwlFeatures, queries: readonly Float32Array[]): Tensor {
  const [, patches = 0, width = 0] = features.class_embeds.dims;
  const logits = new Float32Array(patches * queries.length);
  for (let patch = 0; patch < patches; patch++) {
    const embedding = features.class_embeds.data.subarray(patch * width, (patch + 1) * width);
    const [shift, scale] = [features.logit_shift.data[patch]!, features.logit_scale.data[patch]!];
    queries.forEach((query, at) => {
      let product = 0;
      for (let i = 0; i < width; i++) product += embedding[i]! * query[i]!;
      logits[patch * queries.length + at] = (product + shift) * scale;
    });
  }
  return tensor([1, patches, queries.length], logits);
}

/** One patch above the threshold: query number, score, corners in pixels, not clipped. */
export interface RawBox {
  readonly query: number;
  readonly score: number;
  readonly corners: readonly [left: number, top: number, right: number, bottom: number];
}

/**
 * Every patch whose best query passes, in the order of the patches, as `post_process_object_detection` has it.
 *
 * @param scale  pixels that 1 means: width and height of the picture, or twice the side of the padded square
 */
export function boxesAbove(
  logits: Tensor,
  boxes: Tensor,
  threshold: number,
  scale: { readonly width: number; readonly height: number },
): RawBox[] {
  const [, patches = 0, queries = 0] = logits.dims;
  const found: RawBox[] = [];
  for (let patch = 0; patch < patches; patch++) {
    const row = logits.data.subarray(patch * queries, (patch + 1) * queries);
    const query = row.indexOf(Math.max(...row));
    const score = 1 / (1 + Math.exp(-row[query]!));
    if (score <= threshold) continue;
    const [x = 0, y = 0, width = 0, height = 0] = boxes.data.subarray(patch * 4, patch * 4 + 4);
    found.push({
      query,
      score,
      corners: [
        (x - width / 2) * scale.width,
        (y - height / 2) * scale.height,
        (x + width / 2) * scale.width,
        (y + height / 2) * scale.height,
      ],
    });
  }
  return found;
}

/** Boxes of one label that overlap more are the same thing (Palaev et al.). */
const SAME_LABEL = 0.4;
/** Boxes of two labels that overlap more are one thing with two names. */
const OTHER_LABEL = 0.85;

/**
 * Clips boxes to the picture, drops those that lie in the padding, and keeps of each thing its best box.
 *
 * @returns the best first
 */
export function toDetections(
  raw: readonly RawBox[],
  labels: readonly string[],
  picture: Pick<RgbImage, 'width' | 'height'>,
): Detection[] {
  const inside = raw.flatMap(({ query, score, corners: [left, top, right, bottom] }): Detection[] => {
    if ((left + right) / 2 > picture.width || (top + bottom) / 2 > picture.height) return [];
    const x = Math.max(0, left);
    const y = Math.max(0, top);
    const box: Box = [x, y, Math.min(right, picture.width) - x, Math.min(bottom, picture.height) - y];
    return box[2] > 0 && box[3] > 0 ? [{ label: labels[query] as string, score, box }] : [];
  });
  return suppressDoubles(inside);
}

/**
 * Greedy: a box goes when a better one of its label, or nearly the same of another label, is already there.
 *
 * @param otherLabel  overlap from which on two labels are names of one thing
 */
export function suppressDoubles(
  detections: readonly Detection[],
  otherLabel: number = OTHER_LABEL,
): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of detections.toSorted((a, b) => b.score - a.score)) {
    const isDouble = kept.some(
      (better) =>
        overlap(better.box, candidate.box) > (better.label === candidate.label ? SAME_LABEL : otherLabel),
    );
    if (!isDouble) kept.push(candidate);
  }
  return kept;
}
