import type { Box } from '../../src/detection/detector.ts';
import type { FoundObject, PaintSettings } from '../../src/engine/engine.ts';
import { overlap } from '../../src/detection/boxes.ts';
import { growMask } from '../../src/image/cut-out.ts';
import type { Mask, RgbImage } from '../../src/image/image.ts';
import { uniteMasks } from '../../src/image/masks.ts';
import { type EvalContext, openEvalContext, type Painted, scenePicture } from './context.ts';
import { mean, percent } from './numbers.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { bestShift, count, decibelsWhere, difference, maskOverlap, score } from './pocket/figures.ts';
import { cellsOf, judgeCells } from './pocket/judge.ts';
import { distinctScene, promptOf, surest } from './pocket/layouts.ts';
import { type Move, moveOf } from './pocket/moves.ts';
import { plainStep } from './pocket/requests.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** Instance moves by copying on drawn scenes, and both ways of moving on pictures painted from words. */
export const suite: EvalSuite = { name: 'instance', run };

const SCENES = 200;
const STREAM = 7;
/** A guided move costs as much as twenty copies: one picture for so many scenes. */
const GUIDED_SHARE = 8;
/** Pixels around a place that a soft edge may touch. */
const RIM = 8;
/** How far the whole picture is looked for beside its place, pixels. */
const SHIFT = 3;
/** Where things are moved to in a guided move, as share of the width. */
const GUIDED_SHIFT = 0.3;

const newWay = () => ({
  half: score(),
  most: score(),
  clean: score(),
  hole: [] as number[],
  wound: [] as number[],
  rest: [] as number[],
  unshifted: score(),
});
type Way = ReturnType<typeof newWay>;

async function run(options: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext();
  try {
    return [...(await onScenes(context, options)), ...(await onPaintings(context, options))];
  } finally {
    await context.dispose();
  }
}

/** Moves with a drawn truth: by the product, by plain InstructPix2Pix, and the truth itself as the most to be had. */
async function onScenes(
  context: EvalContext,
  { seed, count: scenes = SCENES, onProgress, show }: EvalOptions,
): Promise<EvalRow[]> {
  const [ours, plain, truth] = [newWay(), newWay(), newWay()];
  let refused = 0;
  for (let at = 0; at < scenes; at++) {
    const move = moveOf(seed + at);
    const source = scenePicture(move.before.data);
    const settings = { seed: seed + at };
    const moved = await context.paint({ steps: [move.step], source, settings });
    // What is compared is the way of moving, not how often it is tried.
    const told = await context.paint({
      steps: [plainStep(move)],
      source,
      settings: { ...settings, attempts: 1 },
    });
    const drawn = scenePicture(move.after.data);
    if (moved.refusal !== undefined) refused++;
    const { word } = judgeCells(context.judge(drawn.data), cellsOf(move.newMask));
    const there = { word, mask: objectMask(drawn, move) };
    tell(context, ours, move, there, moved.picture);
    tell(context, plain, move, there, told.picture);
    tell(context, truth, move, there, drawn);
    show?.([
      { image: source, caption: move.instruction },
      { image: told.picture, caption: 'plain' },
      { image: moved.picture, caption: moved.refusal ?? 'ours' },
      { image: drawn, caption: 'truth' },
    ]);
    onProgress?.(at + 1, scenes, 'instance');
  }
  return [...sceneRows(ours, plain, truth), { figure: 'refused, or asked back', value: refused }];
}

/** What differs from the empty place by more than a picture's noise is the object. */
const LEAST_DIFFERENCE = 40;

/** What is seen of the object in the true picture: white on snow, and what the judge mistakes, it is there too. */
interface Sight {
  readonly word: string | undefined;
  readonly mask: Float32Array;
}

function tell({ judge }: EvalContext, way: Way, move: Move, there: Sight, picture: RgbImage): void {
  const { before, after, empty, oldMask, newMask } = move;
  const seen = judge(picture.data);
  const isThere = judgeCells(seen, cellsOf(newMask)).word === there.word;
  const fit = isThere ? maskOverlap(objectMask(picture, move), there.mask) : 0;
  count(way.half, fit >= 0.5);
  count(way.most, fit >= 0.8);
  // Of a short move the old place is partly the new one.
  const left = oldMask.map((value, pixel) => value * (1 - newMask[pixel]!));
  count(way.clean, judgeCells(seen, cellsOf(left)).word !== move.word);
  const hole = oldMask.map((value, pixel) => (value > 0.5 && newMask[pixel]! < 0.01 ? 1 : 0));
  way.hole.push(difference(picture.data, after.data, hole));
  way.wound.push(difference(before.data, empty.data, hole));
  const [old, fresh] = [oldMask, newMask].map((data) => ({ width: SIDE, height: SIDE, data }));
  const touched = growMask(uniteMasks([old as Mask, fresh as Mask]), RIM).data;
  const rest = touched.map((value) => 1 - value);
  way.rest.push(decibelsWhere(picture.data, before.data, rest));
  count(
    way.unshifted,
    bestShift(picture.data, before.data, rest, SHIFT).every((pixels) => pixels === 0),
  );
}

