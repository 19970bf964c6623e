import { COLOURS, SHADES } from './lexicon.ts';

const SHADE = new Set([...SHADES].flatMap((shade) => shade.split(' ')));
const BETWEEN = new Set(['and', 'or', 'with', 'to']);
const LEADS = new Set('in a an the all shades of color colour colored coloured'.split(' '));
const TAILS = new Set('color colour colored coloured shade tone stripes dots spots ish'.split(' '));
const KINDS = new Set('different another random new natural other mixed various rainbow'.split(' '));
/** Colours that are a thing when an article stands before them: "an orange". */
const THINGS = new Set('orange rose peach lime mint olive coral rainbow salmon violet ruby'.split(' '));

const isColourWord = (word: string): boolean => COLOURS.has(word) || COLOURS.has(word.replace(/ish$/, ''));

/** True for "blue", "dark red", "black and white", "less red", "a brighter green", "different colors". */
export function isColour(words: string): boolean {
  const tokens = words.split(/[\s,/-]+/).filter(Boolean);
  if (/^an? \S+$/.test(words) && THINGS.has(tokens[1] ?? '')) return false;
  while (tokens.length > 1 && LEADS.has(tokens[0] ?? '')) tokens.shift();
  if (/^colou?rs?$/.test(tokens.at(-1) ?? '') && KINDS.has(tokens.at(-2) ?? '')) return tokens.length === 2;
  while (tokens.length > 1 && TAILS.has(tokens.at(-1) ?? '')) tokens.pop();
  return (
    tokens.every((token) => isColourWord(token) || SHADE.has(token) || BETWEEN.has(token)) &&
    isColourWord(tokens.at(-1) ?? '') &&
    !BETWEEN.has(tokens[0] ?? '')
  );
}
