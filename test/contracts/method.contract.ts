import { expect } from 'vitest';
import type { Guidance, Method, MethodContext, MethodStep } from '../../src/methods/method.ts';
import { createTorchGenerator } from '../../src/tensor/torch-random.ts';

/** What a method promises, whichever paper it is from. */
export interface MethodCase<Settings> {
  readonly method: Method<Settings>;
  /** Names of the rows it is run with. */
  readonly rows: readonly string[];
  /** Settings under which it must do nothing at all: strength 0. */
  readonly off: unknown;
  /** Settings under which it acts in the first half of a run. */
  readonly on: unknown;
  /** Its guidance when it is off, by row name → factor of the prediction; only for methods that combine. */
  readonly plainGuidance?: Readonly<Record<string, number>>;
}

const STEPS = 10;
const step = (index: number): MethodStep => ({ index, count: STEPS, start: 0, timestep: 900 - 90 * index });

/** A U-Net of three levels, for which a method makes its tensors. */
export function contextOf(rows: readonly string[]): MethodContext {
  const layer = (side: number, kind: 'self' | 'cross', index: number) =>
    ({ name: `${kind}.${side}`, kind, height: side, width: side, heads: 2, index }) as const;
  return {
    rows,
    tokens: 12,
    latents: { height: 32, width: 32 },
    sampleSize: 32,
    steps: STEPS,
    layers: [32, 16, 8].flatMap((side, index) => [layer(side, 'self', index), layer(side, 'cross', index)]),
  };
}

/** Cotangents of the shapes of what was read, and not all of them zero. */
function expectCotangents(guidance: Guidance): void {
  expect(guidance.isOn(step(STEPS / 2))).toBe(true);
  const random = createTorchGenerator(5);
  const reading = {
    maps: new Map(guidance.layers.map((layer) => [layer, random.randn([16, 16, 12])])),
    feature: random.randn([3, 32, 32]),
    reference: random.randn([3, 32, 32]),
  };
  const { maps, feature } = guidance.cotangents(reading, step(STEPS / 2));
  expect([...maps.keys()]).toEqual(guidance.layers);
  for (const slopes of [...maps.values(), feature])
    expect(slopes.data.some((value) => value !== 0)).toBe(true);
  expect([...maps.values()].map(({ dims }) => dims)).toEqual(guidance.layers.map(() => [16, 16, 12]));
  expect(feature.dims).toEqual([3, 32, 32]);
}

/** What one method is checked for, by the name of the promise. */
export function methodContract<Settings>({
  method,
  rows,
  off,
  on,
  plainGuidance,
}: MethodCase<Settings>): Readonly<Record<string, () => void>> {
  const context = contextOf(rows);

  return {
    'names its paper': () => {
      expect(method.paper.url).toMatch(
        /^https:\/\/(arxiv\.org\/abs\/\d{4}\.\d{5}|openreview\.net\/forum\?id=\w+)$/u,
      );
      expect(method.paper.title.length).toBeGreaterThan(10);
    },

    'leaves attention alone in every step when its strength is 0': () => {
      const run = method.start(context, method.settings.parse(off));
      expect(run.guidance).toBeUndefined();
      for (let index = 0; index < STEPS; index++) expect(run.control?.(step(index))).toBeUndefined();
    },

    'acts when it is on, with tensors of the shapes that the graph takes': () => {
      const run = method.start(context, method.settings.parse(on));
      if (run.guidance !== undefined) {
        expectCotangents(run.guidance);
        return;
      }
      const control = run.control?.(step(1));
      if (control === undefined) throw new Error('no control in step 1');
      const batch = rows.length;
      const { modulate, remap } = control;
      if (modulate !== undefined) {
        const [, segments] = modulate.tokens.dims;
        expect(modulate.tokens.dims).toEqual([batch, segments, context.tokens]);
        expect(modulate.strength.dims).toEqual([batch, context.tokens]);
        for (const level of context.layers) {
          const cells = level.height * level.width;
          expect(modulate.segments(level).dims).toEqual([batch, segments, cells]);
          expect(modulate.amount(level).dims).toEqual([batch, cells]);
          expect(modulate.selfAmount?.(level).dims ?? [batch, cells]).toEqual([batch, cells]);
        }
      }
      if (remap !== undefined) {
        expect(remap.transfer.dims).toEqual([batch, context.tokens, context.tokens]);
        expect(remap.keep.dims).toEqual([batch, context.tokens]);
      }
      for (const row of control.reference ?? []) expect(row).toBeLessThan(batch);
    },

    'is the same twice': () => {
      const once = (): unknown => {
        const control = method.start(context, method.settings.parse(on)).control?.(step(1));
        return [control?.modulate?.tokens, control?.remap, control?.reference];
      };
      expect(once()).toEqual(once());
    },

    'guides as plain sampling does, bit for bit, when its strength is 0': () => {
      const run = method.start(context, method.settings.parse(off));
      if (run.combine === undefined) return;
      const predictions = createTorchGenerator(3).randn([rows.length, 4, 32, 32]);
      const size = predictions.data.length / rows.length;
      const row = (name: string): Float32Array =>
        predictions.data.subarray(rows.indexOf(name) * size, (rows.indexOf(name) + 1) * size);
      const { image = 1, text = 1 } = plainGuidance ?? {};
      const [a, b, c] = [row('none'), row('image'), row('text')];
      const plain = a.map((value, i) => value + image * (b[i]! - value) + text * (c[i]! - b[i]!));
      expect(run.combine(predictions, step(9)).data).toEqual(plain);
    },
  };
}
