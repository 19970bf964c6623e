/** Which numbers the weights are stored as; the one that was not asked for is taken when there is no other. */
export type WeightVariant = 'fp32' | 'fp16';

const COMPONENT = '(?:diffusion_pytorch_model|model)';
/** `model`, the variant before or after the number of the shard, `.safetensors`. */
const WEIGHTS = new RegExp(
  String.raw`^${COMPONENT}(?:\.(?<variant>\w+))?(?:-\d{5}-of-\d{5})?(?:\.(?<late>\w+))?\.safetensors$`,
  'u',
);

/** The list of shards, `model.safetensors.index.json`, with the variant before or behind. */
const INDEX = new RegExp(
  String.raw`^${COMPONENT}\.(?:(?<variant>\w+)\.)?safetensors\.index(?:\.(?<late>\w+))?\.json$`,
  'u',
);
const SHARD = /-\d{5}-of-(\d{5})/u;

/** Which variants are taken, in this order: of the half ones bfloat16 is as small and less exact. */
const ORDER: Readonly<Record<WeightVariant, readonly string[]>> = {
  fp32: ['fp32', 'fp16', 'bf16'],
  fp16: ['fp16', 'bf16', 'fp32'],
};

/**
 * Chooses the weight files of one component among the files of its folder: of one variant the whole file, or all
 * shards. As in diffusers shards count when their list is there, a whole file before shards without one. Other variants
 * (`non_ema`) and other formats are left alone.
 *
 * @returns an empty list when there are none as safetensors
 */
export function chooseWeightFiles(files: readonly string[], wanted: WeightVariant = 'fp32'): string[] {
  const byVariant = new Map<string, string[]>();
  const indexed = new Set<string>();
  for (const file of files) {
    const index = INDEX.exec(file);
    if (index !== null) indexed.add(index.groups?.['variant'] ?? index.groups?.['late'] ?? 'fp32');
    const match = WEIGHTS.exec(file);
    if (match === null) continue;
    const variant = match.groups?.['variant'] ?? match.groups?.['late'] ?? 'fp32';
    byVariant.set(variant, [...(byVariant.get(variant) ?? []), file]);
  }
  for (const variant of ORDER[wanted]) {
    const found = byVariant.get(variant) ?? [];
    const shards = found.filter((file) => SHARD.test(file));
    const whole = found.filter((file) => !SHARD.test(file));
    const chosen = shards.length > 0 && (indexed.has(variant) || whole.length === 0) ? shards : whole;
    if (chosen.length > 0) return chosen.toSorted((one, other) => (one < other ? -1 : 1));
  }
  return [];
}

/** The first shard that should be among the chosen files and is not. */
export function missingShard(chosen: readonly string[]): string | undefined {
  const [first = ''] = chosen;
  const count = Number(SHARD.exec(first)?.[1] ?? 0);
  const names = Array.from({ length: count }, (_, at) =>
    first.replace(/-\d{5}-of-/u, `-${String(at + 1).padStart(5, '0')}-of-`),
  );
  return names.find((name) => !chosen.includes(name));
}
