import type { Translations } from '../language.ts';

export const fr: Translations = {};
