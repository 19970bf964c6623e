import type { PromptParts } from '../prompt-parts.ts';
import { headOf, isPlural, singular, tag } from './grammar.ts';
import { anyOf, COLOURS, PLACES, QUALITIES, STYLES } from './lexicon.ts';
import { lacksNoun, splitList } from './lists.ts';
import { readNumber } from './position-words.ts';

const LEAD =
  /^(?:please )?(?:(?:can|could) you )?(?:draw|paint|make|create|generate|imagine|show|render|design|sketch|give|produce|illustrate|i want|i'd like|i would like|let's see|picture|photograph)(?: me| us)?(?: (?:a|an|the) (?:new )?(?:picture|image|photo|painting|drawing|photograph|illustration|scene|sketch|pic) (?:of|with|showing|where there (?:is|are)))?\s+/i;
const FRAME =
  /^(?:an?|the)? ?(?:[a-z0-9-]+ ){0,3}(?:picture|image|photo|painting|drawing|photograph|illustration|scene|sketch|render|portrait|close-?up|shot|watercolou?r) (?:of|with|showing) /i;

/** Takes "draw me a picture of" from a prompt; letter case is kept. */
export function stripPromptLead(prompt: string): string {
  return prompt.replace(LEAD, '').trim() || prompt;
}

const GROUND = new RegExp(
  `\\b(?:in|on|at|under|inside|against|during|by|above|over)(?: front of| top of)? (?:an? |the |some |his |her |its )?((?:[a-z-]+ ){0,3}(?:${anyOf(PLACES)}|night|day|sunset|sunrise|dawn|dusk|winter|summer|autumn|spring|rain|storm|fog|background|table|bridge|hill|wall))\\b(?: at (?:night|sunset|dawn|dusk|sunrise|noon))?`,
);

/**
 * Reads the objects of a generation prompt with attributes and counts, by rules.
 *
 * "two dogs and a small white car on a beach" → dog ×2, car (small white), background "beach".
 */
export function parsePrompt(prompt: string): PromptParts {
  let text = ` ${stripPromptLead(prompt).toLowerCase().replace(/\s+/g, ' ').slice(0, 2000)} `
    .replace(FRAME, ' ')
    .trim()
    .replace(FRAME, '');
  const negative: string[] = [];
  text = text.replace(
    /,? ?\b(?:without|no|not|--no) (?:any |an? )?([a-z -]+?)(?=[,.;]|$| and (?:an?|the|two)\b| on | in | at )/g,
    (_whole, words: string) => {
      negative.push(...splitList(words.trim()).map((word) => singular(headOf(word))));
      return '';
    },
  );
  const ground = GROUND.exec(text);
  const background = ground?.[1] ?? '';
  if (ground !== null)
    text = `${text.slice(0, ground.index)} , ${text.slice(ground.index + ground[0].length)}`;
  const objects = new Map<string, (string | null)[]>();
  const pieces = text
    .split(
      /\s*[,.;]\s*|\s+(?:with|next to|beside|near|behind|in front of|on top of|under|below|above|on|in|at|by|holding|wearing|riding|chasing|eating|watching|sitting|standing|lying|playing|running|flying|jumping|sleeping|looking|and its|of)\b\s*/,
    )
    .map((piece) => piece.trim())
    .filter(Boolean);
  for (const piece of pieces) for (const member of splitList(piece)) addObject(member, objects);
  return {
    objects: [...objects].slice(0, 30).map(([noun, instances]) => ({ noun: noun.slice(0, 60), instances })),
    background,
    negative: negative.slice(0, 12).map((word) => word.slice(0, 60)),
  };
}

const NOISE =
  /^(?:highly|detailed|masterpiece|best|quality|4k|8k|hd|uhd|trending|artstation|cinematic|realistic|photorealistic|style|lighting|sharp|focus|beautiful|very|ultra|unreal|engine|top|left|right|middle|front|style)$/;

function addObject(member: string, objects: Map<string, (string | null)[]>): void {
  const words = member
    .replace(/[^\p{L}\p{N}' -]/gu, '')
    .split(' ')
    .filter(Boolean);
  let count = 1;
  const attributes: string[] = [];
  if (words.length === 0 || lacksNoun(member) || STYLES.has(member.replace(/^(?:an?|the) /, ''))) return;
  const head = headOf(words.join(' '));
  if (NOISE.test(head) || readNumber(head) !== undefined) return;
  const before = words.slice(0, words.length - head.split(' ').length);
  const isDetermined =
    /^(?:an?|the|some|many|several|one|two|three|four|five|six|\d+|his|her|my|another)$/.test(words[0] ?? '');
  if (!isDetermined && !tag(member).some((term) => term.tags.includes('Noun'))) return;
  for (const word of before) {
    const number =
      readNumber(word) ??
      (word === 'couple' || word === 'pair' ? 2 : word === 'several' || word === 'few' ? 3 : undefined);
    if (number !== undefined) count = Math.min(20, Math.max(1, number));
    else if (
      COLOURS.has(word) ||
      QUALITIES.has(word) ||
      !/^(?:an?|the|some|of|many|his|her|my|its|another|other|and|lots|very|one)$/.test(word)
    )
      attributes.push(word);
    else if (word === 'and' && attributes.length > 0) attributes.push('and');
  }
  if (count === 1 && isPlural(head) && !/^(?:fish|sheep)$/.test(head)) count = Math.max(count, 2);
  const noun = singular(head);
  const attribute = attributes.length === 0 ? null : attributes.join(' ').slice(0, 80);
  objects.set(
    noun,
    [...(objects.get(noun) ?? []), ...Array.from({ length: count }, () => attribute)].slice(0, 20),
  );
}
