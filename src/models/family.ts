import type { UNetGraph, UNetOptions } from '../compiler/blocks/unet.ts';
import type { AutoencoderOptions } from '../compiler/blocks/vae.ts';
import type { Graph } from '../compiler/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Card } from './card.ts';
import type { ClipTokenizer } from './clip-tokenizer.ts';
import type { DiffusersFolder } from './diffusers-folder.ts';

/** What the U-Net is told besides the latents, for one row of the batch. */
export interface Conditioning {
  /** Text embeddings `[1, L, D]`. */
  readonly embeddings: Tensor;
  /** Pooled text embedding `[1, P]` (SDXL). */
  readonly pooled?: Tensor | undefined;
}

export type TextComponent = 'text_encoder' | 'text_encoder_2';

/** Runs one text encoder on framed token ids `[L]`; the outputs, of those named, are those of `buildCLIPText`. */
export type RunTextEncoder = (
  component: TextComponent,
  ids: readonly number[],
  eosPosition: number,
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
  /** Tokens of one chunk: L. The U-Net sees L, or several times L with a long prompt. */
  readonly tokens: number;
  /** Width D of the word embeddings of each encoder that there is. */
  readonly widths: Readonly<Partial<Record<TextComponent, number>>>;
  /** Vectors of ids behind the vocabulary (textual inversion), `undefined` for others. */
  learned?(component: TextComponent, id: number): Float32Array | undefined;
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
  /** @param options.learned  with the inputs for learned words */
  graph(component: TextComponent, options?: { readonly learned: boolean }): Graph;
}

export interface UNetPart {
  readonly inChannels: number;
  /** The guidance scale is an input of the network (latent consistency models): no row without words is needed. */
  readonly takesGuidance: boolean;
  /** Cells per side at the checkpoint's own picture size. */
  readonly sampleSize: number;
  graph(options: UNetOptions): UNetGraph;
  /** `time_proj` for one timestep in every row, `[B, C₀]`. */
  timeProjection(timestep: number, batch: number): Tensor;
  /** Inputs besides latents, time and text: pooled text, time ids, guidance embedding. */
  extraInputs(
    rows: readonly Conditioning[],
    picture: { readonly width: number; readonly height: number; readonly guidanceScale: number },
  ): Readonly<Record<string, Tensor>>;
}

export interface AutoencoderPart {
  readonly latentChannels: number;
  /** Pixels per latent cell and side. */
  readonly factor: number;
  readonly scalingFactor: number;
  /** `sample` [B, 3, H, W] → the output named `encoderOutput` [B, C, h, w], not yet scaled. */
  encoder(options: AutoencoderOptions): Graph;
  readonly encoderOutput: 'mean' | 'latents';
  /** `latents` divided by the scaling factor → `image`. */
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
  /** True when the image condition is multiplied by the scaling factor (CosXL-style editing). */
  readonly scaledImageCondition: boolean;
  readonly card: Card;
  /** scheduler_config.json as parsed JSON. */
  readonly scheduler: unknown;
  readonly text: TextPart;
  readonly unet: UNetPart;
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
