import type { Color } from './colors.ts';
import { thingOf, type Place, type PlaceVariant, type Sprite } from './material.ts';

export type Size = 'small' | 'normal' | 'big';
/** How the things of a scene stand to each other; the first is below, behind or the wearer, the second the other. */
export type Relation =
  | 'portrait'
  | 'wearing'
  | 'riding'
  | 'on'
  | 'under'
  | 'over'
  | 'next to'
  | 'in front of';

export interface SceneThing {
  readonly word: string;
  readonly color: Color | undefined;
  readonly size: Size;
  /** Which of its sprites: people have three. */
  readonly variant: number;
  readonly flip: boolean;
  readonly portrait?: boolean;
}

/** A thing at its place: shares of the picture's side, 0…1. */
export interface PlacedThing extends SceneThing {
  /** Middle from the left. */
  readonly x: number;
  /** Where it stands, from the top. */
  readonly base: number;
  /** Side of its square sprite. */
  readonly side: number;
  /** What it throws: a shadow, a mirror image on water, or nothing. */
  readonly contact: 'ground' | 'water' | 'none';
}

export interface Scene {
  readonly place: Place;
  readonly variant: PlaceVariant;
  /** Whether the place is mirrored. */
  readonly mirrored: boolean;
  readonly things: readonly PlacedThing[];
  readonly relation: Relation | undefined;
}

export function spriteOf(thing: SceneThing): Sprite {
  const { sprites, portraits } = thingOf(thing.word);
  const list = thing.portrait === true && portraits !== undefined ? portraits : sprites;
  return list[thing.variant % list.length]!;
}

/** Height of what is visible of a thing, as a share of the picture's side. */
export const heightOf = (thing: PlacedThing): number => spriteOf(thing)[2] * thing.side;

/** Where the light of a scene comes from. */
export const lightOf = ({ variant, mirrored }: Scene): number => (mirrored ? -variant.light : variant.light);

/** The side of the picture on which a thing is. */
export const sideOf = ({ x }: PlacedThing): 'left' | 'middle' | 'right' =>
  x < 0.4 ? 'left' : x > 0.6 ? 'right' : 'middle';

/** The order of drawing, by number: what stands further down lies in front, except where the relation says it. */
export function drawingOrder({ things, relation }: Scene): readonly number[] {
  const numbers = things.map((_, index) => index);
  return relation === undefined || relation === 'next to'
    ? numbers.toSorted((a, b) => things[a]!.base - things[b]!.base)
    : numbers;
}
