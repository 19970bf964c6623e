import type { Checkpoint, Conditioning, Integers, ReadingOptions } from '../../models/family.ts';
import { inForm } from '../../compiler/form.ts';
import { type Feed, integersFeed } from '../../runtime/network.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { NetworkCache } from './networks.ts';

/**
 * Encodes a prompt.
 *
 * @param ids  token ids without start and end; `undefined`: the model's empty conditioning
 */
export function encodeText(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  ids: readonly number[] | undefined,
  options?: ReadingOptions,
): Promise<Conditioning> {
  const { text, folder } = checkpoint;
  return text.condition(
    ids,
    async (encoder, framed, outputs) => {
      const { component } = encoder;
      const network = await cache.get(`${folder} ${component}`, (form) =>
        inForm(encoder.graph({ learned: true }), form),
      );
      const inputs = encoder.inputs(framed, (id) => text.learned?.(component, id));
      return (await network.run(feedsOf(inputs), outputs)) as Readonly<Record<string, Tensor>>;
    },
    options,
  );
}

/** A text encoder's inputs as the runtime takes them. */
export const feedsOf = (inputs: Readonly<Record<string, Tensor | Integers>>): Record<string, Feed> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      'integers' in value ? integersFeed(value.integers, value.dims) : value,
    ]),
  );
