import type { AttentionLayer } from './control.ts';
import type { Graph } from './graph.ts';

/** Sizes and forms of a denoiser's graph: a U-Net's, or a transformer's. */
export interface DenoiserOptions {
  readonly batch: number;
  /** Latent cells. */
  readonly height: number;
  readonly width: number;
  /** Text tokens: what the text encoders give. */
  readonly tokens: number;
  /** Latent cells of pictures that it is shown, for a denoiser that looks at some. */
  readonly references?: readonly { readonly height: number; readonly width: number }[] | undefined;
  /** Attention control inputs and map outputs, for a denoiser whose maps can be steered. */
  readonly control: boolean;
  /** Fused attention kernel (CPU, CUDA); false writes plain MatMul–Softmax–MatMul. */
  readonly fused?: boolean;
  /** Largest attention logits outside the fused kernel, in bytes; more queries are taken in slices. Default: 256 MiB. */
  readonly scoreBytes?: number | undefined;
  /** Largest result inside a feed-forward layer, in bytes; more rows are taken in parts. Default: no limit. */
  readonly feedForwardBytes?: number | undefined;
  /** Per-head probabilities and the features of the blocks as outputs: for comparing with a reference. */
  readonly inspect?: boolean;
}

/**
 * What a builder writes. Among its inputs are `sample` [B, C, h, w], latents with the channels of an image condition
 * behind them, and `encoder_hidden_states` [B, L, D]; its output `out` has the shape of the latents.
 */
export interface DenoiserGraph {
  readonly graph: Graph;
  readonly layers: readonly AttentionLayer[];
  /** What instance guidance reads: cross-attention layers, and the module whose output is the feature. */
  readonly guided?: { readonly layers: readonly string[]; readonly feature: string } | undefined;
}
