import { z } from 'zod';

/** What a generation prompt asks for: the LLM's output format, the type and the validation are this one schema. */
export const promptParts = z.object({
  objects: z
    .array(
      z.object({
        /** Singular, lower case: "dog". */
        noun: z.string().min(1).max(60),
        /** One entry for each instance: its attributes, or null. "two dogs" → [null, null]. */
        instances: z.array(z.string().max(80).nullable()).min(1).max(20),
      }),
    )
    .max(30),
  /** Where it is: "beach"; empty when nothing is said. */
  background: z.string().max(120),
  /** What shall not be in it: "a street without cars" → ["car"]. */
  negative: z.array(z.string().max(60)).max(12),
});
export type PromptParts = z.infer<typeof promptParts>;
