import type { Translations } from '../language.ts';

export const pt: Translations = {};
