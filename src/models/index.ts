import { UnsupportedModelError } from '../errors.ts';
import { openDiffusersFolder } from './diffusers-folder.ts';
import type { Checkpoint, ModelFamily } from './family.ts';
import { flux2Klein } from './flux2-klein/family.ts';
import { type WeightedLora, withLoras } from './lora/with-loras.ts';
import { openSingleFile } from './single-file/open.ts';
import { stableDiffusion } from './stable-diffusion/family.ts';
import { stableDiffusionXL } from './stable-diffusion-xl/family.ts';

/** Every kind of model this bot can think with. */
export const families: readonly ModelFamily[] = [stableDiffusion, stableDiffusionXL, flux2Klein];

/**
 * Opens a checkpoint, a diffusers folder or a single file: reads configs and headers, no weights.
 *
 * @param loras  merged into it
 * @throws {UserError} `LORA_MISFIT`
 * @throws {UnsupportedModelError} when no family knows its pipeline, or a config cannot be followed
 */
export async function openCheckpoint(path: string, loras: readonly WeightedLora[] = []): Promise<Checkpoint> {
  const plain = await (path.endsWith('.safetensors') ? openSingleFile(path) : openDiffusersFolder(path));
  const folder = loras.length === 0 ? plain : await withLoras(plain, loras);
  const family = families.find((candidate) => candidate.matches(folder.modelIndex));
  if (family === undefined) {
    throw new UnsupportedModelError(
      folder.name,
      `the pipeline ${String(folder.modelIndex['_class_name'])}`,
      `one of ${families.map(({ name }) => name).join(', ')}`,
    );
  }
  return family.open(folder);
}
