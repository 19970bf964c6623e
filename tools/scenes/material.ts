/** What scenes are put together from: sprites of things and painted places, both made once by tools/train/material. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** Side of a picture, pixels. */
export const SIDE = 256;
/** Side of a sprite, pixels. */
export const SPRITE = 192;
const COLUMNS = 16;
/** Places stand apart in their atlas, their edges drawn out, so that compression does not mix neighbors; pixels. */
const MARGIN = 8;

/**
 * Where a thing is found: on the ground, small enough for a table, far away (large things), in the sky, on the water,
 * swimming; people keep their colors; hats and glasses are worn.
 */
export type Zone = 'ground' | 'small' | 'far' | 'sky' | 'water' | 'swims' | 'person' | 'hat' | 'eyes';
/** What carries a thing in a place: the ground, the water, or nothing. */
export type Surface = 'ground' | 'water' | 'float' | 'space';
/** Number in the atlas, and width and height of what is visible as shares of the sprite's side. */
export type Sprite = readonly [at: number, width: number, height: number];
export type Rgb = readonly [number, number, number];

export interface Thing {
  readonly word: string;
  /** Meters, on the scale of toys. */
  readonly height: number;
  readonly zone: Zone;
  readonly synonyms: readonly string[];
  readonly sprites: readonly Sprite[];
  /** Its face alone, where it has one. */
  readonly portraits?: readonly Sprite[];
}

export interface PlaceVariant {
  readonly at: number;
  readonly surface: Surface;
  /** 0 (top) … 1. */
  readonly horizon: number;
  /** −1: light from the left, 1: from the right. */
  readonly light: number;
  /** Darkness of shadows, 0…1. */
  readonly shadow: number;
  /** Color of the light, and of the air far away, 0…1. */
  readonly tint: Rgb;
  readonly haze: Rgb;
}

export interface Place {
  readonly name: string;
  /** "in a meadow"; none for the studio, which is not named. */
  readonly phrases: readonly string[];
  /** "a green landscape": the place itself. */
  readonly scenes: readonly string[];
  readonly variants: readonly PlaceVariant[];
}

const file = (name: string): string => fileURLToPath(new URL(`material/${name}`, import.meta.url));
const listed = JSON.parse(readFileSync(file('material.json'), 'utf8')) as {
  readonly things: readonly Thing[];
  readonly places: readonly Place[];
};

export const things = listed.things;
export const places = listed.places;

const byWord = new Map(things.map((thing) => [thing.word, thing]));

/** @throws {Error} for a word that is not a thing's. */
export function thingOf(word: string): Thing {
  const thing = byWord.get(word);
  if (thing === undefined) throw new Error(`tools/scenes: no thing is called "${word}"; see material.json.`);
  return thing;
}

/** Square pictures side by side, cut apart. */
async function atlas(
  name: string,
  side: number,
  channels: 3 | 4,
  margin = 0,
): Promise<readonly Uint8Array[]> {
  const { data, info } = await sharp(file(name)).raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== channels)
    throw new Error(`${name}: expected ${channels} channels, got ${info.channels}.`);
  const step = side + 2 * margin;
  return Array.from({ length: COLUMNS * (info.height / step) }, (_, index) => {
    const picture = new Uint8Array(side * side * channels);
    const [left, top] = [(index % COLUMNS) * step + margin, Math.floor(index / COLUMNS) * step + margin];
    for (let y = 0; y < side; y++) {
      const from = ((top + y) * info.width + left) * channels;
      picture.set(data.subarray(from, from + side * channels), y * side * channels);
    }
    return picture;
  });
}

/** A sprite at its full side, at half and at a quarter; RGB times alpha, alpha, 0…255. */
export type Levels = readonly [Uint8Array, Uint8Array, Uint8Array];

export interface Pictures {
  readonly sprites: readonly Levels[];
  /** RGB, `SIDE` × `SIDE`. */
  readonly places: readonly Uint8Array[];
}

/** Reads both atlases (2.8 MB). */
export async function loadPictures(): Promise<Pictures> {
  const [sprites, backgrounds] = await Promise.all([
    atlas('sprites.webp', SPRITE, 4),
    atlas('places.webp', SIDE, 3, MARGIN),
  ]);
  return { sprites: sprites.map(levels), places: backgrounds };
}

function levels(picture: Uint8Array): Levels {
  for (let i = 0; i < picture.length; i += 4)
    for (let channel = 0; channel < 3; channel++)
      picture[i + channel] = Math.round((picture[i + channel]! * picture[i + 3]!) / 255);
  const half = halved(picture, SPRITE);
  return [picture, half, halved(half, SPRITE / 2)];
}

function halved(picture: Uint8Array, side: number): Uint8Array {
  const small = side / 2;
  const out = new Uint8Array(small * small * 4);
  for (let y = 0; y < small; y++)
    for (let i = 0; i < small * 4; i++) {
      const from = 2 * y * side * 4 + (i >> 2) * 8 + (i & 3);
      const sum =
        picture[from]! + picture[from + 4]! + picture[from + side * 4]! + picture[from + side * 4 + 4]!;
      out[y * small * 4 + i] = (sum + 2) >> 2;
    }
  return out;
}
