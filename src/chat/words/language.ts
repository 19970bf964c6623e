import type { en } from './en.ts';

export type Language = 'en' | 'de' | 'fr' | 'ja' | 'es' | 'pt';
export type WordKey = keyof typeof en;
/** The sentences of one language. */
export type Words = Readonly<Record<WordKey, string>>;
