import type { Translations } from '../language.ts';

export const es: Translations = {};
