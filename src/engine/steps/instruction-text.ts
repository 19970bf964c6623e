import type { Checkpoint, Conditioning } from '../../models/family.ts';
import { tensor } from '../../tensor/tensor.ts';
import type { SubPrompt } from '../run/prompt.ts';
import type { NetworkCache } from '../run/networks.ts';
import { encodeText } from '../run/text.ts';

/** A sub-instruction of a prompt whose words know nothing of the other ones. */
export interface ApartPrompt extends SubPrompt {
  /** Positions of the padding that carries it, and how many paddings each of them stands for. */
  readonly padding: (readonly [position: number, count: number])[];
}

/**
 * Encodes each sub-instruction of a joined prompt alone, and puts its words where the joined prompt has them. In a
 * prompt that is encoded as a whole, words and above all the padding carry what the earlier sub-instructions say, so
 * that two of them mix in one place. Here the padding is dealt out, and what stood between two goes to the first.
 *
 * @param ids  of the joined prompt, without start and end
 */
export async function encodeApart(
  cache: NetworkCache,
  checkpoint: Checkpoint,
  { ids, parts }: { readonly ids: readonly number[]; readonly parts: readonly SubPrompt[] },
): Promise<{ readonly text: Conditioning; readonly parts: readonly ApartPrompt[] }> {
  const whole = await encodeText(cache, checkpoint, ids);
  const [, tokens = 0, width = 0] = whole.embeddings.dims;
  const data = whole.embeddings.data.slice();
  const first = ids.length + 1;
  const share = (tokens - first) / parts.length;
  const apart: ApartPrompt[] = [];
  for (const [index, part] of parts.entries()) {
    const [from, to] = part.span;
    const words = to - from;
    const own = await encodeText(cache, checkpoint, ids.slice(from - 1, to - 1));
    const put = (at: number, source: number): void =>
      data.set(own.embeddings.data.subarray(source * width, (source + 1) * width), at * width);
    for (let word = 0; word < words; word++) put(from + word, word + 1);
    // Its end token and what follows it.
    const places = [
      ...range(to, parts[index + 1]?.span[0] ?? first),
      ...range(first + Math.floor(index * share), first + Math.floor((index + 1) * share)),
    ];
    for (const [offset, at] of places.entries()) put(at, words + 1 + offset);
    const alike = (tokens - words - 2) / Math.max(1, places.length - 1);
    apart.push({ ...part, padding: places.map((at, offset) => [at, offset === 0 ? 1 : alike]) });
  }
  return { text: { ...whole, embeddings: tensor([1, tokens, width], data) }, parts: apart };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, offset) => from + offset);
