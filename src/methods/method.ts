import type { z } from 'zod';
import type { Tensor } from '../tensor/tensor.ts';

/** One evaluation of the U-Net inside a run. */
export interface MethodStep {
  /** Position in the whole schedule. */
  readonly index: number;
  /** Number of steps of the whole schedule. */
  readonly count: number;
  /** First index that this run makes. */
  readonly start: number;
  /** 0…999. */
  readonly timestep: number;
}

/** A resolution at which the U-Net attends. */
export interface Level {
  readonly height: number;
  readonly width: number;
}

/** One attention layer, named as in the checkpoint. */
export interface LayerInfo extends Level {
  readonly name: string;
  readonly kind: 'self' | 'cross' | 'joint';
  /** Which block of a U-Net it belongs to, counted on its side. */
  readonly side?: { readonly name: 'down' | 'mid' | 'up'; readonly block: number } | undefined;
  readonly heads: number;
  /** Number among the layers of its kind. */
  readonly index: number;
}

/**
 * What attention shall do in one step; what is left out is idle. Letters as in the one form of attention control
 * (compiler/control.ts): `B` rows, `N` cells of a level, `L` tokens, `S` segments.
 */
export interface AttentionControl {
  /** Changed logits. */
  readonly modulate?: {
    /** seg `[B, S, N]`, 0/1, at a level. */
    segments(level: Level): Tensor;
    /** tok `[B, S, L]`, 0/1. */
    readonly tokens: Tensor;
    /** a `[B, N]`, for cross- and for self-attention; self-attention is left alone when its function is missing. */
    amount(level: Level): Tensor;
    selfAmount?(level: Level): Tensor;
    /** c `[B, L]`. */
    readonly strength: Tensor;
    /** m `[B]`: outside its segments this row attends as its reference row does. */
    readonly swap?: readonly boolean[];
    /** e `[B, L]`: where m is set, a cell inside a segment attends to the tokens of its segments alone, raised by e. */
    readonly exclusive?: Tensor;
  };
  /** Changed maps: T `[B, L, L]`, b `[B, L]`. */
  readonly remap?: { readonly transfer: Tensor; readonly keep: Tensor };
  /** ref `[B]`; default: every row itself. */
  readonly reference?: readonly number[];
  /** Rows of queries, keys and values in self-attention, by layer; `undefined`: each row its own. */
  selfRows?(
    layer: LayerInfo,
  ):
    | { readonly q: readonly number[]; readonly k: readonly number[]; readonly v: readonly number[] }
    | undefined;
}

/** What a method knows of the run it takes part in. */
export interface MethodContext {
  /** Names of the U-Net rows, in their order: 'text', 'image', 'none', … */
  readonly rows: readonly string[];
  /** Tokens of the text conditioning: L. */
  readonly tokens: number;
  readonly latents: Level;
  /** Cells per side of the latents at the checkpoint's own picture size. */
  readonly sampleSize: number;
  readonly layers: readonly LayerInfo[];
  /** Steps that will be made. */
  readonly steps: number;
}

/** What a step of gradient guidance reads, from the row that the text conditions. */
export interface GuidanceReading {
  /** Mean over the heads, `[h, w, L]` by layer name. */
  readonly maps: ReadonlyMap<string, Tensor>;
  /** Features `[C, h, w]` of the picture that is steered, and of the source at the same step. */
  readonly feature: Tensor;
  readonly reference: Tensor;
}

/** ∂E/∂A by layer `[h, w, L]`, ∂E/∂F `[C, h, w]`: of any energy E of what was read. */
export type Cotangents = Pick<GuidanceReading, 'maps' | 'feature'>;

/** Steering by the gradient of an energy: the engine pulls the cotangents back to the latents. */
export interface Guidance {
  /** Cross-attention layers, and the module whose output is F: `up_blocks.2`. */
  readonly layers: readonly string[];
  readonly feature: string;
  /** What is added is at most this share of the prediction, by root mean square. */
  readonly limit: number;
  isOn(step: MethodStep): boolean;
  cotangents(reading: GuidanceReading, step: MethodStep): Cotangents;
}

/** What a method does during one sampling run. Every hook is optional. */
export interface MethodRun {
  /** Added to the noise prediction after guidance. */
  readonly guidance?: Guidance;
  /** Before the U-Net. */
  control?(step: MethodStep): AttentionControl | undefined;
  /** True when `observe` wants the maps of this step. */
  reads?(step: MethodStep): boolean;
  /** After the U-Net: mean over the heads, `[B, N, L]` by layer name, as they were used. */
  observe?(maps: ReadonlyMap<string, Tensor>, step: MethodStep): void;
  /** In place of plain guidance: raw predictions `[B, C, h, w]` → `[1, C, h, w]`. */
  combine?(predictions: Tensor, step: MethodStep): Tensor;
  /** After the sampler's step. */
  after?(latents: Tensor, step: MethodStep): Tensor;
}

/** A way of steering a diffusion model, from a paper. It supplies tensors and never knows a model family. */
export interface Method<Settings, Run extends MethodRun = MethodRun> {
  readonly name: string;
  readonly paper: { readonly title: string; readonly url: string };
  /** zod schema; the paper's values are the defaults. */
  readonly settings: z.ZodType<Settings>;
  start(context: MethodContext, settings: Settings): Run;
}
