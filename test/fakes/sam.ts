import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphBuilder, type Graph, type Value } from '../../src/compiler/graph.ts';
import { concat, isPositive, reduce, reshape, slice, subtract, where } from '../../src/compiler/ops.ts';
import { writeOnnx } from '../../src/compiler/onnx.ts';

/** Side of the pictures that the tiny segmenter takes, and of its masks. */
export const SAM_SIDE = 64;
const CELLS = 16;
const CELL = SAM_SIDE / CELLS;

/** How the decoder of an export is told what is meant. */
export type SamPrompt = 'boxes' | 'points' | 'text';

/** Brightness of the picture, cell by cell. */
function encoder(): Graph {
  const g = new GraphBuilder('vision_encoder');
  const pixels = g.input('pixel_values', [1, 3, SAM_SIDE, SAM_SIDE]);
  const pooled = g.node('AveragePool', [pixels], [1, 3, CELLS, CELLS], {
    attributes: { kernel_shape: [CELL, CELL], strides: [CELL, CELL] },
  });
  g.output('image_embeddings', reduce(g, 'ReduceMean', pooled, [1]));
  g.output('image_positional_embeddings', g.constant([1, 1], [0]));
  return g.build();
}

/** What is bright inside the box is inside the mask; the network trusts its second mask most. */
function decoder(prompt: SamPrompt): Graph {
  const g = new GraphBuilder('prompt_encoder_mask_decoder');
  const embeddings = g.input('image_embeddings', [1, 1, CELLS, CELLS]);
  g.input('image_positional_embeddings', [1, 1]);
  const corners = cornersOf(g, prompt);
  const centres = Array.from({ length: CELLS }, (_, at) => (at + 0.5) * CELL);
  const x = g.constant([1, 1, 1, 1, CELLS], centres);
  const y = g.constant([1, 1, 1, CELLS, 1], centres);
  const [left, top, right, bottom] = corners as [Value, Value, Value, Value];
  const larger = (a: Value, b: Value): Value => g.node('Max', [a, b], [1, 1, 1, CELLS, CELLS]);
  const outside = larger(
    larger(subtract(g, left, x), subtract(g, x, right)),
    larger(subtract(g, top, y), subtract(g, y, bottom)),
  );
  const inside = subtract(g, g.constant([], [0]), outside);
  const bright = isPositive(g, reshape(g, embeddings, [1, 1, 1, CELLS, CELLS]));
  const nowhere = g.constant([1, 1, 1, CELLS, CELLS], new Float32Array(CELLS * CELLS).fill(-8));
  const mask = where(g, bright, inside, nowhere);
  const everywhere = g.constant([1, 1, 1, CELLS, CELLS], new Float32Array(CELLS * CELLS).fill(8));
  g.output('iou_scores', g.constant([1, 1, 3], [0.2, 0.9, 0.4]));
  g.output('pred_masks', concat(g, [nowhere, mask, everywhere], 2));
  return g.build();
}

/** The corners of the box, or of the two points outside. */
function cornersOf(g: GraphBuilder, prompt: SamPrompt): readonly Value[] {
  const single = (value: Value): Value => reshape(g, value, [1, 1, 1, 1, 1]);
  if (prompt === 'text') {
    const words = g.input('input_ids', [1, 1, 4]);
    return [0, 1, 2, 3].map((at) => single(slice(g, words, 2, at, at + 1)));
  }
  if (prompt === 'boxes') {
    g.input('input_points', [1, 1, 1, 2]);
    g.input('input_labels', [1, 1, 1], 'int64');
    const boxes = g.input('input_boxes', [1, 1, 4]);
    return [0, 1, 2, 3].map((at) => single(slice(g, boxes, 2, at, at + 1)));
  }
  const points = g.input('input_points', [1, 1, 3, 2]);
  g.input('input_labels', [1, 1, 3], 'int64');
  return [1, 2].flatMap((point) =>
    [0, 1].map((axis) => single(slice(g, slice(g, points, 2, point, point + 1), 3, axis, axis + 1))),
  );
}

/** Writes a segmenter as transformers.js exports it: what is bright in the box is the object. */
export async function writeTinySam(prompt: SamPrompt = 'boxes'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'limner-sam-'));
  await mkdir(join(folder, 'onnx'));
  await writeFile(join(folder, 'onnx', 'vision_encoder.onnx'), writeOnnx(encoder()));
  await writeFile(join(folder, 'onnx', 'prompt_encoder_mask_decoder.onnx'), writeOnnx(decoder(prompt)));
  await writeFile(
    join(folder, 'preprocessor_config.json'),
    JSON.stringify({ image_processor_type: 'SamImageProcessor', size: { longest_edge: SAM_SIDE } }),
  );
  return folder;
}
