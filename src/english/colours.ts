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
  if (/^an? \S+$/.test(words) && THINGS.has(words.replace(/^an? /, ''))) return false;
  const tokens = withoutTails(withoutLeads(words.split(/[\s,/-]+/).filter(Boolean)));
  if (tokens.length === 2 && /^colou?rs?$/.test(tokens[1] ?? '')) return KINDS.has(tokens[0] ?? '');
  return !BETWEEN.has(tokens[0] ?? '') && isColourWord(tokens.at(-1) ?? '') && tokens.every(isPart);
}

function withoutLeads(tokens: readonly string[]): readonly string[] {
  const from = tokens.findIndex((token) => !LEADS.has(token));
  return from === -1 ? tokens.slice(-1) : tokens.slice(from);
}

/** Without "color", "stripes" and the like at the end; "different color" is one of them. */
function withoutTails(tokens: readonly string[]): readonly string[] {
  const to = tokens.findLastIndex((token) => !TAILS.has(token));
  return KINDS.has(tokens[to] ?? '') ? tokens : tokens.slice(0, Math.max(1, to + 1));
}

const isPart = (token: string): boolean => isColourWord(token) || SHADE.has(token) || BETWEEN.has(token);
