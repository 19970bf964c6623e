/**
 * Null-text optimisation: the embedding of the empty prompt is moved, step by step, until guided sampling follows the
 * path that DDIM inversion found.
 *
 * Source: Mokady et al. 2022, Null-text Inversion for Editing Real Images using Guided Diffusion Models, section 3.2,
 * https://arxiv.org/abs/2211.09794, and the authors' notebook (Adam, learning rate, when to stop).
 */
import { mapTensor, type Tensor } from '../tensor/tensor.ts';

export const NULL_TEXT = {
  /** Steps of Adam at most, at each step of the sampler. */
  iterations: 10,
  learningRate: (step: number): number => 0.01 * (1 - step / 100),
  /** Below this loss the embedding is good enough. */
  enough: (step: number): number => 1e-5 + step * 2e-5,
} as const;

/** Mean square of what guided sampling missed, and its slope with respect to the embedding. */
export interface Miss {
  readonly loss: number;
  slope(): Promise<Tensor>;
}

/**
 * Optimises the embedding for one step of the sampler.
 *
 * @param embedding  `[1, L, D]`, the one of the step before (the empty prompt's at first)
 * @param step       0 = the noisiest
 * @param miss       the loss for an embedding
 * @returns the embedding and its loss before the last change
 */
export async function optimiseNullText(
  embedding: Tensor,
  step: number,
  miss: (embedding: Tensor) => Promise<Miss>,
  iterations: number = NULL_TEXT.iterations,
): Promise<{ readonly embedding: Tensor; readonly loss: number }> {
  const adam = createAdam(embedding, NULL_TEXT.learningRate(step));
  let current = embedding;
  let loss = Infinity;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const found = await miss(current);
    loss = found.loss;
    // The authors' loop changes the embedding once more before it looks at the loss.
    current = adam(current, await found.slope());
    if (loss < NULL_TEXT.enough(step)) break;
  }
  return { embedding: current, loss };
}

/** Adam with PyTorch's defaults (Kingma and Ba 2014, algorithm 1): β 0.9 and 0.999, ε 1e-8. */
function createAdam(like: Tensor, learningRate: number): (value: Tensor, slope: Tensor) => Tensor {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const first = new Float64Array(like.data.length);
  const second = new Float64Array(like.data.length);
  let count = 0;
  return (value, slope) => {
    count++;
    const [bias1, bias2] = [1 - beta1 ** count, 1 - beta2 ** count];
    return mapTensor(value, (old, i) => {
      const g = slope.data[i] as number;
      const mean = beta1 * first[i]! + (1 - beta1) * g;
      const square = beta2 * second[i]! + (1 - beta2) * g * g;
      [first[i], second[i]] = [mean, square];
      return old - (learningRate * (mean / bias1)) / (Math.sqrt(square / bias2) + epsilon);
    });
  };
}
