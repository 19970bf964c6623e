/** Pictures that explain a picture: tinted regions, numbered boxes, sheets of several. */
import sharp from 'sharp';
import { fromRgb, toRgb } from './encode.ts';
import type { Mask, RgbImage } from './image.ts';
import { checkSameSize } from './masks.ts';
import { resizeImage } from './resize.ts';

/** Red, green and blue, 0…255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A box in pixels from the top left corner of the picture. */
export interface NumberedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly number: number;
}

/** Colours that people with any colour vision tell apart (Okabe and Ito 2008), without black. */
const PALETTE = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7'] as const;
const ORANGE: Colour = [230, 159, 0];
/** How much of the picture a full mask covers. */
const TINT = 0.6;

/**
 * Tints a picture by a mask or a heat map: the higher the value, the more colour.
 *
 * @throws {ShapeError} when mask and picture are not of one size
 */
export function overlay(image: RgbImage, mask: Mask, colour: Colour = ORANGE): RgbImage {
  checkSameSize('mask', image, mask);
  const data = Uint8Array.from(image.data, (value, i) => {
    const share = TINT * Math.min(Math.max(mask.data[Math.floor(i / 3)] as number, 0), 1);
    return Math.round(value + share * ((colour[i % 3] as number) - value));
  });
  return { width: image.width, height: image.height, data };
}

/**
 * Draws boxes with their numbers on a picture.
 *
 * Numbers are strokes, not text: they are the same on a machine without fonts. Small pictures are enlarged to at
 * least 384 pixels, so that a number of several digits can be read.
 */
export async function outlineBoxes(image: RgbImage, boxes: readonly NumberedBox[]): Promise<RgbImage> {
  const scale = Math.max(1, Math.ceil(384 / Math.max(image.width, image.height)));
  const canvas = await resizeImage(image, { width: image.width * scale, height: image.height * scale });
  const line = Math.max(2, Math.round(Math.min(canvas.width, canvas.height) / 160));
  const badge = Math.max(26, Math.round(Math.min(canvas.width, canvas.height) / 16));
  const shapes = boxes.map((box, index) => {
    const colour = PALETTE[index % PALETTE.length] as string;
    const [x, y] = [box.x * scale, box.y * scale];
    const label = String(box.number);
    const width = badge * (0.5 + 0.5 * label.length);
    const left = Math.min(Math.max(x, 0), canvas.width - width);
    const top = Math.min(Math.max(y, 0), canvas.height - badge);
    const frame = `x="${x}" y="${y}" width="${box.width * scale}" height="${box.height * scale}" fill="none"`;
    return `<rect ${frame} stroke="#000" stroke-width="${line * 2}"/>
      <rect ${frame} stroke="${colour}" stroke-width="${line}"/>
      <rect x="${left}" y="${top}" width="${width}" height="${badge}" rx="${badge / 5}" fill="#000"/>
      <path d="${label
        .split('')
        .map((digit, i) => strokes(digit, left + badge * (0.28 + 0.5 * i), top + badge * 0.2, badge * 0.6))
        .join('')}"
        fill="none" stroke="#fff" stroke-width="${badge / 9}" stroke-linecap="round" stroke-linejoin="round"/>`;
  });
  return toRgb(fromRgb(canvas).composite([{ input: svg(canvas.width, canvas.height, shapes.join('')) }]));
}

/** The strokes of a digit on a grid of 2 × 4 half cells, y downwards. */
const DIGITS: Readonly<Record<string, string>> = {
  '0': '00 20 24 04 00',
  '1': '01 10 14',
  '2': '00 20 22 02 04 24',
  '3': '00 20 22 02|22 24 04',
  '4': '00 02 22|20 24',
  '5': '20 00 02 22 24 04',
  '6': '20 00 04 24 22 02',
  '7': '00 20 14',
  '8': '00 20 24 04 00|02 22',
  '9': '22 02 00 20 24 04',
};

function strokes(digit: string, left: number, top: number, height: number): string {
  const unit = height / 4;
  const lines = (DIGITS[digit] ?? '02 22').split('|');
  return lines
    .map((line) =>
      line
        .split(' ')
        .map((point, i) => {
          const [x = 0, y = 0] = point.split('').map(Number);
          return `${i === 0 ? 'M' : 'L'}${(left + x * unit * 0.9).toFixed(1)} ${(top + y * unit).toFixed(1)}`;
        })
        .join(''),
    )
    .join('');
}

/**
 * Lays pictures side by side, each with a line of words under it.
 *
 * @param tiles pictures of any size; each is fitted into a square cell
 * @param cell  side of a cell in pixels
 * @param columns how many in a row
 */
export async function contactSheet(
  tiles: readonly { readonly image: RgbImage; readonly caption: string }[],
  {
    cell = 256,
    columns = Math.min(tiles.length, 4),
  }: { readonly cell?: number; readonly columns?: number } = {},
): Promise<RgbImage> {
  const gap = 8;
  const caption = 28;
  const place = (index: number): { left: number; top: number } => ({
    left: gap + (index % columns) * (cell + gap),
    top: gap + Math.floor(index / columns) * (cell + caption + gap),
  });
  const width = gap + columns * (cell + gap);
  const height = gap + Math.ceil(tiles.length / columns) * (cell + caption + gap);
  const pictures = await Promise.all(
    tiles.map(async ({ image }, index) => {
      const fitted = await resizeImage(image, { width: cell, height: cell }, 'contain');
      return { input: await fromRgb(fitted).png().toBuffer(), ...place(index) };
    }),
  );
  const captions = tiles.map((tile, index) => {
    const { left, top } = place(index);
    return `<text x="${left + cell / 2}" y="${top + cell + 20}" text-anchor="middle" font-family="sans-serif" font-size="15" fill="#222">${escapeXml(shorten(tile.caption, cell / 8))}</text>`;
  });
  const sheet = sharp({ create: { width, height, channels: 3, background: '#ffffff' } });
  return toRgb(
    sheet.composite([...pictures, { input: svg(width, height, captions.join('')), left: 0, top: 0 }]),
  );
}

const svg = (width: number, height: number, content: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`);

/** A caption may hold anything a user typed: only letters, never markup, and no control characters. */
function escapeXml(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, ' ');
  return visible.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

function shorten(text: string, letters: number): string {
  const all = Array.from(text);
  return all.length <= letters ? text : `${all.slice(0, Math.floor(letters) - 1).join('')}…`;
}
