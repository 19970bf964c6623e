import type { GraphBuilder, Value } from '../graph.ts';
import { activation, add, conv, groupNorm, linear, reshape, scale } from '../ops.ts';

/** What all residual blocks of one network share. */
export interface ResnetStyle {
  readonly groups: number;
  readonly epsilon: number;
  readonly activation: string;
  /** Divides the sum of block and shortcut. */
  readonly outputScale?: number;
}

/**
 * Residual block `name` (diffusers' ResnetBlock2D) on `[B, C, H, W]`.
 *
 * @param embedding  time embedding after its activation, `[B, D]`; absent in a VAE
 */
export function resnet(
  g: GraphBuilder,
  x: Value,
  name: string,
  style: ResnetStyle,
  embedding?: Value,
): Value {
  return g.within(name, () => {
    const normed = activation(style.activation, g, groupNorm(g, x, 'norm1', style.groups, style.epsilon));
    let hidden = conv(g, normed, 'conv1', { padding: 1 });
    if (embedding !== undefined) {
      const shift = linear(g, embedding, 'time_emb_proj');
      hidden = add(g, hidden, reshape(g, shift, [...(shift.dims as number[]), 1, 1]));
    }
    hidden = activation(style.activation, g, groupNorm(g, hidden, 'norm2', style.groups, style.epsilon));
    hidden = conv(g, hidden, 'conv2', { padding: 1 });
    const shortcut = g.hasWeight('conv_shortcut.weight') ? conv(g, x, 'conv_shortcut') : x;
    return scale(g, add(g, shortcut, hidden), 1 / (style.outputScale ?? 1));
  });
}
