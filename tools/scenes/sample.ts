import { colors } from './colors.ts';
import { places } from './material.ts';
import { belongs, put, zoneOf } from './placement.ts';
import type { Dice } from './random.ts';
import { arrange, NO_GLASSES, wear, type PairRelation } from './relations.ts';
import type { PlacedThing, Relation, Scene, SceneThing, Size } from './scene.ts';
import { isHeldOut, type Vocabulary } from './vocabulary.ts';

export interface SampleOptions {
  readonly vocabulary: Vocabulary;
  /** Whether held-out pairs of thing and color may come: yes for the evaluation, never for training. */
  readonly heldOut: boolean;
  /** Share of scenes that show one thing whatever the dice say: high at the start of training. */
  readonly single?: number;
  /** How many things, when it is not left to the dice; 0 for a place without things. */
  readonly count?: number;
}

/** A tenth of the scenes with one thing show a face, another tenth someone with a hat or glasses. */
const [PORTRAIT, WEARING] = [0.1, 0.2];
const RELATED = 0.5;
const SAME_KIND = 0.28;
const columns = { 1: [0.5], 2: [0.28, 0.72], 3: [0.2, 0.5, 0.8], 4: [0.15, 0.39, 0.62, 0.86] } as const;

type Count = keyof typeof columns;

/** A thing with chance's size, direction and, in `coloring` of all cases, color. People keep their colors. */
export function newThing(
  roll: Dice,
  word: string,
  { heldOut }: Pick<SampleOptions, 'heldOut'>,
  coloring = 0.3,
): SceneThing {
  const known = colors.filter((color) => heldOut || !isHeldOut(word, color));
  const color = zoneOf({ word }) !== 'person' && roll.chance(coloring) ? roll.pick(known) : undefined;
  const size = roll.weighted<Size>({ small: 0.1, normal: 0.8, big: 0.1 });
  return { word, color, size, variant: roll.whole(0, 3), flip: roll.chance(0.35) };
}

/** A thing that belongs to the place and is none of `without`. */
export function anyThing(
  roll: Dice,
  place: string,
  options: SampleOptions,
  without: readonly string[] = [],
): SceneThing {
  const fitting = options.vocabulary.nouns.filter((word) => !without.includes(word) && belongs(word, place));
  const others = options.vocabulary.nouns.filter((word) => !without.includes(word));
  return newThing(roll, roll.pick(fitting.length > 0 ? fitting : others), options);
}

/** A place in one of its variants. */
export function newPlace(
  roll: Dice,
  without: readonly string[] = [],
): Pick<Scene, 'place' | 'variant' | 'mirrored'> {
  const known = places.filter(({ name }) => !without.includes(name));
  const studio = known.find(({ name }) => name === 'studio');
  const place =
    studio !== undefined && roll.chance(0.16) ? studio : roll.pick(known.filter((other) => other !== studio));
  return { place, variant: roll.pick(place.variants), mirrored: roll.chance(0.5) };
}

/** A scene of one to four things, some of them in a relation; sometimes a place alone. */
export function newScene(roll: Dice, options: SampleOptions): Scene {
  const empty: Scene = { ...newPlace(roll), things: [], relation: undefined };
  if (
    options.count === 0 ||
    (options.count === undefined && empty.place.scenes.length > 0 && roll.chance(0.06))
  )
    return empty;
  const count = (options.count ?? countOf(roll, options.single ?? 0)) as Count;
  const kind = roll.next();
  const special =
    count === 1 && kind < PORTRAIT
      ? portrait(roll, empty, options)
      : count === 1 && kind < WEARING
        ? wearing(roll, empty, options)
        : count === 2 && kind < RELATED
          ? inRelation(roll, empty, options)
          : undefined;
  return special ?? sideBySide(roll, empty, options, count);
}

const countOf = (roll: Dice, single: number): Count =>
  roll.chance(single) ? 1 : (Number(roll.weighted({ 1: 0.45, 2: 0.36, 3: 0.14, 4: 0.05 })) as Count);

