import nlp from 'compromise/two';

interface Term {
  readonly text: string;
  readonly tags: readonly string[];
}

const MOST_REMEMBERED = 5000;
const cache = new Map<string, readonly Term[]>();

/** Tags each word with its parts of speech (compromise); the last texts are remembered. */
export function tag(text: string): readonly Term[] {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const sentences = nlp(text).json() as { terms: Term[] }[];
  const terms = sentences.flatMap((sentence) => sentence.terms);
  if (cache.size >= MOST_REMEMBERED) cache.clear();
  cache.set(text, terms);
  return terms;
}

/** True when a word alone has one of the parts of speech. */
export const isTagged = (word: string, ...names: readonly string[]): boolean =>
  tag(word)
    .at(-1)
    ?.tags.some((name) => names.includes(name)) === true;

/** Loads what the first sentence needs, so that it is as fast as the others. */
export function warmUpTagging(): void {
  tag('replace the black and white cat with a horse and make the dog blue');
}
