import { z } from 'zod';
import { UnsupportedModelError } from '../../errors.ts';

/** What PEFT's LoraConfig says of the strength of a component's layers. */
const configSchema = z.object({
  r: z.number().positive().optional(),
  lora_alpha: z.number().optional(),
  use_rslora: z.boolean().nullish(),
  alpha_pattern: z.record(z.string(), z.number()).nullish(),
});
export type AdapterConfig = z.infer<typeof configSchema>;

/** The field of a header in which diffusers keeps the configs of all components, with `unet.` … before their fields. */
const FIELD = 'lora_adapter_metadata';

/**
 * Reads the configs that diffusers lays into the header of a LoRA.
 *
 * @param model  the file, for the error
 * @returns for a component its config, if it has one
 * @throws {UnsupportedModelError} when they are there and cannot be read
 */
export function readAdapterConfigs(
  model: string,
  metadata: Readonly<Record<string, string>>,
): (component: string) => AdapterConfig | undefined {
  const text = metadata[FIELD];
  if (text === undefined) return () => undefined;
  const bad = (cause: unknown): UnsupportedModelError =>
    new UnsupportedModelError(
      model,
      `${FIELD} that is no config of PEFT`,
      'lora_alpha, use_rslora, alpha_pattern',
      {
        cause,
      },
    );
  let fields: [string, unknown][];
  try {
    fields = Object.entries(JSON.parse(text) as object);
  } catch (cause) {
    throw bad(cause);
  }
  return (component) => {
    const own = fields.flatMap(([name, value]) =>
      name.startsWith(`${component}.`) ? [[name.slice(component.length + 1), value]] : [],
    );
    if (own.length === 0) return undefined;
    const parsed = configSchema.safeParse(Object.fromEntries(own));
    if (!parsed.success) throw bad(parsed.error);
    return parsed.data;
  };
}

/**
 * The factor on up @ down that a config asks for, as PEFT's LoraLayer has it: α / r, or α / √r of rank-stabilised LoRA.
 *
 * @param layer  the name of the layer inside its component
 * @param rank   its rank: `rank_pattern` is seen from the matrices
 */
export function scaleOf(
  { lora_alpha, r, use_rslora, alpha_pattern }: AdapterConfig,
  layer: string,
  rank: number,
): number {
  const patterns = Object.entries(alpha_pattern ?? {});
  const [, own] = patterns.find(([pattern]) => matches(pattern, layer)) ?? [];
  // PEFT's default of lora_alpha is 8; every config that was saved says it.
  const alpha = own ?? lora_alpha ?? r ?? rank;
  return alpha / (use_rslora === true ? Math.sqrt(rank) : rank);
}

/** Keys of patterns are names' ends or regular expressions (peft, utils/other.py, get_pattern_key). */
function matches(pattern: string, layer: string): boolean {
  try {
    return new RegExp(`^(?:.*\\.)?(?:${pattern})$`, 'u').test(layer);
  } catch {
    return layer === pattern || layer.endsWith(`.${pattern}`);
  }
}
