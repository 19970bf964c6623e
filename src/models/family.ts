import type { AutoencoderOptions } from '../compiler/blocks/vae.ts';
import type { AttentionLayer } from '../compiler/control.ts';
import type { DenoiserGraph, DenoiserOptions } from '../compiler/denoiser.ts';
import type { Graph } from '../compiler/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Card } from './card.ts';
import type { ClipTokenizer } from './clip-tokenizer.ts';
import type { DiffusersFolder } from './diffusers-folder.ts';

/** What the denoiser is told besides the latents, for one row of the batch. */
export interface Conditioning {
  /** Text embeddings `[1, L, D]`. */
  readonly embeddings: Tensor;
  /** Pooled text embedding `[1, P]` (SDXL). */
  readonly pooled?: Tensor | undefined;
}

/** Whole numbers as input of a network: token ids, positions. */
export interface Integers {
  readonly dims: readonly number[];
  readonly integers: readonly number[];
}

/** A text encoder: tokens in, states out. */
export interface TextEncoderPart {
  /** `text_encoder`, `text_encoder_2`: its folder. */
  readonly component: string;
  /** Width D of its word embeddings. */
  readonly width: number;
  /** @param options.learned  with the inputs for learned words */
  graph(options?: { readonly learned: boolean }): Graph;
  /**
   * The graph's inputs for framed token ids `[L]`.
   *
   * @param learned  vectors of ids that are no words of the vocabulary; without it the graph has no such inputs
   */
  inputs(
    ids: readonly number[],
    learned?: (id: number) => Float32Array | undefined,
  ): Readonly<Record<string, Tensor | Integers>>;
}

/** Runs a text encoder on framed token ids `[L]`; gives the outputs that are named. */
export type RunTextEncoder = (
  encoder: TextEncoderPart,
  ids: readonly number[],
  outputs: readonly string[],
) => Promise<Readonly<Record<string, Tensor>>>;

/** How a prompt is read. */
export interface ReadingOptions {
  /** Layers of the text encoder left out at its end, beyond those the model was trained without. Default: 0. */
  readonly clipSkip?: number | undefined;
  /** Length of the conditioning in chunks of L tokens; what the prompt does not fill is empty. Default: as many as it needs. */
  readonly chunks?: number | undefined;
}

export interface TextPart {
  readonly tokenizer: ClipTokenizer;
  /** Tokens of one chunk: L. The denoiser sees L, or several times L with a long prompt. */
  readonly tokens: number;
  readonly encoders: readonly TextEncoderPart[];
  /** Chunks that a long prompt may fill. */
  readonly mostChunks: number;
  /** Words may be weighted by multiplying their embeddings. */
  readonly weighs: boolean;
  /** Vectors of ids behind the vocabulary (textual inversion), `undefined` for others. */
  learned?(component: string, id: number): Float32Array | undefined;
  /**
   * Encodes a prompt given as token ids without start and end.
   *
   * @param ids  `undefined`: the empty conditioning of the model (zeros where it was trained so)
   * @throws {UserError} `CLIP_SKIP` when there are not so many layers
   */
  condition(
    ids: readonly number[] | undefined,
    run: RunTextEncoder,
    options?: ReadingOptions,
  ): Promise<Conditioning>;
}

/** What a denoiser is told in one evaluation. */
export interface DenoiserInputs {
  /** `[B, C, h, w]`, scaled as the noise process asks, with the channels of an image condition behind them. */
  readonly sample: Tensor;
  /** One for each row. */
  readonly rows: readonly Conditioning[];
  /** What the noise process tells the network. */
  readonly timestep: number;
  readonly picture: { readonly width: number; readonly height: number; readonly guidanceScale: number };
}

export interface DenoiserPart {
  /** Its folder: `unet`, `transformer`. */
  readonly component: string;
  readonly inChannels: number;
  /** The guidance scale is an input of the network (latent consistency models): no row without words is needed. */
  readonly takesGuidance: boolean;
  /** Cells per side at the checkpoint's own picture size. */
  readonly sampleSize: number;
  /** Latent cells per side must be a multiple of this. */
  readonly multiple: number;
  /** Kinds of attention whose maps it offers to be read and steered; without any it paints, and methods are refused. */
  readonly offers: readonly AttentionLayer['kind'][];
  graph(options: DenoiserOptions): DenoiserGraph;
  /** Every input of the graph but those of attention control. */
  inputs(inputs: DenoiserInputs): Readonly<Record<string, Tensor>>;
}

export interface AutoencoderPart {
  readonly latentChannels: number;
  /** Pixels per latent cell and side. */
  readonly factor: number;
  /** What the encoder says as latents: (z − shift) · scale. */
  toLatents(encoded: Tensor): Tensor;
  /** What the decoder takes: latents / scale + shift. */
  fromLatents(latents: Tensor): Tensor;
  /** `sample` [B, 3, H, W] → the output named `encoderOutput` [B, C, h, w], not yet latents. */
  encoder(options: AutoencoderOptions): Graph;
  readonly encoderOutput: 'mean' | 'latents';
  /** `latents` as `fromLatents` gives them → `image`. */
  decoder(options: AutoencoderOptions): Graph;
  /** Latent cells per side that are decoded at once; a larger picture is computed in tiles. Default: any. */
  readonly largestTile?: number | undefined;
}

/** A checkpoint whose configs and headers were read; no weight is in memory yet. */
export interface Checkpoint {
  readonly name: string;
  readonly folder: string;
  readonly family: string;
  /** How it takes a picture: not at all, as condition channels, or with a mask to fill. */
  readonly edits: 'none' | 'instruct-pix2pix' | 'inpaint';
  /** True when the image condition is given as latents (CosXL-style editing), false when as the encoder says it. */
  readonly scaledImageCondition: boolean;
  readonly card: Card;
  /** scheduler_config.json as parsed JSON. */
  readonly scheduler: unknown;
  /** How far a flow with dynamic shifting moves its sigmas, for so many latent cells and steps. */
  mu?(cells: { readonly height: number; readonly width: number }, steps: number): number;
  readonly text: TextPart;
  readonly denoiser: DenoiserPart;
  readonly vae: AutoencoderPart;
}

/** A kind of model: everything that differs between, say, SD 1.5 and SDXL. */
export interface ModelFamily {
  readonly name: string;
  /** From model_index.json alone. */
  matches(modelIndex: Readonly<Record<string, unknown>>): boolean;
  /** @throws {UnsupportedModelError} when a config cannot be followed */
  open(folder: DiffusersFolder): Promise<Checkpoint>;
}
