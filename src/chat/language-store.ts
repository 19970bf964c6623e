import type { KeyValueStore } from '../sessions/key-value.ts';

/** Keeps the language each person has chosen; who has chosen none is answered in their platform's. */
export interface LanguageStore {
  /** BCP 47 tag, or undefined. */
  of(userId: string): Promise<string | undefined>;
  /** `undefined` goes back to the platform's word. */
  choose(userId: string, locale: string | undefined): Promise<void>;
}

export const createLanguageStore = (store: KeyValueStore): LanguageStore => ({
  of: (userId) => store.get<string>(userId),
  choose: (userId, locale) => (locale === undefined ? store.delete(userId) : store.set(userId, locale)),
});
