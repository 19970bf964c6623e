import type { Translations } from '../language.ts';

export const de: Translations = {};
