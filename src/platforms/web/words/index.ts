import type { Language } from '../../../chat/words/index.ts';
import type { Translations } from '../../../chat/words/language.ts';
import { de } from './de.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { pt } from './pt.ts';

/** What the page itself says, by its English: its HTML and every `say('…')` of its scripts. */
export const pageWords: Readonly<Record<Exclude<Language, 'en'>, Translations>> = { de, es, fr, ja, pt };
