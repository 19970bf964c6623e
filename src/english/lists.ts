import { DETERMINER } from './articles.ts';
import { COLOURS, COMPOUNDS, QUALITIES, SHADES } from './lexicon.ts';
import { EXTREMES, SIDES } from './places.ts';

/** Colours and qualities that name a thing when an article stands before them. */
const NAMES = /^(?:an? (?:orange|rainbow|rose|peach|lime|violet)|rainbow|the light)$/;
/** Shades and sides that are things of their own. */
const THINGS = new Set(['sky', 'rose', 'baby', 'forest', 'top', 'bottom']);
const PLAIN = new Set(['big', 'small', 'little', 'tiny', 'huge', 'large', 'and', 'or']);

/** True when the words are a modifier without a noun: "black", "big red", "the dark". */
export function lacksNoun(phrase: string): boolean {
  const bare = phrase.replace(/^(?:the|a|an|my|some|all|both|every)\b\s*/, '');
  if (bare === '') return true;
  if (COMPOUNDS.has(bare) || NAMES.test(phrase)) return false;
  return bare.split(/[\s-]+/).every(modifies);
}

const modifies = (word: string): boolean =>
  COLOURS.has(word) ||
  QUALITIES.has(word) ||
  PLAIN.has(word) ||
  EXTREMES.has(word) ||
  (!THINGS.has(word) && (SHADES.has(word) || SIDES.has(word)));

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
