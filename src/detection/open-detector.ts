import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BotError, UnsupportedModelError } from '../errors.ts';
import type { Detector } from './detector.ts';
import { detectors } from './index.ts';
import type { LoadNetwork } from './owl.ts';

/**
 * Opens the detector of a folder, whichever kind it is; reads configs and headers only.
 *
 * @param load  where networks come from; default: loaded and kept by the detector itself
 * @param fused  the device computes fused attention rightly
 * @throws {BotError} `NO_MODEL` when the folder has no config.json
 * @throws {UnsupportedModelError} when no detector knows its `model_type`
 */
export async function openDetector(folder: string, load?: LoadNetwork, fused = true): Promise<Detector> {
  const file = join(folder, 'config.json');
  const json = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BotError('NO_MODEL', `${file}: it cannot be read, expected the config of a detector`, {
      cause,
    });
  });
  const parsed = z.object({ model_type: z.string() }).safeParse(JSON.parse(json));
  const type = parsed.success ? parsed.data.model_type : '';
  const factory = detectors[type];
  if (factory === undefined)
    throw new UnsupportedModelError(file, `model_type '${type}'`, Object.keys(detectors).join(' or '));
  return factory(folder, load, fused);
}
