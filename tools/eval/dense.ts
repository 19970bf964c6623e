import type { FoundObject } from '../../src/engine/engine.ts';
import { overlap } from '../../src/detection/boxes.ts';
import { outlineBoxes } from '../../src/image/drawing.ts';
import { type EvalContext, openEvalContext, type Painted, scenePicture } from './context.ts';
import { mean, percent, times } from './numbers.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { count, score } from './pocket/figures.ts';
import { boxOf, distinctScene, nameOf, promptOf, surest } from './pocket/layouts.ts';
import { draw, type Scene } from './pocket/scenes.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/** DenseDiffusion: are things where their segments were painted; beside it the same words and seed without segments. */
export const suite: EvalSuite = { name: 'dense', run };

const SCENES = 200;
const STREAM = 4;
/** Segments of one picture at most. */
const MOST = 3;

/** How far each segment and the surest thing of its name cover each other, 0…1; 0 when there is none. */
const overlaps = (scene: Scene, found: readonly FoundObject[]): number[] =>
  scene.objects.map((object) => {
    const best = surest(found, object.word);
    return best === undefined ? 0 : overlap(best.box, boxOf(object));
  });

async function run({ seed, count: scenes = SCENES, onProgress, show }: EvalOptions): Promise<EvalRow[]> {
  const context = await openEvalContext();
  const ours: number[] = [];
  const once: number[] = [];
  const plain: number[] = [];
  const truth: number[] = [];
  try {
    for (let at = 0; at < scenes; at++) {
      const scene = distinctScene(seed + at, STREAM, MOST);
      const { modulated, first, words } = await paintAll(context, scene, seed + at);
      ours.push(...overlaps(scene, modulated.result?.objects ?? []));
      once.push(...overlaps(scene, first.result?.objects ?? []));
      plain.push(...overlaps(scene, words.result?.objects ?? []));
      const drawn = scenePicture(draw(scene).data);
      truth.push(...overlaps(scene, await context.look(drawn)));
      show?.([
        { image: await withSegments(drawn, scene), caption: promptOf(scene) },
        { image: words.picture, caption: 'words alone' },
        { image: await withSegments(modulated.picture, scene), caption: 'segments' },
      ]);
      onProgress?.(at + 1, scenes, 'dense');
    }
  } finally {
    await context.dispose();
  }
  return rows(ours, once, plain, truth);
}

async function paintAll(
  { paint }: EvalContext,
  scene: Scene,
  seed: number,
): Promise<{ readonly modulated: Painted; readonly first: Painted; readonly words: Painted }> {
  const prompt = promptOf(scene);
  const segments = scene.objects.map((object) => {
    const [x, y, width, height] = boxOf(object);
    return {
      words: nameOf(object),
      box: [x / SIDE, y / SIDE, width / SIDE, height / SIDE] as [number, number, number, number],
    };
  });
  const steps = [{ kind: 'layout', prompt, segments }] as const;
  const single = { seed, attempts: 1 };
  const modulated = await paint({ steps, settings: { seed } });
  // The product looks and tries again; what the method does by itself is its first try.
  const first = (modulated.result?.attempt ?? 0) === 0 ? modulated : await paint({ steps, settings: single });
  const words = await paint({ steps: [{ kind: 'generate', prompt }], settings: single });
  return { modulated, first, words };
}

const withSegments = (picture: Painted['picture'], { objects }: Scene) =>
  outlineBoxes(
    picture,
    objects.map((object, index) => {
      const [x, y, width, height] = boxOf(object);
      return { x, y, width, height, number: index + 1 };
    }),
  );

/** Share of the values above `least`, in percent. */
function share(values: readonly number[], least: number): string {
  const hits = score();
  for (const value of values) count(hits, value > least);
  return percent(hits);
}

function rows(
  ours: readonly number[],
  once: readonly number[],
  plain: readonly number[],
  truth: readonly number[],
): EvalRow[] {
  const [with_, without] = [mean(ours), mean(plain)];
  return [
    {
      figure: `segment against the found thing, mean IoU (${ours.length}; in the true picture: ${mean(truth).toFixed(3)})`,
      value: `${with_.toFixed(3)} = ${times(with_, without)}`,
      plain: without.toFixed(3),
      goal: '≥ 0.6 and ≥ 2 ×',
    },
    {
      figure: '… by the first try alone',
      value: `${mean(once).toFixed(3)} = ${times(mean(once), without)}`,
      plain: without.toFixed(3),
    },
    { figure: 'thing found at all, near its segment', value: share(ours, 0), plain: share(plain, 0) },
    { figure: 'IoU ≥ 0.5', value: share(ours, 0.5), plain: share(plain, 0.5) },
  ];
}
