import { COLOURS, COMPOUNDS, QUALITIES, SHADES } from './lexicon.ts';
import { DETERMINER, EXTREMES, SIDES } from './position-words.ts';

/** True when the words are a modifier without a noun: "black", "big red", "the dark". */
export function lacksNoun(phrase: string): boolean {
  const bare = phrase.replace(/^(?:the|a|an|my|some|all|both|every)\b\s*/, '');
  if (bare === '') return true;
  if (
    COMPOUNDS.has(bare) ||
    /^(?:an? (?:orange|rainbow|rose|peach|lime|violet)|rainbow|the light)$/.test(phrase)
  )
    return false;
  return bare
    .split(/[\s-]+/)
    .every(
      (word) =>
        COLOURS.has(word) ||
        (SHADES.has(word) && word !== 'sky' && word !== 'rose' && word !== 'baby' && word !== 'forest') ||
        QUALITIES.has(word) ||
        EXTREMES.get(word) !== undefined ||
        (SIDES.get(word) !== undefined && word !== 'top' && word !== 'bottom') ||
        /^(?:big|small|little|tiny|huge|large|and|or)$/.test(word),
    );
}

/** Cuts "the ball, the car and the black and white cat" into its members; one member stays one. */
export function splitList(phrase: string): string[] {
  const pieces = phrase
    .split(/\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|&|plus|as well as|\+)(?: also)?\s+/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  const members: string[] = [];
  let open = '';
  for (const [index, piece] of pieces.entries()) {
    const joined = open === '' ? piece : `${open} and ${piece}`;
    const isLast = index === pieces.length - 1;
    if (lacksNoun(piece) && !isLast && !/^(?:orange|the orange)$/.test(piece)) open = joined;
    else {
      members.push(joined);
      open = '';
    }
  }
  return members.length === 0 ? [phrase] : members;
}

/** The determiner a member of a list shares with the first: "the cat and dog" → "the dog". */
export function shareDeterminer(members: readonly string[]): string[] {
  const shared = /^(?:the|all|all the|every|both|my)\s/.exec(members[0] ?? '')?.[0] ?? '';
  return members.map((member, index) =>
    index === 0 ||
    shared === '' ||
    DETERMINER.test(`${member} `) ||
    /^(?:all|both|every|each|one|two|three)\b/.test(member)
      ? member
      : `${shared === 'both ' ? 'the ' : shared}${member}`,
  );
}
