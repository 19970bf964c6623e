import type { AttentionLayer } from '../../compiler/control.ts';
import type { AttentionControl, Level } from '../../methods/method.ts';
import { type Feed, flagFeed, flagsFeed, integersFeed } from '../../runtime/network.ts';
import { tensor } from '../../tensor/tensor.ts';

/** Sizes of a compiled U-Net that its control inputs depend on. */
export interface ControlSizes {
  readonly batch: number;
  readonly tokens: number;
  readonly layers: readonly AttentionLayer[];
}

/** The control inputs of one step; `undefined` leaves every layer alone. */
export function controlFeeds(
  control: AttentionControl | undefined,
  read: boolean,
  sizes: ControlSizes,
): Record<string, Feed> {
  const { batch, tokens } = sizes;
  const { modulate, remap } = control ?? {};
  const selfRows = rowsFeed(control, sizes);
  return {
    'control.cross': flagFeed(read || modulate !== undefined || remap !== undefined),
    'control.modulate': flagFeed(modulate !== undefined),
    'control.remap': flagFeed(remap !== undefined),
    'control.read': flagFeed(read),
    'control.self': flagFeed(selfRows.moved || modulate?.selfAmount !== undefined),
    'control.selfModulate': flagFeed(modulate?.selfAmount !== undefined),
    'control.rows': selfRows.feed,
    'control.tokens': modulate?.tokens ?? tensor([batch, 1, tokens]),
    'control.strength': modulate?.strength ?? tensor([batch, tokens]),
    'control.swap': flagsFeed(modulate?.swap ?? Array.from({ length: batch }, () => false)),
    'control.exclusive': flagFeed(modulate?.exclusive !== undefined),
    'control.raise': modulate?.exclusive ?? tensor([batch, tokens]),
    'control.reference': integersFeed(control?.reference ?? Array.from({ length: batch }, (_, row) => row)),
    'control.transfer': remap?.transfer ?? tensor([batch, tokens, tokens]),
    'control.keep': remap?.keep ?? tensor([batch, tokens]),
    ...levelFeeds(modulate, sizes),
  };
}

function rowsFeed(
  control: AttentionControl | undefined,
  { batch, layers }: ControlSizes,
): { readonly feed: Feed; readonly moved: boolean } {
  const self = layers.filter((layer) => layer.kind === 'self');
  const own = Array.from({ length: batch }, (_, row) => row);
  const rows = self.map((layer) => control?.selfRows?.(layer));
  const values = (['q', 'k', 'v'] as const).flatMap((part) => rows.flatMap((moved) => moved?.[part] ?? own));
  return {
    feed: integersFeed(values, [3, self.length, batch]),
    moved: rows.some((moved) => moved !== undefined),
  };
}

function levelFeeds(
  modulate: AttentionControl['modulate'],
  { batch, layers }: ControlSizes,
): Record<string, Feed> {
  const levels = new Map<string, Level>(
    layers.map(({ height, width }) => [`${height}x${width}`, { height, width }]),
  );
  const feeds: Record<string, Feed> = {};
  for (const [name, level] of levels) {
    const idle = tensor([batch, level.height * level.width]);
    feeds[`control.segments.${name}`] =
      modulate?.segments(level) ?? tensor([batch, 1, level.height * level.width]);
    feeds[`control.amount.${name}`] = modulate?.amount(level) ?? idle;
    feeds[`control.selfAmount.${name}`] = modulate?.selfAmount?.(level) ?? idle;
  }
  return feeds;
}
