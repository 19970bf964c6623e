import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { integersFeed } from '../runtime/network.ts';
import type { Tensor } from '../tensor/tensor.ts';
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
): Promise<Conditioning> {
  return checkpoint.text.condition(ids, async (component, framed, eosPosition) => {
    const network = await cache.get(`${checkpoint.folder} ${component}`, () =>
      checkpoint.text.graph(component),
    );
    const feeds = {
      input_ids: integersFeed(framed, [1, framed.length]),
      eos_position: integersFeed([eosPosition]),
    };
    return (await network.run(feeds, network.outputs)) as Readonly<Record<string, Tensor>>;
  });
}
