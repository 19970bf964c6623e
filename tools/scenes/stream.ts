/**
 * Scenes and edits without end, for the trainer: `node --import tsx tools/scenes/stream.ts --seed 1000000 --words 60`.
 * On the standard output, for each: the length of the head (uint32, little-endian), the head (JSON: `Head`), then for
 * each of its one or two pictures RGB of `SIDE` × `SIDE` and `MOST_THINGS` masks of 16 × 16 (0…255), and at the end what
 * matters, 32 × 32 (0…255): the things of a scene, or what an edit changes.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { caption, unmarked, type Span } from './captions.ts';
import { MOST_THINGS, newEdit } from './edits.ts';
import { loadPictures, SIDE } from './material.ts';
import { painter, type Painting } from './painter.ts';
import { dice } from './random.ts';
import { newScene } from './sample.ts';
import type { Scene } from './scene.ts';
import { vocabulary, VOCABULARY } from './vocabulary.ts';

/** What is said of a scene (one picture) or an edit (two: before and after). */
interface Head {
  readonly seed: number;
  readonly text: string;
  /** What nouns stand for: 0…3 things of the first picture, 4…7 of the second. */
  readonly spans: readonly Span[];
  readonly kinds: readonly string[];
  readonly pictures: 1 | 2;
  /** Things of each picture; boxes of what is visible: left, top, right, bottom, pixels. */
  readonly things: readonly (readonly { word: string; color: string | null; box: readonly number[] }[])[];
}

const CELLS = 16;
const LATENTS = 32;
/** Seeds from here to `HELD_OUT_END` are for the evaluation: they alone bring held-out pairs and wordings. */
const [HELD_OUT, HELD_OUT_END] = [100_000, 200_000];

const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '1000000' },
    count: { type: 'string', default: 'Infinity' },
    edits: { type: 'string', default: '0.4' },
    words: { type: 'string', default: String(VOCABULARY.all) },
    single: { type: 'string', default: '0' },
  },
});
const words = vocabulary(Number(given.words));
const paint = painter(await loadPictures());
process.stdout.on('error', () => process.exit(0));

const first = Number(given.seed);
for (let seed = first; seed < first + Number(given.count); seed++)
  if (!process.stdout.write(item(seed))) await once(process.stdout, 'drain');

function item(seed: number): Buffer {
  const heldOut = seed >= HELD_OUT && seed < HELD_OUT_END;
  const options = { vocabulary: words, heldOut, single: Number(given.single) };
  const [choice, roll] = [dice(seed, 0), dice(seed, 3)];
  const unseen = heldOut && choice.chance(0.5);
  const edit = choice.chance(Number(given.edits)) ? newEdit(roll, options, unseen) : undefined;
  const scenes = edit === undefined ? [newScene(roll, options)] : [edit.source, edit.target];
  const { text, spans } = unmarked(edit?.instruction ?? caption(scenes[0]!, roll, unseen));
  const paintings = scenes.map(paint);
  const head: Head = {
    seed,
    text,
    spans,
    kinds: edit?.kinds ?? [],
    pictures: edit === undefined ? 1 : 2,
    things: scenes.map((scene, index) => thingsOf(scene, paintings[index]!)),
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([
    length,
    json,
    ...paintings.flatMap(({ data, masks }) => [
      data,
      ...Array.from({ length: MOST_THINGS }, (_, index) => shares(masks[index], CELLS)),
    ]),
    shares(matters(paintings), LATENTS),
  ]);
}

function thingsOf(scene: Scene, { masks }: Painting): Head['things'][number] {
  return scene.things.map(({ word, color }, index) => ({
    word,
    color: color ?? null,
    box: boxOf(masks[index]!),
  }));
}

function boxOf(mask: Float32Array): readonly number[] {
  let [left, top, right, bottom] = [SIDE, SIDE, 0, 0];
  for (let i = 0; i < mask.length; i++)
    if (mask[i]! > 0.1) {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + 1);
      bottom = Math.max(bottom, y + 1);
    }
  return [left, top, right, bottom];
}

/** The things of a picture, or the pixels that differ between two. */
function matters([before, after]: readonly Painting[]): Float32Array {
  const out = new Float32Array(SIDE * SIDE);
  if (after === undefined) {
    for (const mask of before!.masks)
      for (let i = 0; i < out.length; i++) out[i] = Math.min(out[i]! + mask[i]!, 1);
    return out;
  }
  for (let i = 0; i < out.length * 3; i++)
    if (Math.abs(before!.data[i]! - after.data[i]!) > 5) out[Math.floor(i / 3)] = 1;
  return out;
}

/** Means over squares, 0…255. */
function shares(mask: Float32Array | undefined, cells: number): Uint8Array {
  const out = new Uint8Array(cells * cells);
  if (mask === undefined) return out;
  const sums = new Float32Array(cells * cells);
  const side = SIDE / cells;
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++)
      sums[Math.floor(y / side) * cells + Math.floor(x / side)]! += mask[y * SIDE + x]!;
  sums.forEach((sum, index) => (out[index] = Math.round((sum / side / side) * 255)));
  return out;
}
