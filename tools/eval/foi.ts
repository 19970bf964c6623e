import { overlay } from '../../src/image/drawing.ts';
import { uniteMasks } from '../../src/image/masks.ts';
import type { Mask } from '../../src/image/image.ts';
import { type EvalContext, openEvalContext, type Painted, scenePicture } from './context.ts';
import { mean, percent, times } from './numbers.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { makeEdit, type EditKind, type EditPair } from './pocket/edits.ts';
import { count, difference, isDone, maskOverlap, score, type Score } from './pocket/figures.ts';
import { plainStep, plannedSteps } from './pocket/requests.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** Focus on Your Instruction against plain InstructPix2Pix: is the edit made, and does the rest stay. */
export const suite: EvalSuite = { name: 'foi', run };

const PAIRS = 200;
/** Edits of one place. Moves and sizes are not painted but copied (suite `instance`). */
const LOCAL: ReadonlySet<EditKind> = new Set(['replace', 'recolor', 'remove', 'add']);
/** Masks of attention are found in the first step: no need to paint to the end. */
const MASK_STEPS = 3;

/** The local edits from a seed on. */
function* localEdits(seed: number): Generator<readonly [seed: number, pair: EditPair]> {
  for (let at = seed; ; at++) {
    const pair = makeEdit(at);
    if (pair.kinds.length === 1 && pair.kinds.every((kind) => LOCAL.has(kind))) yield [at, pair];
  }
}

interface Tally {
  readonly done: Score;
  /** By the first try alone. */
  readonly doneOnce: Score;
  readonly plainDone: Score;
  readonly truthDone: Score;
  /** Mean absolute errors, 0…1: outside the true mask, and outside the found one. */
  readonly outside: {
    ours: number;
    plain: number;
    autoencoder: number;
    restored: number;
    /** Against the source as the autoencoder gives it back. */
    drift: number;
    plainDrift: number;
  }[];
  readonly beyondMask: { ours: number; plain: number }[];
  readonly overlaps: { detector: number; attention: number }[];
  readonly byKind: Map<string, { readonly ours: Score; readonly plain: Score }>;
  refused: number;
  /** Edits whose mask was not trusted, so that nothing was restored. */
  unmasked: number;
}

async function run({ seed, count: pairs = PAIRS, onProgress, show }: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext();
  const tally: Tally = {
    done: score(),
    doneOnce: score(),
    plainDone: score(),
    truthDone: score(),
    outside: [],
    beyondMask: [],
    overlaps: [],
    byKind: new Map(),
    refused: 0,
    unmasked: 0,
  };
  try {
    for (const [at, pair] of localEdits(seed)) {
      await measure(context, tally, at, pair, show);
      onProgress?.(tally.done.tries, pairs, 'foi');
      if (tally.done.tries >= pairs) break;
    }
  } finally {
    await context.dispose();
  }
  return rows(tally);
}

async function measure(
  context: EvalContext,
  tally: Tally,
  seed: number,
  pair: EditPair,
  show: EvalOptions['show'],
): Promise<void> {
  const source = scenePicture(pair.before.data);
  const steps = await plannedSteps(context, pair);
  const plain = await context.paint({ steps: [plainStep(pair)], source, settings: { seed } });
  const ours = await context.paint({ steps, source, settings: { seed }, wantsUnrestored: true });
  // The product looks and tries again; what the method does by itself is its first try.
  const once =
    (ours.result?.attempt ?? 0) === 0
      ? ours
      : await context.paint({ steps, source, settings: { seed, attempts: 1 } });
  count(tally.doneOnce, isDone(context.judge, once.picture.data, pair));
  const kind = pair.kinds[0] as string;
  const hits = tally.byKind.get(kind) ?? { ours: score(), plain: score() };
  tally.byKind.set(kind, hits);
  const [isOurs, isPlain] = [ours, plain].map(({ picture }) => isDone(context.judge, picture.data, pair));
  for (const to of [tally.done, hits.ours]) count(to, isOurs === true);
  for (const to of [tally.plainDone, hits.plain]) count(to, isPlain === true);
  count(tally.truthDone, isDone(context.judge, pair.after.data, pair));
  const found = ours.result?.masks.map(({ mask }) => mask) ?? [];
  const doubts = ours.result?.notes ?? [];
  const tiles = [
    { image: source, caption: pair.instruction },
    { image: plain.picture, caption: `plain${isPlain === true ? ' ✓' : ''}` },
    { image: ours.result?.unrestored ?? ours.picture, caption: 'unrestored' },
    { image: ours.picture, caption: ours.refusal ?? `ours${isOurs === true ? ' ✓' : ''}` },
    { image: found[0] === undefined ? source : overlay(source, found[0]), caption: 'mask' },
    { image: scenePicture(pair.after.data), caption: 'truth' },
  ];
  show?.(tiles);
  if (ours.refusal !== undefined) tally.refused++;
  else await compareOutside(context, tally, pair, { ours, plain });
  if (doubts.length > 0) tally.unmasked++;
  if (found[0] === undefined) return;
  const truth = trueMask(pair);
  const settings = { seed, steps: MASK_STEPS, maskSource: 'attention' };
  const seen = (await context.paint({ steps, source, settings })).result?.masks[0]?.mask;
  tally.overlaps.push({
    detector: maskOverlap(found[0].data, truth),
    attention: seen === undefined ? 0 : maskOverlap(seen.data, truth),
  });
}

