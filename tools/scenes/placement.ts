import type { Dice } from './random.ts';
import { thingOf, type Zone } from './material.ts';
import type { PlacedThing, Scene, SceneThing } from './scene.ts';

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
export const zoneOf = ({ word }: Pick<SceneThing, 'word'>): Zone => thingOf(word).zone;

/** Side of a thing's sprite when `count` things share the picture. */
export function sideFor(thing: SceneThing, count: number): number {
  const size = { small: 0.62, normal: 1, big: 1.32 }[thing.size];
  const share = count === 1 ? 1.38 : count === 2 ? 1.02 : 0.8;
  return size * 0.34 * thingOf(thing.word).height ** 0.55 * share;
}

/**
 * Puts a thing at x where it belongs: what flies into the sky, what is far to the horizon, the others on ground or water.
 *
 * @param y how far in front, 0 (horizon) … 1 (lower edge); what floats: its middle; what flies: its top. By chance when left out.
 */
export function put(
  roll: Dice,
  { variant }: Scene,
  thing: SceneThing,
  x: number,
  count: number,
  y?: number,
): PlacedThing {
  const largest = count === 1 ? 0.88 : count === 2 ? 0.66 : 0.5;
  const side = Math.min(sideFor(thing, count) * roll.between(0.92, 1.1), largest);
  const { base, scale, contact } = meet(roll, variant, zoneOf(thing), side, count, y);
  return {
    ...thing,
    x: clamp(x, side * 0.4, 1 - side * 0.4),
    base,
    side: Math.min(side * scale, base - 0.015, 0.9),
    contact,
  };
}

interface Meeting {
  readonly base: number;
  /** Nearer things are larger. */
  readonly scale: number;
  readonly contact: PlacedThing['contact'];
}

function meet(
  roll: Dice,
  { surface, horizon }: Scene['variant'],
  zone: Zone,
  side: number,
  count: number,
  y: number | undefined,
): Meeting {
  if (surface === 'float' || surface === 'space')
    return { base: Math.min(0.97, (y ?? roll.between(0.42, 0.6)) + side / 2), scale: 1, contact: 'none' };
  if (zone === 'sky') {
    const middle = y ?? roll.between(0.2, Math.max(0.26, horizon - 0.12));
    return { base: Math.max(middle + side / 2, side + 0.02), scale: 1, contact: 'none' };
  }
  if (zone === 'far') {
    const depth = count > 1 ? roll.between(0.08, 0.22) : roll.between(0.2, 0.5);
    return { base: horizon + depth * (1 - horizon), scale: 1, contact: 'ground' };
  }
  const depth = y ?? roll.between(0.3, 0.9);
  return {
    base: horizon + depth * (1 - horizon),
    scale: 0.82 + 0.3 * depth,
    contact: surface === 'water' ? 'water' : 'ground',
  };
}

/** Whether a thing makes sense in a place: no whale in the kitchen. */
export function belongs(word: string, place: string): boolean {
  const { zone, height } = thingOf(word);
  switch (place) {
    case 'kitchen':
    case 'room':
      return ['small', 'ground', 'person', 'hat'].includes(zone) && height < 2;
    case 'sea':
    case 'storm':
      return ['water', 'swims', 'sky'].includes(zone);
    case 'underwater':
      return ['swims', 'water', 'small', 'person'].includes(zone);
    case 'sky':
      return ['sky', 'ground', 'small', 'person'].includes(zone) && height < 3.2;
    case 'beach':
    case 'lake':
    case 'studio':
      return true;
    default:
      return zone !== 'swims';
  }
}
