/** Which numbers the weights are stored as; the one that was not asked for is taken when there is no other. */
export type WeightVariant = 'fp32' | 'fp16';

/** `model`, the variant before or after the number of the shard, `.safetensors`. */
const WEIGHTS =
  /^(?:diffusion_pytorch_model|model)(?:\.(?<variant>\w+))?(?:-\d{5}-of-\d{5})?(?:\.(?<late>\w+))?\.safetensors$/u;

/**
 * Chooses the weight files of one component among the files of its folder: all shards of one variant. Other
 * variants (`non_ema`) and other formats are left alone.
 *
 * @returns an empty list when there are none as safetensors
 */
export function chooseWeightFiles(files: readonly string[], wanted: WeightVariant = 'fp32'): string[] {
  const byVariant = new Map<string, string[]>();
  for (const file of files) {
    const match = WEIGHTS.exec(file);
    if (match === null) continue;
    const variant = match.groups?.['variant'] ?? match.groups?.['late'] ?? 'fp32';
    byVariant.set(variant, [...(byVariant.get(variant) ?? []), file]);
  }
  const other = wanted === 'fp32' ? 'fp16' : 'fp32';
  return (byVariant.get(wanted) ?? byVariant.get(other) ?? []).toSorted();
}
