import { buildQwen3, NEVER, parseQwen3Config } from '../../compiler/blocks/qwen3.ts';
import { createWeights } from '../../compiler/weights.ts';
import { concat, tensor, type Tensor } from '../../tensor/tensor.ts';
import type { DiffusersFolder } from '../diffusers-folder.ts';
import type { TextEncoderPart, TextPart } from '../family.ts';
import { loadQwenTokenizer } from './qwen-tokenizer.ts';

/** Layers of Qwen3 whose inputs the transformer reads, side by side. */
const LAYERS = [9, 18, 27] as const;
/** Tokens of a prompt with its template, padding included: the transformer reads the padding too. */
const TOKENS = 512;

/** Qwen3 as the text encoder of FLUX.2 [klein]. */
export async function openQwenText(folder: DiffusersFolder): Promise<TextPart> {
  const config = parseQwen3Config(await folder.json('text_encoder/config.json'));
  const weights = createWeights(await folder.tensors('text_encoder'));
  const tokenizer = await loadQwenTokenizer(folder.tokenizer('text_encoder').folder, TOKENS);
  const names = LAYERS.map((layer) => `hidden_states.${layer}`);
  const encoder: TextEncoderPart = {
    component: 'text_encoder',
    width: config.hidden_size,
    graph: () => buildQwen3(config, weights, { tokens: TOKENS, states: LAYERS }),
    inputs: (ids) => ({
      input_ids: { dims: [1, ids.length], integers: ids },
      mask: maskOf(ids, tokenizer.pad),
    }),
  };
  return {
    tokenizer,
    tokens: TOKENS,
    encoders: [encoder],
    mostChunks: 1,
    weighs: false,
    async condition(ids, run) {
      const states = await run(encoder, tokenizer.frame(ids ?? []), names);
      return {
        embeddings: concat(
          names.flatMap((name) => states[name] ?? []),
          2,
        ),
      };
    },
  };
}

/** Every token sees itself and those before it, and nobody sees padding: `[L, L]`. */
function maskOf(ids: readonly number[], pad: number): Tensor {
  const length = ids.length;
  const real = ids.findLastIndex((id) => id !== pad) + 1;
  const data = Float32Array.from({ length: length ** 2 }, (_, at) => {
    const [query, key] = [Math.floor(at / length), at % length];
    return key <= query && key < real ? 0 : NEVER;
  });
  return tensor([length, length], data);
}
