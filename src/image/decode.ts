/** Pictures that strangers send: checked by their first bytes and their header before a single pixel is decoded. */
import sharp, { type Metadata, type OutputInfo, type Sharp } from 'sharp';
import { UserError } from '../errors.ts';
import type { Mask, RgbImage } from './image.ts';
import { sentence } from '../sentence.ts';
import type { Decimal } from '../sentence.ts';

// Everything a stranger's bytes could reach is closed; `drawing.ts` renders its own SVG, never a received one.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Gif', 'Nsgif', 'Svg'].map((format) => `VipsForeignLoad${format}Buffer`),
});

/** How much of a picture is accepted. */
export interface PictureLimits {
  readonly bytes: number;
  /** Width times height. */
  readonly pixels: number;
  /** Frames of an animation, of which the first one is used. */
  readonly frames: number;
  /** Shortest side in pixels. */
  readonly side: number;
}

/** What is accepted when nothing else is said. */
export const PICTURE_LIMITS: PictureLimits = {
  bytes: 25 * 2 ** 20,
  pixels: 50_000_000,
  frames: 100,
  side: 8,
};

/** The longest side of a mask in pixels: that of the largest picture that is painted. */
const MASK_SIDE = 2048;

/** Strangers' pictures that are decoded at the same time: each may take 150 MB. */
const AT_ONCE = 2;
const turns: (() => void)[] = [];
let decodings = 0;

/** How files of the formats begin, in Latin-1; a dot stands for any byte. */
const SIGNATURES = [
  '\u0089PNG\r\n\u001a\n',
  '\u00ff\u00d8\u00ff',
  'RIFF....WEBP',
  'GIF87a',
  'GIF89a',
] as const;
const KNOWN = 'PNG, JPEG, WebP or GIF';

/**
 * Decodes a picture: turned as its EXIF says, transparency on white, any colour space and depth to 8-bit sRGB;
 * of an animation the first frame.
 *
 * @throws {UserError} PICTURE_TOO_LARGE, PICTURE_FORMAT, PICTURE_DAMAGED, PICTURE_TOO_MANY_PIXELS,
 *   PICTURE_TOO_MANY_FRAMES or PICTURE_TOO_SMALL
 */
export async function decodePicture(
  bytes: Uint8Array,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<RgbImage> {
  await checkPicture(bytes, limits);
  const { data, info } = await decoding(
    open(bytes, limits).autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb'),
  );
  return { width: info.width, height: info.height, data };
}

/**
 * Decodes a mask: the brightness of a picture as 0…1; transparent counts as black. One that is longer than
 * `MASK_SIDE` is made smaller while it is decoded, to the value of the nearest cell: no picture is as large.
 *
 * @throws {UserError} as `decodePicture`
 */
export async function decodeMask(bytes: Uint8Array, limits: PictureLimits = PICTURE_LIMITS): Promise<Mask> {
  await checkPicture(bytes, limits);
  const { data, info } = await decoding(
    open(bytes, limits).autoOrient().flatten({ background: '#000000' }).toColourspace('b-w').resize({
      width: MASK_SIDE,
      height: MASK_SIDE,
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'nearest',
    }),
  );
  const mask = new Float32Array(data.length);
  for (let at = 0; at < mask.length; at++) mask[at] = data[at]! / 255;
  return { width: info.width, height: info.height, data: mask };
}

function open(bytes: Uint8Array, limits: PictureLimits): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: limits.pixels, pages: 1 });
}

async function decoding(picture: Sharp): Promise<{ data: Uint8Array; info: OutputInfo }> {
  // Who waited gets the place of the one that ended, before anybody who comes now.
  if (decodings < AT_ONCE) decodings += 1;
  else await new Promise<void>((resolve) => turns.push(resolve));
  try {
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { data: new Uint8Array(data.buffer, data.byteOffset, data.length), info };
  } catch (cause) {
    throw damaged(cause);
  } finally {
    const next = turns.shift();
    if (next === undefined) decodings -= 1;
    else next();
  }
}

async function checkPicture(bytes: Uint8Array, limits: PictureLimits): Promise<void> {
  if (bytes.length > limits.bytes)
    throw new UserError(
      'PICTURE_TOO_LARGE',
      sentence('image.tooManyMegabytes', {
        size: megabytes(bytes.length),
        most: megabytes(limits.bytes),
      }),
    );
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (!SIGNATURES.some((signature) => beginsWith(start, signature))) throw unknownFormat(start);

  let header: Metadata;
  try {
    // The limit on pixels is ours to explain, so the library may read any header here.
    header = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw damaged(cause);
  }
  const { width, height, pages = 1 } = header;
  const frame = header.pageHeight ?? height;
  if (width * frame > limits.pixels)
    throw new UserError(
      'PICTURE_TOO_MANY_PIXELS',
      sentence('image.tooManyPixels', {
        width: String(width),
        height: String(frame),
        most: Math.floor(limits.pixels / 1e6),
        side: String(side(limits)),
      }),
    );
  if (pages > limits.frames)
    throw new UserError(
      'PICTURE_TOO_MANY_FRAMES',
      sentence('image.tooManyFrames', {
        frames: pages,
        most: limits.frames,
      }),
    );
  if (Math.min(width, frame) < limits.side)
    throw new UserError(
      'PICTURE_TOO_SMALL',
      sentence('image.tooSmall', {
        width: String(width),
        height: String(frame),
        least: limits.side,
      }),
    );
}

const beginsWith = (start: string, signature: string): boolean =>
  Array.from(signature).every((letter, i) => letter === '.' || letter === start[i]);

function unknownFormat(start: string): UserError {
  const isSvg = /^\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/i.test(start) && /<svg/i.test(start);
  return new UserError(
    'PICTURE_FORMAT',
    isSvg ? sentence('image.svg') : sentence('image.unknownFormat', { kinds: KNOWN }),
  );
}

const damaged = (cause: unknown): UserError =>
  new UserError('PICTURE_DAMAGED', sentence('image.damaged'), {
    cause,
  });

const megabytes = (bytes: number): Decimal => ({
  amount: bytes / 2 ** 20,
  decimals: bytes % 2 ** 20 === 0 ? 0 : 1,
});
const side = ({ pixels }: PictureLimits): number => Math.floor(Math.sqrt(pixels) / 1000) * 1000;
