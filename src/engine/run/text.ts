import type { Checkpoint, Conditioning, ReadingOptions, TextComponent } from '../../models/family.ts';
import { inForm } from '../../compiler/form.ts';
import { type Feed, integersFeed } from '../../runtime/network.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';
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
  return checkpoint.text.condition(
    ids,
    async (component, framed, eosPosition, outputs) => {
      const network = await cache.get(`${checkpoint.folder} ${component}`, (form) =>
        inForm(checkpoint.text.graph(component, { learned: true }), form),
      );
      const feeds = {
        ...wordFeeds(checkpoint, component, framed),
        eos_position: integersFeed([eosPosition]),
      };
      return (await network.run(feeds, outputs)) as Readonly<Record<string, Tensor>>;
    },
    options,
  );
}

/** Token ids as input of a text encoder, with vectors in place of those that are not in its vocabulary. */
function wordFeeds(
  { text }: Checkpoint,
  component: TextComponent,
  ids: readonly number[],
): Record<'input_ids' | 'known' | 'learned', Feed> {
  const width = text.widths[component] ?? 0;
  const learned = tensor([1, ids.length, width]);
  const known = new Float32Array(ids.length).fill(1);
  ids.forEach((id, at) => {
    const vector = text.learned?.(component, id);
    if (vector === undefined) return;
    learned.data.set(vector, at * width);
    known[at] = 0;
  });
  const words = ids.map((id, at) => (known[at] === 1 ? id : 0));
  return {
    input_ids: integersFeed(words, [1, ids.length]),
    known: tensor([1, ids.length, 1], known),
    learned,
  };
}
