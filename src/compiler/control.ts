/**
 * Attention control: one form for all methods, built into every attention layer of a U-Net.
 *
 *     q = Q[iq]   k = K[ik]   v = V[iv]                     (self-attention only)
 *     X = q kᵀ / √d                                         mx, mn = row max, row min (per head)
 *     X⁺ = X + a·c·(mx − X)                                 X⁻ = m ? X[ref] : X + a·c·(mn − X)
 *     X₂ = R ? X⁺ : X⁻                                      R = (segᵀ·tok > 0) cross, (segᵀ·seg > 0) self
 *     A = softmax(X₂)        A' = A[ref]·T + A·diag(b)      (T, b only in cross-attention)
 *     out = A'·v             maps = mean over heads of A'
 *
 * With `exclusive` (cross-attention only) a query that shares a segment with some token attends to such tokens alone:
 * where m is set, X₂ = R ? X⁺ + e : −∞ for it, with e added per token.
 *
 * It is exactly sufficient for Prompt-to-Prompt, DenseDiffusion, Focus on Your Instruction and DAAM. `B` rows of the
 * batch, `N` queries, `L` tokens, `S` segments. Everything is shared over the heads.
 */
import type { GraphBuilder, Value } from './graph.ts';

/** One attention layer of a compiled denoiser, in the order of the forward pass. */
export interface AttentionLayer {
  /** `down_blocks.1.attentions.0.transformer_blocks.0.attn2`, as in the checkpoint. */
  readonly name: string;
  /** `joint`: text and picture attend to each other and to themselves in one sequence. */
  readonly kind: 'self' | 'cross' | 'joint';
  /** Which block of a U-Net it belongs to, counted on its side. */
  readonly side?: { readonly name: 'down' | 'mid' | 'up'; readonly block: number } | undefined;
  readonly height: number;
  readonly width: number;
  readonly heads: number;
  /** Channels of a head. */
  readonly headSize: number;
  /** Number among the layers of its kind. */
  readonly index: number;
}

/** The inputs of a controlled graph. Idle values: all flags false, rows the identity, the rest zeros. */
export interface ControlInputs {
  /** bool: compute cross-attention explicitly; false = the fused kernel. */
  readonly cross: Value;
  /** bool: change logits (a, c, R, m). */
  readonly modulate: Value;
  /** bool: change maps (T, b). */
  readonly remap: Value;
  /** bool: hand out the maps of the cross-attention layers. */
  readonly read: Value;
  /** bool: change self-attention: rows iq, ik, iv. */
  readonly self: Value;
  /** bool: with `self`, change its logits too. */
  readonly selfModulate: Value;
  /** int64 [3, self layers, B]: iq, ik, iv. */
  readonly rows: Value;
  /** [B, S, L]: which tokens belong to a segment. */
  readonly tokens: Value;
  /** [B, L]: c. */
  readonly strength: Value;
  /** bool [B]: m. */
  readonly swap: Value;
  /** bool: where m is set, a query inside a segment attends to the tokens of its segments alone. */
  readonly exclusive: Value;
  /** [B, L]: e. */
  readonly raise: Value;
  /** int64 [B]: ref. */
  readonly reference: Value;
  /** [B, L, L]: T. */
  readonly transfer: Value;
  /** [B, L]: b. */
  readonly keep: Value;
  /** By level `${height}x${width}`: segments [B, S, N], a [B, N] for cross- and for self-attention. */
  readonly levels: ReadonlyMap<
    string,
    { readonly segments: Value; readonly amount: Value; readonly selfAmount: Value }
  >;
}

export const levelName = (height: number, width: number): string => `${height}x${width}`;

/** Declares the control inputs of a U-Net with the given levels. */
export function declareControl(
  g: GraphBuilder,
  sizes: {
    readonly batch: number;
    readonly tokens: number;
    readonly selfLayers: number;
    readonly levels: readonly (readonly [height: number, width: number])[];
  },
): ControlInputs {
  const { batch, tokens } = sizes;
  const flag = (name: string): Value => g.input(`control.${name}`, [], 'bool');
  return {
    cross: flag('cross'),
    modulate: flag('modulate'),
    remap: flag('remap'),
    read: flag('read'),
    self: flag('self'),
    selfModulate: flag('selfModulate'),
    rows: g.input('control.rows', [3, sizes.selfLayers, batch], 'int64'),
    tokens: g.input('control.tokens', [batch, 'segments', tokens]),
    strength: g.input('control.strength', [batch, tokens]),
    swap: g.input('control.swap', [batch], 'bool'),
    exclusive: flag('exclusive'),
    raise: g.input('control.raise', [batch, tokens]),
    reference: g.input('control.reference', [batch], 'int64'),
    transfer: g.input('control.transfer', [batch, tokens, tokens]),
    keep: g.input('control.keep', [batch, tokens]),
    levels: new Map(
      sizes.levels.map(([height, width]) => {
        const level = levelName(height, width);
        return [
          level,
          {
            segments: g.input(`control.segments.${level}`, [batch, 'segments', height * width]),
            amount: g.input(`control.amount.${level}`, [batch, height * width]),
            selfAmount: g.input(`control.selfAmount.${level}`, [batch, height * width]),
          },
        ];
      }),
    ),
  };
}
