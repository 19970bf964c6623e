import type { Checkpoint, Conditioning } from '../../models/family.ts';
import type { AttentionLayer } from '../../compiler/control.ts';
import type { DenoiserGraph } from '../../compiler/denoiser.ts';
import { pullBack, withoutDeadNodes } from '../../compiler/vjp.ts';
import type { Cotangents, Guidance } from '../../methods/method.ts';
import { mapTensor, rows, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import type { NetworkCache } from './networks.ts';
import { assertOffers, plainFeeds } from './denoiser.ts';

/** One row of a U-Net as gradient guidance sees it. */
export interface DenoiserGradient {
  /**
   * Reads maps, mean over the heads, `[h, w, L]` by layer, and the feature `[C, h, w]`.
   *
   * @param latents  `[1, C, h, w]`, scaled for the sampler
   */
  read(latents: Tensor, timestep: number): Promise<Cotangents>;
  /** Pulls cotangents of what was read back to the latents, `[1, C, h, w]`. */
  pull(latents: Tensor, timestep: number, cotangents: Cotangents): Promise<Tensor>;
}

/**
 * Which parts of a denoiser instance guidance reads.
 *
 * @throws {UserError} `NO_ATTENTION_CONTROL`
 */
export function guidedParts(
  checkpoint: Checkpoint,
  size: { readonly height: number; readonly width: number },
): NonNullable<DenoiserGraph['guided']> {
  assertOffers(checkpoint, 'cross');
  return inspected(checkpoint, size).guided ?? { layers: [], feature: '' };
}

/** Loads the forward and the backward network of one row; both end where the last thing is read. */
export async function openDenoiserGradient(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  size: { readonly height: number; readonly width: number },
  { layers: wanted, feature }: Pick<Guidance, 'layers' | 'feature'>,
  row: {
    readonly conditioning: Conditioning;
    readonly image?: Tensor | undefined;
    readonly picture: { readonly width: number; readonly height: number; readonly guidanceScale: number };
  },
): Promise<DenoiserGradient> {
  const { graph, layers } = inspected(checkpoint, size);
  const read = layers.filter(({ name }) => wanted.includes(name));
  const outputs = [...read.map(({ name }) => `probabilities.${name}`), `feature.${feature}`];
  const key = `${checkpoint.folder} gradient ${size.height}x${size.width} ${outputs.join(' ')}`;
  const forward = await cache.get(`${key} forward`, () =>
    withoutDeadNodes({ ...graph, outputs: graph.outputs.filter(({ name }) => outputs.includes(name)) }),
  );
  const backward = await cache.get(key, () => pullBack(graph, { outputs, inputs: ['sample'] }));
  const feedsOf = (latents: Tensor, timestep: number) =>
    plainFeeds(
      checkpoint,
      [latents],
      {
        conditioning: [row.conditioning],
        image: row.image === undefined ? undefined : [row.image],
        picture: row.picture,
      },
      timestep,
    );
  return {
    async read(latents, timestep) {
      const found = await forward.run<string>(feedsOf(latents, timestep), outputs);
      const output = (name: string): Tensor => found[name] as Tensor;
      const { dims, data } = output(`feature.${feature}`);
      return {
        maps: new Map(
          read.map((layer) => [layer.name, meanOverHeads(output(`probabilities.${layer.name}`), layer)]),
        ),
        feature: { dims: dims.slice(1), data },
      };
    },
    async pull(latents, timestep, cotangents) {
      const given = read.map(
        (layer) =>
          [
            `cotangent.probabilities.${layer.name}`,
            perHead(cotangents.maps.get(layer.name) as Tensor, layer),
          ] as const,
      );
      const ofFeature = { ...cotangents.feature, dims: [1, ...cotangents.feature.dims] };
      const results = await backward.run(
        {
          ...feedsOf(latents, timestep),
          ...Object.fromEntries(given),
          [`cotangent.feature.${feature}`]: ofFeature,
        },
        ['gradient.sample'],
      );
      // Channels of an image condition come after those of the latents.
      return {
        dims: latents.dims,
        data: results['gradient.sample'].data.slice(0, sizeOf(latents.dims)),
      };
    },
  };
}

/** The plain U-Net of one row with everything that can be read; what is not read is never computed. */
const inspected = (checkpoint: Checkpoint, size: { readonly height: number; readonly width: number }) =>
  checkpoint.denoiser.graph({
    batch: 1,
    height: size.height,
    width: size.width,
    tokens: checkpoint.text.tokens,
    control: false,
    fused: false,
    inspect: true,
  });

/** `[1, heads, N, L]` → `[h, w, L]` */
function meanOverHeads(probabilities: Tensor, { heads, height, width }: AttentionLayer): Tensor {
  const { data } = probabilities;
  const dims = [height, width, probabilities.dims[3] as number];
  const size = sizeOf(dims);
  const sum = mapTensor(rows({ dims: [heads, ...dims], data }, 0, 1), (_, i) => {
    let total = 0;
    for (let head = 0; head < heads; head++) total += data[head * size + i] as number;
    return total / heads;
  });
  return { ...sum, dims };
}

/** The cotangent of a mean: each head gets its share. `[h, w, L]` → `[1, heads, N, L]` */
function perHead(cotangent: Tensor, { heads, height, width }: AttentionLayer): Tensor {
  const size = cotangent.data.length;
  const data = new Float32Array(heads * size);
  for (let i = 0; i < data.length; i++) data[i] = (cotangent.data[i % size] as number) / heads;
  return { dims: [1, heads, height * width, cotangent.dims[2] as number], data };
}
