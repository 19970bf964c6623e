import type { Translations } from '../language.ts';

export const ja: Translations = {};
