import type { Checkpoint } from '../../src/models/family.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';

/** What a U-Net is told of a timestep, in every row: `time_proj` `[B, C₀]`. */
export function timeInput(
  { denoiser }: Pick<Checkpoint, 'denoiser'>,
  timestep: number,
  batch: number,
): Tensor {
  const rows = Array.from({ length: batch }, () => ({
    embeddings: tensor([1, 1, 1]),
    pooled: tensor([1, 1]),
  }));
  const picture = { width: 64, height: 64, guidanceScale: 1 };
  const inputs = denoiser.inputs({ sample: tensor([batch, 1, 1, 1]), rows, timestep, picture });
  return inputs['time_proj'] as Tensor;
}
