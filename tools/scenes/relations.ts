import type { Dice } from './random.ts';
import { thingOf } from './material.ts';
import { put, sideFor, zoneOf } from './placement.ts';
import { heightOf, type PlacedThing, type Relation, type Scene, type SceneThing } from './scene.ts';

/** Where a hat sits on a figure: across, down from its top, and how wide, as shares of its side. */
const heads: Readonly<Record<string, readonly [number, number, number]>> = {
  cat: [-0.3, 0, 0.4],
  dog: [-0.27, 0, 0.42],
  pig: [-0.3, 0.08, 0.4],
  penguin: [0, 0, 0.5],
  owl: [0, 0.02, 0.62],
  snowman: [0, 0.12, 0.36],
  ghost: [0, 0.03, 0.55],
  pumpkin: [0, 0.12, 0.6],
  'teddy bear': [0, 0, 0.46],
};
const TOY_HEAD = [0, 0, 0.55] as const;

/** Animals seen from the side, and faces too small for glasses. */
export const NO_GLASSES: ReadonlySet<string> = new Set(['cat', 'dog', 'pig', 'penguin', 'snowman']);

/** What a thing wears, put on its head or before its eyes. */
export function wear(wearer: PlacedThing, worn: SceneThing): PlacedThing {
  const [across, top, width] = heads[wearer.word] ?? TOY_HEAD;
  const crownOfHead = wearer.base - heightOf(wearer) + top * wearer.side;
  const isGlasses = zoneOf(worn) === 'eyes';
  const side = width * wearer.side * (isGlasses ? 0.78 : 0.92);
  const eyes = crownOfHead + wearer.side * (thingOf(wearer.word).portraits === undefined ? 0.3 : 0.27);
  return {
    ...worn,
    size: 'normal',
    flip: false,
    x: wearer.x + across * wearer.side * 0.9,
    base: isGlasses ? eyes : crownOfHead + side * 0.59,
    side,
    contact: 'none',
  };
}

/** A rider or what stands on something, fitted to the height of what carries it; `undefined` when there is no room. */
export function carried(
  carrier: PlacedThing,
  thing: SceneThing,
  relation: 'riding' | 'on',
): PlacedThing | undefined {
  const height = heightOf(carrier);
  const riding = relation === 'riding';
  const share = riding ? 0.72 : 0.66 * thingOf(thing.word).height ** 0.3;
  const room = carrier.base - height * (riding ? 0.72 : 1) - 0.02;
  const side = Math.min(carrier.side * share, room);
  if (side < 0.14) return undefined;
  const lean = riding ? (carrier.flip ? -0.04 : 0.04) : 0;
  return {
    ...thing,
    x: carrier.x + lean,
    side,
    base: carrier.base - height * (riding ? 0.62 : 0.94),
    contact: 'none',
  };
}

type Pair = readonly [lower: SceneThing, upper: SceneThing];
type Arrange = (roll: Dice, scene: Scene, pair: Pair) => readonly PlacedThing[] | undefined;
export type PairRelation = Exclude<Relation, 'portrait' | 'wearing'>;

/** Puts two things into a relation, the one below or behind first; `undefined` when they do not fit. */
export const arrange: Readonly<Record<PairRelation, Arrange>> = {
  riding: (roll, scene, pair) => stacked(roll, scene, pair, 'riding'),
  on: (roll, scene, pair) => stacked(roll, scene, pair, 'on'),

  under(roll, scene, [cover, thing]) {
    const placed = put(roll, scene, cover, anywhere(roll), 2);
    const flies = zoneOf(cover) === 'sky';
    const side = flies ? 0.36 : 0.62;
    const base = flies ? side + roll.between(0.02, 0.1) : Math.max(0.8, placed.base);
    const below = put(roll, scene, thing, placed.x + roll.between(-0.08, 0.08), 2, 0.9);
    return [
      { ...placed, side, base },
      { ...below, side: Math.min(below.side, 0.34), base: Math.max(below.base, 0.84) },
    ];
  },

  over(roll, scene, [lower, upper]) {
    const placed = put(roll, scene, lower, anywhere(roll), 2, 0.8);
    const ground = { ...placed, side: Math.min(placed.side, 0.5), base: Math.max(placed.base, 0.84) };
    const top = ground.base - heightOf(ground);
    const side = Math.min(0.34, sideFor(upper, 2));
    const base = Math.min(Math.max(side + 0.02, top - roll.between(0.03, 0.08)), top + 0.04);
    const x = ground.x + roll.between(-0.06, 0.06);
    return [ground, { ...upper, x, base, side: Math.min(side, base - 0.01), contact: 'none' }];
  },

  'in front of'(roll, scene, [lower, upper]) {
    const x = anywhere(roll);
    const placed = put(roll, scene, lower, x, 2, 0.25);
    const side = Math.min(0.7, placed.side * 1.25);
    const away = (roll.chance(0.5) ? 1 : -1) * roll.between(0.12, 0.24);
    return [
      { ...placed, side, base: Math.max(placed.base, side + 0.03) },
      put(roll, scene, upper, x + away, 2, 0.9),
    ];
  },

  'next to'(roll, scene, pair) {
    const depth = roll.between(0.5, 0.85);
    const floats = scene.variant.surface === 'float';
    return pair.map((thing, index) => {
      const apart = (index === 0 ? -1 : 1) * roll.between(0.16, 0.22);
      const near = zoneOf(thing) === 'sky' && !floats ? undefined : depth;
      return put(roll, scene, thing, 0.5 + apart, 2, near);
    });
  },
};

const anywhere = (roll: Dice): number => roll.between(0.36, 0.64);

function stacked(
  roll: Dice,
  scene: Scene,
  [lower, upper]: Pair,
  relation: 'riding' | 'on',
): readonly PlacedThing[] | undefined {
  const placed = put(roll, scene, lower, anywhere(roll), 2);
  const side = Math.min(0.62, placed.side * 1.15);
  const carrier = { ...placed, side, base: Math.max(placed.base, Math.min(0.95, side * 1.5)) };
  const rider = carried(carrier, upper, relation);
  return rider && [carrier, rider];
}
