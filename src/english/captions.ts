import { isColour } from './colours.ts';
import { anyOf, PLACES, QUALITIES, STYLES } from './lexicon.ts';
import { lacksNoun, splitList } from './lists.ts';
import { headOf, isPlural, isSameInPlural, singular } from './nouns.ts';
import { readNumber } from './numbers.ts';
import { tag } from './tagging.ts';

/** What a generation prompt asks for. */
export interface CaptionParts {
  /** Each noun, singular, with one entry for each instance: its attributes, or null. */
  objects: { noun: string; instances: (string | null)[] }[];
  /** Where it is: "beach"; empty when nothing is said. */
  background: string;
  /** What shall not be in it. */
  negative: string[];
}

const MAKERS =
  'draw|paint|make|create|generate|imagine|show|render|design|sketch|give|produce|illustrate|picture|photograph';
const PICTURES =
  'picture|image|photo|painting|drawing|photograph|illustration|scene|sketch|pic|render|portrait|close-?up|shot|watercolou?r';
const LEAD = new RegExp(
  `^(?:please )?(?:(?:can|could) you )?(?:${MAKERS}|i want|i'd like|i would like|let's see)(?: me| us)?(?: (?:an?|the) (?:new )?(?:${PICTURES}) (?:of|with|showing|where there (?:is|are)))?\\s+`,
  'i',
);
const FRAME = new RegExp(`^(?:an?|the)? ?(?:[a-z0-9-]+ ){0,3}(?:${PICTURES}) (?:of|with|showing) `, 'i');

/** Takes "draw me a picture of" and courtesies from a prompt; letter case is kept. */
export function stripPromptLead(prompt: string): string {
  const kept = prompt
    .replace(LEAD, '')
    .replace(/[\s,]+(?:please|pls|plz|thanks|thx)[.!]*$/i, '')
    .trim();
  return kept || prompt;
}

const GROUNDS = anyOf([
  ...PLACES,
  ...'night day sunset sunrise dawn dusk winter summer autumn spring rain storm fog background table bridge hill wall'.split(
    ' ',
  ),
]);
const GROUND = new RegExp(
  `\\b(?:in|on|at|under|inside|against|during|by|above|over)(?: front of| top of)? (?:an? |the |some |his |her |its )?((?:[a-z-]+ ){0,3}(?:${GROUNDS}))\\b(?: at (?:night|sunset|dawn|dusk|sunrise|noon))?`,
);
const WITHOUT =
  /,? ?\b(?:without|no|not|--no) (?:any |an? )?([a-z -]+?)(?=[,.;]|$| and (?:an?|the|two)\b| on | in | at )/g;
const BETWEEN =
  'with|next to|beside|near|behind|in front of|on top of|under|below|above|on|in|at|by|holding|wearing|riding|chasing|eating|watching|sitting|standing|lying|playing|running|flying|jumping|sleeping|looking|and its|of';
const CUT = new RegExp(`\\s*[,.;]\\s*|\\s+(?:${BETWEEN})\\b\\s*`);

/**
 * Reads the objects of a generation prompt with attributes and counts.
 *
 * "two dogs and a small white car on a beach" → dog ×2, car (small white), background "beach".
 */
export function parsePrompt(prompt: string): CaptionParts {
  let text = ` ${stripPromptLead(prompt).toLowerCase().replace(/\s+/g, ' ').slice(0, 2000)} `
    .replace(FRAME, ' ')
    .trim()
    .replace(FRAME, '');
  const negative: string[] = [];
  text = text.replace(WITHOUT, (_whole, words: string) => {
    negative.push(...splitList(words.trim()).map((word) => singular(headOf(word))));
    return '';
  });
  const ground = GROUND.exec(text);
  if (ground !== null)
    text = `${text.slice(0, ground.index)} , ${text.slice(ground.index + ground[0].length)}`;
  const objects = new Map<string, (string | null)[]>();
  const pieces = text
    .split(CUT)
    .map((piece) => piece.trim())
    .filter(Boolean);
  for (const piece of pieces) for (const member of splitList(piece)) addObject(member, objects);
  return {
    objects: [...objects].slice(0, 30).map(([noun, instances]) => ({ noun: noun.slice(0, 60), instances })),
    background: ground?.[1] ?? '',
    negative: negative.slice(0, 12).map((word) => word.slice(0, 60)),
  };
}

const NOISE = new Set(
  `highly detailed masterpiece best quality 4k 8k hd uhd trending artstation cinematic realistic photorealistic style
  lighting sharp focus beautiful very ultra unreal engine top left right middle front`.split(/\s+/),
);
const DETERMINED = new Set(
  'a an the some many several one two three four five six his her my another'.split(' '),
);
const NO_ATTRIBUTE = new Set(
  'a an the some of many his her my its another other and lots very one'.split(' '),
);
const COUNTS: Readonly<Record<string, number>> = { couple: 2, pair: 2, several: 3, few: 3 };

function addObject(member: string, objects: Map<string, (string | null)[]>): void {
  const words = member
    .replace(/[^\p{L}\p{N}' -]/gu, '')
    .split(' ')
    .filter(Boolean);
  if (words.length === 0 || lacksNoun(member) || STYLES.has(member.replace(/^(?:an?|the) /, ''))) return;
  const head = headOf(words.join(' '));
  if (NOISE.has(head) || readNumber(head) !== undefined || !namesThing(words, member)) return;
  const before = words.slice(0, words.length - head.split(' ').length);
  const { count, attributes } = readBefore(before);
  const isMany = count === 1 && isPlural(head) && !isSameInPlural(head);
  const noun = singular(head);
  const attribute = attributes.length === 0 ? null : attributes.join(' ').slice(0, 80);
  const instances = Array.from({ length: isMany ? 2 : count }, () => attribute);
  objects.set(noun, [...(objects.get(noun) ?? []), ...instances].slice(0, 20));
}

const namesThing = ([first = '']: readonly string[], member: string): boolean =>
  DETERMINED.has(first) || /^\d/.test(first) || tag(member).some((term) => term.tags.includes('Noun'));

function readBefore(words: readonly string[]): { count: number; attributes: string[] } {
  let count = 1;
  const attributes: string[] = [];
  for (const word of words) {
    const number = readNumber(word) ?? (Object.hasOwn(COUNTS, word) ? COUNTS[word] : undefined);
    if (number !== undefined) count = Math.min(20, Math.max(1, number));
    else if (isColour(word) || QUALITIES.has(word) || !NO_ATTRIBUTE.has(word)) attributes.push(word);
    else if (word === 'and' && attributes.length > 0) attributes.push('and');
  }
  return { count, attributes };
}
