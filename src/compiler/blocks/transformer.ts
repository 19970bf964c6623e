import type { AttentionLayer } from '../control.ts';
import type { GraphBuilder, Value } from '../graph.ts';
import { add, conv, groupNorm, layerNorm, linear, reshape, shapeOf, transpose } from '../ops.ts';
import { crossAttention, selfAttention } from './attention.ts';
import type { AttentionContext } from './attention-kernels.ts';
import { feedForward } from './feed-forward.ts';

/**
 * Spatial transformer `name` (diffusers' Transformer2DModel) on `[B, C, H, W]`: between the projections everything
 * is rows `[B·N, C]`, N = H·W, query index y·W + x.
 */
export function transformer(
  g: GraphBuilder,
  context: AttentionContext,
  x: Value,
  name: string,
  options: {
    readonly heads: number;
    readonly layers: number;
    readonly groups: number;
    readonly linearProjection: boolean;
    readonly side: AttentionLayer['side'];
  },
): Value {
  return g.within(name, () => {
    const [batch = 1, channels = 1, height = 1, width = 1] = shapeOf(x);
    const toRows = (image: Value): Value => {
      const inner = image.dims[1] as number;
      return reshape(g, transpose(g, image, [0, 2, 3, 1]), [batch * height * width, inner]);
    };
    const toImage = (rows: Value): Value => {
      const inner = rows.dims[1] as number;
      return transpose(g, reshape(g, rows, [batch, height, width, inner]), [0, 3, 1, 2]);
    };
    // 1e-6, whatever the config's norm_eps says: diffusers hard-codes it here.
    const normed = groupNorm(g, x, 'norm', options.groups, 1e-6);
    let hidden = options.linearProjection
      ? linear(g, toRows(normed), 'proj_in')
      : toRows(conv(g, normed, 'proj_in'));
    const inner = hidden.dims[1] as number;
    const place = {
      height,
      width,
      heads: options.heads,
      headSize: inner / options.heads,
      side: options.side,
    };
    for (let layer = 0; layer < options.layers; layer++) {
      hidden = g.within(`transformer_blocks.${layer}`, () => {
        const self = selfAttention(g, context, layerNorm(g, hidden, 'norm1'), 'attn1', place);
        const first = add(g, self, hidden);
        const cross = crossAttention(g, context, layerNorm(g, first, 'norm2'), 'attn2', place);
        const second = add(g, cross, first);
        return add(g, feedForward(g, layerNorm(g, second, 'norm3'), context.feedForwardBytes), second);
      });
    }
    const projected = options.linearProjection
      ? toImage(linear(g, hidden, 'proj_out'))
      : conv(g, toImage(hidden), 'proj_out');
    return add(g, projected, { ...x, dims: [batch, channels, height, width] });
  });
}
