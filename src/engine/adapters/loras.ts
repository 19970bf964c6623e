import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../../models/family.ts';
import { openCheckpoint } from '../../models/index.ts';
import { readLora } from '../../models/lora/read-lora.ts';
import { UserError } from '../../errors.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { type LoraTag, takeTags } from '../../planning/tags.ts';
import type { EngineRequest } from '../engine.ts';
import { sentence } from '../../sentence.ts';

const MOST = 8;
const WORDS = ['prompt', 'instruction'] as const;

/**
 * Takes the LoRAs out of all words of a request. A picture that is painted anew from another one's words keeps that
 * one's LoRAs, unless it names its own.
 */
export function takeRequestLoras(request: EngineRequest): {
  readonly request: EngineRequest;
  readonly loras: readonly LoraTag[];
} {
  const own = new Map<string, LoraTag>();
  const steps = request.steps.map((step) => {
    const changed = { ...step } as Record<string, unknown>;
    for (const field of WORDS) {
      const words = changed[field];
      if (typeof words !== 'string') continue;
      const { text, loras } = takeTags(words);
      changed[field] = text;
      for (const lora of loras) own.set(lora.name, lora);
    }
    return changed as unknown as PlanStep;
  });
  const source = request.sourcePrompt === undefined ? undefined : takeTags(request.sourcePrompt);
  const isEdit = steps[0]?.kind === 'instruct';
  const named = [...own.values()];
  return {
    request: { ...request, steps, sourcePrompt: source?.text },
    loras: named.length > 0 || isEdit ? named : (source?.loras ?? []),
  };
}

/** Opens a checkpoint with LoRAs; the same ones are opened once. */
export type OpenWithLoras = (checkpoint: Checkpoint, loras: readonly LoraTag[]) => Promise<Checkpoint>;

/**
 * @param folder  where the LoRAs are: `name.safetensors`
 * @returns a function that throws `UserError` `NO_LORA` naming those that there are, `LORA_MISFIT`, `TOO_MANY_LORAS`
 */
export function createLoraLoader(folder: string): OpenWithLoras {
  const opened = new Map<string, Promise<Checkpoint>>();
  return (checkpoint, loras) => {
    if (loras.length === 0) return Promise.resolve(checkpoint);
    if (loras.length > MOST)
      throw new UserError(
        'TOO_MANY_LORAS',
        sentence('lora.tooMany', {
          count: loras.length,
          most: MOST,
        }),
      );
    const key = [
      checkpoint.folder,
      ...loras.map(({ name, weight, textWeight }) => `${name}:${weight}:${textWeight}`),
    ].join(' ');
    const known = opened.get(key) ?? open(folder, checkpoint, loras);
    opened.set(key, known);
    known.catch(() => opened.delete(key));
    return known;
  };
}

async function open(folder: string, checkpoint: Checkpoint, loras: readonly LoraTag[]): Promise<Checkpoint> {
  const files = await readdir(folder).catch(() => []);
  const there = files.flatMap((file) => (file.endsWith('.safetensors') ? [file.slice(0, -12)] : []));
  const missing = loras.find(({ name }) => !there.includes(name));
  if (missing !== undefined)
    throw new UserError(
      'NO_LORA',
      there.length > 0
        ? sentence('lora.unknown', { name: missing.name, names: there })
        : sentence('lora.none', { name: missing.name }),
    );
  const read = loras.map(async ({ name, weight, textWeight }) => ({
    lora: await readLora(join(folder, `${name}.safetensors`)),
    weight,
    textWeight,
  }));
  return openCheckpoint(checkpoint.folder, await Promise.all(read));
}
