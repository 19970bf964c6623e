import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../../models/family.ts';
import { openCheckpoint } from '../../models/index.ts';
import { readLora } from '../../models/lora/read-lora.ts';
import { UserError } from '../../errors.ts';
import type { PlanStep } from '../../planning/plan.ts';
import type { EngineRequest } from '../engine.ts';
import { sentence } from '../../sentence.ts';

/** A LoRA that a prompt asks for. */
export interface LoraRequest {
  readonly name: string;
  /** 1 = as trained; may be negative. */
  readonly weight: number;
}

/** `(lora:name)`, `(lora:name:0.8)`, and the same in angle brackets, as other programs write it. */
const MARK = /\s*[(<]lora:([\w.-]+)(?::(-?\d+(?:\.\d+)?))?[)>]/giu;
const MOST = 8;

/** Takes the LoRAs out of a prompt; the last weight of a name counts. */
export function takeLoras(text: string): { readonly text: string; readonly loras: readonly LoraRequest[] } {
  const found = new Map([...text.matchAll(MARK)].map(([, name = '', weight]) => [name, Number(weight ?? 1)]));
  const loras = [...found].map(([name, weight]) => ({ name, weight }));
  return { text: loras.length === 0 ? text : text.replaceAll(MARK, '').trim(), loras };
}

const WORDS = ['prompt', 'instruction'] as const;

/**
 * Takes the LoRAs out of all words of a request. A picture that is painted anew from another one's words keeps that
 * one's LoRAs, unless it names its own.
 */
export function takeRequestLoras(request: EngineRequest): {
  readonly request: EngineRequest;
  readonly loras: readonly LoraRequest[];
} {
  const own = new Map<string, number>();
  const steps = request.steps.map((step) => {
    const changed = { ...step } as Record<string, unknown>;
    for (const field of WORDS) {
      const words = changed[field];
      if (typeof words !== 'string') continue;
      const { text, loras } = takeLoras(words);
      changed[field] = text;
      for (const { name, weight } of loras) own.set(name, weight);
    }
    return changed as unknown as PlanStep;
  });
  const source = request.sourcePrompt === undefined ? undefined : takeLoras(request.sourcePrompt);
  const isEdit = steps[0]?.kind === 'instruct';
  const named = [...own].map(([name, weight]) => ({ name, weight }));
  return {
    request: { ...request, steps, sourcePrompt: source?.text },
    loras: named.length > 0 || isEdit ? named : (source?.loras ?? []),
  };
}

/** Opens a checkpoint with LoRAs; the same ones are opened once. */
export type OpenWithLoras = (checkpoint: Checkpoint, loras: readonly LoraRequest[]) => Promise<Checkpoint>;

/**
 * @param folder  where the LoRAs are: `name.safetensors`
 * @returns a function that throws `UserError` `NO_LORA` naming those that there are, `LORA_MISFIT`, `TOO_MANY_LORAS`
 */
export function createLoraShelf(folder: string): OpenWithLoras {
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
    const key = [checkpoint.folder, ...loras.map(({ name, weight }) => `${name}:${weight}`)].join(' ');
    const known = opened.get(key) ?? open(folder, checkpoint, loras);
    opened.set(key, known);
    known.catch(() => opened.delete(key));
    return known;
  };
}

async function open(
  folder: string,
  checkpoint: Checkpoint,
  loras: readonly LoraRequest[],
): Promise<Checkpoint> {
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
  const read = loras.map(async ({ name, weight }) => ({
    lora: await readLora(join(folder, `${name}.safetensors`)),
    weight,
  }));
  return openCheckpoint(checkpoint.folder, await Promise.all(read));
}
