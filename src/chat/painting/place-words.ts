import { sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';

/** A third of the picture, a little more in the middle: what people call left starts before the edge. */
const NEAR = 0.38;
const FAR = 0.62;

const WORDS: Readonly<Record<string, Said>> = {
  'top left': sentence('place.topLeft'),
  'top middle': sentence('place.top'),
  'top right': sentence('place.topRight'),
  'middle left': sentence('place.left'),
  'middle middle': sentence('place.middle'),
  'middle right': sentence('place.right'),
  'bottom left': sentence('place.bottomLeft'),
  'bottom middle': sentence('place.bottom'),
  'bottom right': sentence('place.bottomRight'),
};

/** Says where a point of a picture is: "at the top left". @param point 0…1 of width and height */
export function placeWords([x, y]: readonly [x: number, y: number]): Said {
  const row = y < NEAR ? 'top' : y > FAR ? 'bottom' : 'middle';
  const column = x < NEAR ? 'left' : x > FAR ? 'right' : 'middle';
  return WORDS[`${row} ${column}`] ?? '';
}

/** The middle of a box in pixels, as share of a picture's width and height. */
export const middleOfBox = (
  [x, y, width, height]: readonly [number, number, number, number],
  picture: { readonly width: number; readonly height: number },
): readonly [x: number, y: number] => [(x + width / 2) / picture.width, (y + height / 2) / picture.height];
