import { buildCLIPText, parseCLIPTextConfig, textWeights } from '../src/compiler/blocks/clip-text.ts';
import type { Graph } from '../src/compiler/graph.ts';
import { type ClipTokenizer, loadClipTokenizer } from './clip-tokenizer.ts';
import type { DiffusersFolder } from './diffusers-folder.ts';

/** A text encoder with its tokenizer. */
export interface TextEncoder {
  readonly tokenizer: ClipTokenizer;
  readonly layers: number;
  readonly width: number;
  /** Width of `text_embeds`. */
  readonly projection: number;
  graph(): Graph;
  /**
   * Row of the token whose state is the pooled one: the first end token, or in old checkpoints (whose config names
   * id 2 as end token by mistake) the highest id.
   */
  eosPosition(ids: readonly number[]): number;
}

export async function openTextEncoder(
  folder: DiffusersFolder,
  component: 'text_encoder' | 'text_encoder_2',
): Promise<TextEncoder> {
  const config = parseCLIPTextConfig(await folder.json(`${component}/config.json`));
  const weights = textWeights(await folder.tensors(component));
  const words = folder.tokenizer(component);
  const tokenizer = await loadClipTokenizer(words.folder, config.max_position_embeddings, words.padToken);
  return {
    tokenizer,
    layers: config.num_hidden_layers,
    width: config.hidden_size,
    projection: config.projection_dim,
    graph: () => buildCLIPText(config, weights, { batch: 1, tokens: tokenizer.maxLength }),
    eosPosition: (ids) =>
      config.eos_token_id == null || config.eos_token_id === 2
        ? ids.indexOf(Math.max(...ids))
        : Math.max(0, ids.indexOf(config.eos_token_id)),
  };
}