/** The pixels of the object near its target: those that differ from the place without it. */
function objectMask({ data }: RgbImage, { empty, to }: Move): Float32Array {
  const [left, top, right, bottom] = to.box;
  const [dx, dy] = [(right - left) / 2, (bottom - top) / 2];
  return Float32Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    if (x < left - dx || x > right + dx || y < top - dy || y > bottom + dy) return 0;
    const apart = [0, 1, 2].map((c) => Math.abs(data[pixel * 3 + c]! - empty.data[pixel * 3 + c]!));
    return Math.max(...apart) >= LEAST_DIFFERENCE ? 1 : 0;
  });
}

function sceneRows(ours: Way, plain: Way, truth: Way): EvalRow[] {
  const row = (figure: string, of: (way: Way) => string, goal?: string): EvalRow => ({
    figure: `${figure} (the truth: ${of(truth)})`,
    value: of(ours),
    plain: of(plain),
    goal,
  });
  return [
    row(`object at the target, IoU ≥ 0.5, ${ours.half.tries} moves`, ({ half }) => percent(half), '≥ 95 %'),
    row('object at the target, IoU ≥ 0.8', ({ most }) => percent(most), '≥ 85 %'),
    row('hole clean: object not found there', ({ clean }) => percent(clean), '≥ 95 %'),
    row(
      `hole against the true background, mean error (the object there: ${mean(ours.wound).toFixed(3)})`,
      ({ hole }) => mean(hole).toFixed(4),
    ),
    row('rest of the picture, dB', ({ rest }) => mean(rest).toFixed(1), '≥ 45'),
    row('rest of the picture not shifted', ({ unshifted }) => percent(unshifted), '100 %'),
  ];
}

/** Moves in pictures that were painted from words, where gradients can do it too; there is no truth but the target. */
async function onPaintings(
  context: EvalContext,
  { seed, count: scenes = SCENES, onProgress, show }: EvalOptions,
): Promise<EvalRow[]> {
  const pictures = Math.max(1, Math.round(scenes / GUIDED_SHARE));
  const methods = ['copy', 'palaev', 'palaev-plus'] as const;
  const figures = methods.map(() => ({ half: score(), clean: score(), rest: [] as number[] }));
  for (let at = 0, made = 0; made < pictures && at < pictures * 4; at++) {
    const prompt = promptOf(distinctScene(seed + at, STREAM, 1));
    const settings = { seed: seed + at, attempts: 1 };
    const painted = await context.paint({ steps: [{ kind: 'generate', prompt }], settings });
    const object = painted.result?.objects?.toSorted((a, b) => b.score - a.score)[0];
    if (object === undefined || !prompt.includes(object.label)) continue;
    made++;
    const target = shifted(object.box);
    const tiles = [{ image: painted.picture, caption: prompt }];
    for (const [index, method] of methods.entries()) {
      const { attempt } = painted.result ?? {};
      const moved = await moveBy(context, painted, object, { ...settings, attempt, method }, prompt, target);
      tally(figures[index], painted, object, target, moved);
      tiles.push({ image: moved.picture, caption: moved.refusal ?? method });
    }
    show?.(tiles);
    onProgress?.(made, pictures, 'instance, guided');
  }
  return methods.flatMap((method, index): EvalRow[] => {
    const { half, clean, rest } = figures[index] as (typeof figures)[number];
    const head = `painted pictures (${half.tries}), ${method}:`;
    return [
      { figure: `${head} at the target, IoU ≥ 0.5`, value: percent(half) },
      { figure: `${head} hole clean`, value: percent(clean) },
      { figure: `${head} rest of the picture, dB`, value: mean(rest).toFixed(1) },
    ];
  });
}

/** The box moved to the side with more room. */
function shifted([x, y, width, height]: Box): Box {
  const side = x + width / 2 < SIDE / 2 ? 1 : -1;
  return [Math.min(Math.max(0, x + side * GUIDED_SHIFT * SIDE), SIDE - width), y, width, height];
}

async function moveBy(
  { paint }: EvalContext,
  { picture }: Painted,
  { label, box }: FoundObject,
  settings: PaintSettings,
  prompt: string,
  target: Box,
): Promise<Painted> {
  const step = {
    kind: 'place',
    instruction: `move the ${label}`,
    object: { words: `the ${label}`, noun: label },
    operation: 'move',
    dx: (target[0] - box[0]) / SIDE,
    dy: 0,
  } as const;
  return paint({
    steps: [step],
    source: picture,
    sourcePrompt: prompt,
    sourceCaption: prompt,
    sourceSettings: { seed: settings.seed, attempt: settings.attempt },
    settings,
  });
}

function tally(
  figures: { half: ReturnType<typeof score>; clean: ReturnType<typeof score>; rest: number[] } | undefined,
  painted: Painted,
  { label, box }: FoundObject,
  target: Box,
  { picture, result }: Painted,
): void {
  if (figures === undefined) return;
  const found = (result?.objects ?? []).filter((each) => each.label === label);
  const best = surest(found, label);
  count(
    figures.half,
    found.some((each) => overlap(each.box, target) >= 0.5),
  );
  count(figures.clean, best !== undefined && !found.some((each) => overlap(each.box, box) >= 0.5));
  const rest = new Float32Array(SIDE * SIDE).fill(1);
  for (const [x, y, width, height] of [box, target])
    for (let row = Math.max(0, Math.floor(y - RIM)); row < Math.min(SIDE, y + height + RIM); row++)
      rest.fill(
        0,
        row * SIDE + Math.max(0, Math.floor(x - RIM)),
        row * SIDE + Math.min(SIDE, Math.ceil(x + width + RIM)),
      );
  figures.rest.push(decibelsWhere(picture.data, painted.picture.data, rest));
}
