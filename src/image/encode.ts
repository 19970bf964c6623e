import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Mask, RgbImage } from './image.ts';

/** Where the chunks after the signature and the header chunk of a PNG begin. */
const AFTER_HEADER = 33;

/**
 * Encodes a picture as PNG.
 *
 * @param texts words kept inside the file (`prompt`, `seed`, …); keys of 1…79 Latin characters
 */
export async function encodePng(
  image: RgbImage,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const bytes = await fromRgb(image).png().toBuffer();
  const chunks = Object.entries(texts).map(([key, text]) => textChunk(key, text));
  return Buffer.concat([bytes.subarray(0, AFTER_HEADER), ...chunks, bytes.subarray(AFTER_HEADER)]);
}

/** Encodes a mask as a grey PNG: 0 black, 1 white. */
export async function encodeMask(mask: Mask): Promise<Uint8Array> {
  const data = new Uint8Array(mask.data.length);
  for (let at = 0; at < data.length; at++)
    data[at] = Math.round(Math.min(Math.max(mask.data[at]!, 0), 1) * 255);
  const raw = { width: mask.width, height: mask.height, channels: 1 as const };
  return sharp(data, { raw }).toColourspace('b-w').png().toBuffer();
}

/** Encodes a picture for a program; `quality` 1…100 counts for JPEG and WebP. */
export const encodeAs = (
  image: RgbImage,
  format: 'png' | 'jpeg' | 'webp',
  quality: number,
): Promise<Uint8Array> =>
  (format === 'png' ? fromRgb(image).png() : fromRgb(image).toFormat(format, { quality })).toBuffer();

/** A picture as an input of sharp. */
export function fromRgb({ width, height, data }: RgbImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Runs a pipeline of sharp and takes its picture back without alpha. */
export async function toRgb(picture: Sharp): Promise<RgbImage> {
  const { data, info } = await picture
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

/** An uncompressed iTXt chunk, UTF-8, without language. */
function textChunk(key: string, text: string): Buffer {
  const body = Buffer.concat([
    Buffer.from(`iTXt${key}`, 'latin1'),
    Buffer.alloc(5),
    Buffer.from(text, 'utf8'),
  ]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(body.length - 4, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}
