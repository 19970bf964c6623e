/**
 * Instance-level moves by gradient guidance: the picture is painted again beside its source, and in every guided step
 * the gradient of the move's energy is added to the noise prediction.
 *
 *     eps = eps_none + s (eps_text − eps_none) + k ∂E/∂z
 *
 * Source: Palaev et al. 2024, released code: k = 300 on 128 × 128 latents in steps 20…280 of 300, DDPM, no factor of σ.
 * Differs from it: k grows as steps get fewer, and shrinks with the latents' area, because the energies are means over
 * cells; what is added has a limit, since a few large steps overshoot where 260 small ones do not; the backward pass is made for the text row alone; boxes are rounded outward on each layer's own grid.
 */
import { z } from 'zod';
import { mapTensor, type Tensor } from '../tensor/tensor.ts';
import { instanceEnergy, type InstanceWeights, PALAEV } from './instance-energies.ts';
import type { Method, MethodStep } from './method.ts';

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const settings = z.object({
  from: rectangle,
  to: rectangle,
  others: z.array(rectangle).default([]),
  tokens: z.array(z.int()).min(1),
  /** Cross-attention layers, and the module of the features F. */
  layers: z.array(z.string()).min(1),
  feature: z.string(),
  weights: z.custom<InstanceWeights>().default(PALAEV),
  /** k of the paper's setting; 0 is plain sampling. */
  scale: z.number().min(0).default(300),
  /** What is added is at most this share of the prediction, by root mean square; infinite in the paper. */
  limit: z.number().positive().default(0.5),
  /** First and last guided step as shares of the schedule. */
  span: z.tuple([z.number(), z.number()]).default([20 / 300, 280 / 300]),
});
export type InstanceGuidanceSettings = z.infer<typeof settings>;

const scaled = (x: Tensor, factor: number): Tensor => mapTensor(x, (slope) => factor * slope);

/** Steps and latent cells of the paper's setting. */
const PAPER = { steps: 300, cells: 128 * 128 };

/** Moves an object by the energies of Palaev et al. */
export const instanceGuidance: Method<InstanceGuidanceSettings> = {
  name: 'palaev',
  paper: {
    title: 'Instance-level moves by guidance: Palaev et al., BMVC 2024 (code: DiffusionU-NetLLM)',
    url: 'https://openreview.net/forum?id=kkaWj2UwN9',
  },
  settings,
  start({ latents, steps }, { layers, feature, weights, scale, limit, span, ...move }) {
    if (scale === 0) return {};
    const cells = latents.height * latents.width;
    const factor = scale * (PAPER.steps / steps) * (cells / PAPER.cells);
    return {
      guidance: {
        layers,
        feature,
        limit,
        isOn: ({ index, count }: MethodStep) => index >= span[0] * count && index < span[1] * count,
        cotangents: (reading) => {
          const energy = instanceEnergy(reading, move, weights);
          return {
            maps: new Map([...energy.maps].map(([name, map]) => [name, scaled(map, factor)])),
            feature: scaled(energy.feature, factor),
          };
        },
      },
    };
  },
};