function portrait(roll: Dice, scene: Scene, options: SampleOptions): Scene | undefined {
  if (scene.variant.surface === 'space') return undefined;
  const thing = newThing(roll, roll.pick(options.vocabulary.portraits), options, 0);
  const placed: PlacedThing = {
    ...thing,
    portrait: true,
    size: 'normal',
    x: 0.5 + roll.between(-0.05, 0.05),
    side: roll.between(0.78, 0.96),
    base: zoneOf(thing) === 'person' ? 1 : 0.97,
    contact: 'none',
  };
  return { ...scene, things: [placed], relation: 'portrait' };
}

function wearing(roll: Dice, scene: Scene, options: SampleOptions): Scene | undefined {
  const { wearers, worn } = options.vocabulary;
  const word = roll.pick(wearers);
  if (worn.length === 0 || !belongs(word, scene.place.name)) return undefined;
  const fitting = worn.filter((each) => !NO_GLASSES.has(word) || zoneOf({ word: each }) === 'hat');
  const wearer = put(
    roll,
    scene,
    { ...newThing(roll, word, options, 0.15), size: 'normal', flip: false },
    roll.between(0.35, 0.65),
    1,
  );
  const on = wear(wearer, newThing(roll, roll.pick(fitting), options, 0.4));
  return { ...scene, things: [wearer, on], relation: 'wearing' };
}

/** Which things a relation is between: the one below or behind first. */
function inRelation(roll: Dice, scene: Scene, options: SampleOptions): Scene | undefined {
  const { riders, ridden, carriers, covers, flying } = options.vocabulary;
  const place = scene.place.name;
  const any = (): SceneThing => anyThing(roll, place, options);
  const of = (words: readonly string[], coloring: number): SceneThing =>
    newThing(roll, roll.pick(words), options, coloring);
  const relation = roll.weighted<PairRelation>({
    riding: 0.22,
    on: 0.2,
    under: 0.14,
    over: 0.14,
    'next to': 0.2,
    'in front of': 0.1,
  });
  const [lower, upper] = {
    riding: () => [of(ridden, 0.2), of(riders, 0.1)] as const,
    on: () => [of(carriers, 0.3), any()] as const,
    under: () => [of(covers, 0.2), any()] as const,
    over: () => [any(), of(flying, 0.2)] as const,
    'next to': () => [any(), any()] as const,
    'in front of': () => [any(), any()] as const,
  }[relation]();
  if (lower.word === upper.word || !isPossible(relation, scene, lower, upper)) return undefined;
  const placed = arrange[relation](roll, scene, [
    { ...lower, size: 'normal' },
    { ...upper, size: 'normal' },
  ]);
  return placed && { ...scene, things: placed, relation };
}

function isPossible(relation: Relation, scene: Scene, lower: SceneThing, upper: SceneThing): boolean {
  switch (relation) {
    case 'on':
      return !['far', 'swims'].includes(zoneOf(upper)) && upper.size !== 'big';
    case 'under':
      return ['ground', 'small', 'person'].includes(zoneOf(upper));
    case 'over':
      return scene.variant.surface !== 'float' && !['sky', 'swims'].includes(zoneOf(lower));
    default:
      return true;
  }
}

function sideBySide(roll: Dice, scene: Scene, options: SampleOptions, count: Count): Scene {
  const place = scene.place.name;
  const same = count > 1 && roll.chance(SAME_KIND);
  const first = anyThing(roll, place, options);
  const at =
    count === 1 ? [roll.chance(0.55) ? 0.5 : roll.pick([0.27, 0.73])] : shuffled(roll, columns[count]);
  const depth = roll.between(0.45, 0.85);
  const placed: PlacedThing[] = [];
  for (const column of at) {
    const twin = { ...first, variant: roll.whole(0, 3), flip: roll.chance(0.35) };
    const words = placed.map(({ word }) => word);
    const thing = placed.length === 0 ? first : same ? twin : anyThing(roll, place, options, words);
    const stands =
      ['ground', 'water'].includes(scene.variant.surface) && !['sky', 'far'].includes(zoneOf(thing));
    const near = Math.min(Math.max(depth + roll.between(-0.25, 0.25), 0.2), 0.95);
    placed.push(
      put(roll, scene, thing, column + roll.between(-0.045, 0.045), count, stands ? near : undefined),
    );
  }
  return { ...scene, things: placed };
}

export function shuffled<Item>(roll: Dice, items: readonly Item[]): Item[] {
  return items
    .map((item) => [roll.next(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}