/** What is visible of the object before and after: where the edit belongs. */
function trueMask({ touched, made, before, after }: EditPair): Float32Array {
  const masks = [...touched.map((at) => before.masks[at]), ...made.map((at) => after.masks[at])];
  return Float32Array.from({ length: SIDE * SIDE }, (_, pixel) =>
    Math.max(0, ...masks.map((mask) => mask?.[pixel] ?? 0)),
  );
}

async function compareOutside(
  { roundTrip }: EvalContext,
  tally: Tally,
  pair: EditPair,
  { ours, plain }: { readonly ours: Painted; readonly plain: Painted },
): Promise<void> {
  const before = pair.before.data;
  const unchanged = pair.changed.map((value) => 1 - value);
  const unrestored = ours.result?.unrestored ?? ours.picture;
  const errorAt = (where: Float32Array, data: Uint8Array): number => difference(data, before, where);
  const again = (await roundTrip(scenePicture(before))).data;
  tally.outside.push({
    ours: errorAt(unchanged, unrestored.data),
    plain: errorAt(unchanged, plain.picture.data),
    autoencoder: errorAt(unchanged, again),
    restored: errorAt(unchanged, ours.picture.data),
    drift: difference(unrestored.data, again, unchanged),
    plainDrift: difference(plain.picture.data, again, unchanged),
  });
  const masks = ours.result?.masks.map(({ mask }) => mask) ?? [];
  const beyond = uniteMasks(masks as [Mask, ...Mask[]]).data.map((value) => (value > 0 ? 0 : 1));
  tally.beyondMask.push({
    ours: errorAt(beyond, ours.picture.data),
    plain: errorAt(beyond, plain.picture.data),
  });
}

const meanOf = <K extends string>(list: readonly Readonly<Record<K, number>>[], key: K): number =>
  mean(list.map((each) => each[key]));

function rows({ done, doneOnce, plainDone, truthDone, ...tally }: Tally): EvalRow[] {
  const [ours, plain] = [meanOf(tally.outside, 'ours'), meanOf(tally.outside, 'plain')];
  const [kept, lost] = [meanOf(tally.beyondMask, 'ours'), meanOf(tally.beyondMask, 'plain')];
  const [drift, plainDrift] = [meanOf(tally.outside, 'drift'), meanOf(tally.outside, 'plainDrift')];
  const floor = meanOf(tally.outside, 'autoencoder');
  return [
    {
      figure: `asked change is there (${done.tries}; the truth: ${percent(truthDone)})`,
      value: percent(done),
      plain: percent(plainDone),
      goal: 'not lower than plain',
    },
    { figure: '… by the first try alone', value: percent(doneOnce), plain: percent(plainDone) },
    ...[...tally.byKind]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([kind, hits]) => ({
        figure: `… ${kind} (${hits.ours.tries})`,
        value: percent(hits.ours),
        plain: percent(hits.plain),
      })),
    {
      figure: 'error outside the true mask, before restoring',
      value: `${ours.toFixed(4)} = ${times(ours, plain)}`,
      plain: plain.toFixed(4),
      goal: '≤ 0.3 × plain',
    },
    {
      figure: '… against the source as the autoencoder gives it back',
      value: `${drift.toFixed(4)} = ${times(drift, plainDrift)}`,
      plain: plainDrift.toFixed(4),
    },
    { figure: '… of that the autoencoder alone', value: floor.toFixed(4), plain: floor.toFixed(4) },
    {
      figure: '… after restoring',
      value: `${meanOf(tally.outside, 'restored').toFixed(4)} = ${times(meanOf(tally.outside, 'restored'), plain)}`,
      plain: plain.toFixed(4),
    },
    {
      figure: 'error outside the found mask, after restoring',
      value: `${kept.toFixed(4)} = ${times(kept, lost)}`,
      plain: lost.toFixed(4),
      goal: '≤ 0.1 × plain',
    },
    {
      figure: `mask against the object before and after, mean IoU, with detector (${tally.overlaps.length})`,
      value: meanOf(tally.overlaps, 'detector').toFixed(3),
      plain: `${meanOf(tally.overlaps, 'attention').toFixed(3)} by attention alone`,
      goal: '≥ 0.75',
    },
    { figure: 'refused, or asked back', value: tally.refused },
    { figure: 'mask doubted, so nothing restored', value: tally.unmasked },
  ];
}
