import type { Checkpoint } from '../../models/family.ts';
import type { RgbImage } from '../image/image.ts';
import { mapTensor, type Tensor, tensor } from '../tensor/tensor.ts';
import type { NetworkCache } from './networks.ts';

/** RGB bytes → `[1, 3, H, W]` in −1…1. */
export function pixelsToTensor({ width, height, data }: RgbImage): Tensor {
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++)
    for (let channel = 0; channel < 3; channel++)
      values[channel * plane + pixel] = data[pixel * 3 + channel]! / 127.5 - 1;
  return tensor([1, 3, height, width], values);
}

/** `[1, 3, H, W]` in −1…1 → RGB bytes: clamped, rounded to the nearest even half as NumPy does. */
export function tensorToPixels({ dims, data }: Tensor): RgbImage {
  const [, , height = 1, width = 1] = dims;
  const plane = width * height;
  const bytes = new Uint8Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel++)
    for (let channel = 0; channel < 3; channel++) {
      const value = Math.min(1, Math.max(0, data[channel * plane + pixel]! / 2 + 0.5)) * 255;
      bytes[pixel * 3 + channel] = roundHalfToEven(value);
    }
  return { width, height, data: bytes };
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Latents of a picture: the mode of the posterior, not multiplied by the scaling factor. */
export async function encodePicture(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  image: RgbImage,
): Promise<Tensor> {
  const { vae } = checkpoint;
  const size = { batch: 1, height: image.height, width: image.width };
  const network = await cache.get(`${checkpoint.folder} encoder ${size.height}x${size.width}`, () =>
    vae.encoder(size),
  );
  const outputs = await network.run({ sample: pixelsToTensor(image) }, [vae.encoderOutput]);
  return outputs[vae.encoderOutput];
}

/** The picture of latents that are multiplied by the scaling factor. */
export async function decodeLatents(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  latents: Tensor,
): Promise<RgbImage> {
  const { vae } = checkpoint;
  const [, , height = 1, width = 1] = latents.dims;
  const size = { batch: 1, height: height * vae.factor, width: width * vae.factor };
  const network = await cache.get(`${checkpoint.folder} decoder ${size.height}x${size.width}`, () =>
    vae.decoder(size),
  );
  const unscaled = mapTensor(latents, (value) => value / vae.scalingFactor);
  const { image } = await network.run({ latents: unscaled }, ['image']);
  return tensorToPixels(image);
}
