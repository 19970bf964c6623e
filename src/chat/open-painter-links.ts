import type { KeyValueStore } from '../sessions/key-value.ts';
import { loadSecret } from './call.ts';
import { createPainterLinks } from './painter-links.ts';
import type { PainterLinks } from './painter-links.ts';

/** The painter links of this bot, in its store and signed with its secret. */
export const openPainterLinks = async (
  space: (name: string) => KeyValueStore,
  publicUrl: string | undefined,
): Promise<PainterLinks> =>
  createPainterLinks({
    store: space('painter-links'),
    secret: await loadSecret(space('secrets')),
    publicUrl,
  });
