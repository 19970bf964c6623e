import { sentence } from '../../sentence.ts';
import type { LowRank, StoredTensor } from '../../compiler/weights.ts';
import { UserError } from '../../errors.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { DiffusersFolder } from '../diffusers-folder.ts';
import { flatten } from './layer-names.ts';
import type { Lora, LoraLayer } from './read-lora.ts';

/** A LoRA and how strongly it works: 1 = as trained. */
export interface WeightedLora {
  readonly lora: Lora;
  readonly weight: number;
  /** The weight in text encoders, where it is another one. */
  readonly textWeight?: number | undefined;
}

const COMPONENTS = ['unet', 'text_encoder', 'text_encoder_2'] as const;
const NAMED = 3;

/**
 * A checkpoint with LoRAs merged into it. Nothing is written: the sums are part of the graphs and are computed once,
 * when a graph is loaded.
 *
 * @throws {UserError} `LORA_MISFIT` naming layers that the checkpoint has not, or has in another size
 */
export async function withLoras(
  folder: DiffusersFolder,
  loras: readonly WeightedLora[],
): Promise<DiffusersFolder> {
  const merged = new Map<string, StoredTensor[]>();
  const problems = new Map<Lora, string[]>(loras.map(({ lora }) => [lora, []]));
  for (const component of COMPONENTS) {
    const tensors = await folder.tensors(component).catch(() => []);
    const byFlat = new Map(tensors.filter(isMatrix).map((stored) => [flatten(stored.name), stored]));
    const additions = new Map<StoredTensor, LowRank[]>();
    for (const { lora, weight: plain, textWeight = plain } of loras) {
      const weight = component === 'unet' ? plain : textWeight;
      for (const layer of lora.layers.filter((candidate) => candidate.component === component)) {
        const target = byFlat.get(layer.flat);
        const problem = misfit(layer, target);
        if (problem !== undefined) problems.get(lora)?.push(`${layer.name} (${problem})`);
        if (target === undefined || weight === 0) continue;
        const { up, down, scale } = layer;
        additions.set(target, [...(additions.get(target) ?? []), { up, down, scale: scale * weight }]);
      }
    }
    merged.set(
      component,
      tensors.map((stored) => Object.assign({}, stored, { additions: additions.get(stored) })),
    );
  }
  for (const [lora, layers] of problems) assertFits(lora, layers, folder.name);
  return {
    ...folder,
    // Loaded networks are kept by their folder: with other weights they are others.
    path: [
      folder.path,
      ...loras.map(({ lora, weight, textWeight = weight }) => `${lora.name}:${weight}:${textWeight}`),
    ].join(' + '),
    tensors: (component) => {
      const known = merged.get(component);
      return known === undefined ? folder.tensors(component) : Promise.resolve(known);
    },
  };
}

const isMatrix = ({ name, dims }: StoredTensor): boolean => name.endsWith('.weight') && dims.length > 1;

function misfit({ up, down }: LoraLayer, target: StoredTensor | undefined): string | undefined {
  if (target === undefined) return 'no such layer';
  const [out = 0, ...inner] = target.dims;
  const [upOut = 0] = up.dims;
  const [, ...downInner] = down.dims;
  if (upOut === out && sizeOf(downInner) === sizeOf(inner) && up.dims[1] === down.dims[0]) return undefined;
  return `made for [${[upOut, ...downInner].join(', ')}], here it is [${target.dims.join(', ')}]`;
}

function assertFits({ name, layers }: Lora, problems: readonly string[], checkpoint: string): void {
  if (problems.length === 0) return;
  throw new UserError(
    'LORA_MISFIT',
    sentence('lora.wrongModel', {
      name,
      checkpoint,
      count: problems.length,
      layers: layers.length,
      problems: problems.slice(0, NAMED),
    }),
  );
}
