import { type EvalContext, openEvalContext, scenePicture } from './context.ts';
import { mean, percent } from './numbers.ts';
import { shortCaption } from './pocket/captions.ts';
import { makeEdit, type EditPair } from './pocket/edits.ts';
import { count, decibelsWhere, isDone, score, type Score } from './pocket/figures.ts';
import { dice } from '../scenes/random.ts';
import { plainStep } from './pocket/requests.ts';
import type { EngineRequest } from '../../src/engine/engine.ts';
import type { EvalOptions, EvalRow, EvalSuite, Tile } from './suite.ts';

/**
 * Noisy-image input with target captions (the poster's way) against plain InstructPix2Pix: both are run at several
 * settings, and how like the source their pictures are is compared where they succeed equally often.
 */
export const suite: EvalSuite = { name: 'cmu', run };

const PAIRS = 200;
const STREAM = 8;
/** Image guidance of the plain way: the higher, the more it keeps. */
const IMAGE_GUIDANCE = [1.2, 1.5, 2, 2.5];
/** Share of the steps of the noisy-image input: the lower, the more it keeps. */
const STRENGTHS = [0.5, 0.6, 0.7, 0.8];
/** The poster's settings cost 150 steps: one pair in so many. */
const POSTER_SHARE = 8;

/** One setting of a way. */
interface Point {
  readonly name: string;
  readonly done: Score;
  /** Peak signal-to-noise ratio against the source outside of what was asked to change, dB. */
  readonly likeness: number[];
}
const point = (name: string): Point => ({ name, done: score(), likeness: [] });

async function run({ seed, count: pairs = PAIRS, onProgress, show }: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext();
  const plain = IMAGE_GUIDANCE.map((scale) => point(`image guidance ${scale}`));
  const ours = STRENGTHS.map((strength) => point(`strength ${strength}`));
  const poster = point('poster: 150 steps, strength 0.5');
  const refusals = new Set<string>();
  const edits = repaintings(seed);
  try {
    for (let at = 0; at < pairs; at++) {
      const [own, pair] = edits.next().value as readonly [number, EditPair];
      const paint = (to: Point, request: Omit<EngineRequest, 'source'>): Promise<Tile> =>
        measure(context, to, pair, request, refusals);
      const prompt = shortCaption(pair.target, dice(own, STREAM)).text;
      const settings = { seed: own };
      const tiles = [{ image: scenePicture(pair.before.data), caption: pair.instruction }];
      for (const [index, imageGuidanceScale] of IMAGE_GUIDANCE.entries()) {
        const request = { steps: [plainStep(pair)], settings: { ...settings, imageGuidanceScale } };
        tiles.push(await paint(plain[index] as Point, request));
      }
      for (const [index, strength] of STRENGTHS.entries())
        tiles.push(
          await paint(ours[index] as Point, { steps: [{ kind: 'redraw', prompt, strength }], settings }),
        );
      if (at % POSTER_SHARE === 0) {
        const step = { kind: 'redraw', prompt, strength: 0.5, preset: 'cmu' } as const;
        tiles.push(await paint(poster, { steps: [step], settings }));
      }
      show?.([...tiles, { image: scenePicture(pair.after.data), caption: 'truth' }]);
      onProgress?.(at + 1, pairs, 'cmu');
    }
  } finally {
    await context.dispose();
  }
  return rows(ours, plain, poster, refusals);
}

/** Edits that repaint something where it is: moves and sizes are not painted but copied. */
function* repaintings(seed: number): Generator<readonly [seed: number, pair: EditPair]> {
  for (let at = seed; ; at++) {
    const pair = makeEdit(at);
    if (!pair.kinds.some((kind) => kind === 'move' || kind === 'resize' || kind === 'background'))
      yield [at, pair];
  }
}

async function measure(
  context: EvalContext,
  to: Point,
  pair: EditPair,
  request: Omit<EngineRequest, 'source'>,
  refusals: Set<string>,
): Promise<Tile> {
  const source = scenePicture(pair.before.data);
  const { picture, refusal } = await context.paint({ ...request, source });
  if (refusal !== undefined) refusals.add(refusal);
  const isThere = isDone(context.judge, picture.data, pair);
  count(to.done, isThere);
  const unchanged = pair.changed.map((value) => 1 - value);
  to.likeness.push(decibelsWhere(picture.data, source.data, unchanged));
  return { image: picture, caption: `${to.name}${isThere ? ' ✓' : ''}` };
}

const successOf = ({ done }: Point): number => done.hits / Math.max(done.tries, 1);
const likenessOf = ({ likeness }: Point): number => mean(likeness);

/** The setting that keeps most of those which succeed at least so often. */
function keepsMost(points: readonly Point[], success: number): Point | undefined {
  return points
    .filter((each) => successOf(each) >= success)
    .toSorted((a, b) => likenessOf(b) - likenessOf(a))[0];
}

function rows(
  ours: readonly Point[],
  plain: readonly Point[],
  poster: Point,
  refusals: ReadonlySet<string>,
): EvalRow[] {
  const most = (points: readonly Point[]): number => Math.max(...points.map(successOf));
  const equal = Math.min(most(ours), most(plain));
  const [mine, theirs] = [keepsMost(ours, equal), keepsMost(plain, equal)];
  const tell = (found: Point | undefined): string =>
    found === undefined ? '–' : `${likenessOf(found).toFixed(1)} dB (${found.name}, ${percent(found.done)})`;
  const each = (found: Point, side: 'value' | 'plain'): EvalRow => ({
    figure: `${side === 'value' ? 'noisy image' : 'plain'}, ${found.name} (${found.done.tries}): done, likeness`,
    value: '',
    [side]: `${percent(found.done)}, ${likenessOf(found).toFixed(1)} dB`,
  });
  return [
    {
      figure: `likeness to the source where both succeed in ${(100 * equal).toFixed(0)} % or more`,
      value: tell(mine),
      plain: tell(theirs),
      goal: 'higher than plain',
    },
    ...ours.map((found) => each(found, 'value')),
    each(poster, 'value'),
    ...plain.map((found) => each(found, 'plain')),
    ...(refusals.size === 0 ? [] : [{ figure: 'refused', value: [...refusals].join('; ') }]),
  ];
}
