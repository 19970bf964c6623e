import nlp from 'compromise/two';
import { COMPOUNDS } from './lexicon.ts';

interface Term {
  readonly text: string;
  readonly tags: readonly string[];
}

const cache = new Map<string, readonly Term[]>();

/** Tags each word with its parts of speech (compromise); the last 200 texts are remembered. */
export function tag(text: string): readonly Term[] {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const sentences = nlp(text).json() as { terms: Term[] }[];
  const terms = sentences.flatMap((sentence) => sentence.terms);
  if (cache.size >= 200) cache.clear();
  cache.set(text, terms);
  return terms;
}

interface Transform {
  readonly two: {
    readonly transform: {
      readonly noun: {
        toSingular(word: string, model: object): string;
        toPlural(word: string, model: object): string;
      };
    };
  };
}

const ALWAYS_PLURAL = new Set(
  'glasses sunglasses trousers pants jeans shorts scissors clothes pyjamas pajamas tights goggles binoculars headphones leggings'.split(
    ' ',
  ),
);

/** "cats" → "cat", "mice" → "mouse"; words that are no plural stay: "bus", "grass", "glasses". */
export function singular(noun: string): string {
  const words = noun.split(' ');
  const last = words.pop() ?? '';
  const one =
    ALWAYS_PLURAL.has(last) || /(?:ss|us|is)$/.test(last)
      ? last
      : (nlp.methods() as Transform).two.transform.noun.toSingular(last, nlp.model());
  return [...words, one].join(' ');
}

/** "cat" → "cats", "mouse" → "mice". */
export const plural = (noun: string): string =>
  isPlural(noun) ? noun : (nlp.methods() as Transform).two.transform.noun.toPlural(noun, nlp.model());

/** True when the word is a plural noun: "cats", but not "glasses" or "bus". */
export const isPlural = (noun: string): boolean =>
  singular(noun) !== noun || /^(?:sheep|fish|people)$/.test(noun);

/** The last one or two words of a noun phrase: its name. */
export function headOf(phrase: string): string {
  const words = phrase.split(' ').filter(Boolean);
  const two = words.slice(-2).join(' ');
  return COMPOUNDS.has(two) || COMPOUNDS.has(singular(two)) ? two : (words.at(-1) ?? '');
}

/** Loads what the first sentence needs, so that it is as fast as the others. */
export function warmUpGrammar(): void {
  tag('replace the black and white cat with a horse and make the dog blue');
  singular('cats');
}
