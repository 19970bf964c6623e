import type { StepOf } from '../plan.ts';
import { singular } from './grammar.ts';
import { splitList } from './lists.ts';
import { readReference } from './references.ts';
import { restoreQuotes } from './wording.ts';

type Inspect = StepOf<'inspect'>;

const OBJECTS =
  /^(?:(?:so )?what(?:'s| is| are| do you see| can you see| did you (?:see|find|detect)| objects?(?: are| do you see| can you see)?| all is| else is)(?: there)?(?: all)?(?: in| on)?(?: (?:it|this|that|here|there|the (?:picture|image|photo|scene)|this (?:picture|image|photo)))?(?: now)?|list (?:all )?(?:the )?(?:objects|things|everything)(?: .*)?|(?:find|detect|show|name|number|mark|outline|count)(?: me)? (?:all )?(?:the )?(?:objects|things)(?: .*)?|objects|what objects .*|which (?:objects|things) .*|what(?:'s| is) (?:in|on) (?:it|this|there|the (?:picture|image|photo)).*|what can i (?:edit|change|pick|select)(?: .*)?|tell me what(?:'s| is| you see).*)$/;
const ATTENTION =
  /^(?:where (?:did|do|does|were) (?:you|it|the model) (?:look|looking|see|find|pay attention|put|attend)(?:ed|ing)?(?: (?:for|at|to))?|(?:show|give|draw|display)(?: me)? (?:the |an? )?(?:attention|heat ?map|heat ?maps|attention maps?|daam|saliency)(?: maps?)?(?: (?:of|for|on))?|(?:attention|heat ?maps?|daam|attention maps?)(?: (?:of|for))?|what (?:did|does|do) (?:the word|you (?:think|see) (?:as|for))|which (?:part|pixels|area|region)s? (?:is|are|was|were|belongs? to|does))\s*(?:the )?(?:words? )?(.*)$/;
const ABOUT = [
  /^where(?:'s| is| are| was| were) (.+)$/,
  /^(?:is|are|was) there (?:still )?(?:any |an |a |some |the )?(.+?)(?: (?:in (?:it|the (?:picture|image|photo)|there)|here|left))?$/,
  /^how many (.+?)(?: (?:are|do you see|can you see|is).*)?$/,
  /^(?:can|do|did) you (?:see|find|spot|detect) (?:any |an |a |the |some )?(.+?)(?: (?:in (?:it|the (?:picture|image|photo)|there)|here))?$/,
  /^(?:find|detect|locate|count|outline|highlight where|show me where) (?:me )?(.+?)(?: is| are)?(?: (?:in (?:it|the (?:picture|image|photo)|there)))?$/,
];

/** Reads questions about the picture: "what is in it?", "where did you look for 'cat'?", "is there a dog?". */
export function readLooking(text: string, quotes: readonly string[], spoken?: string): Inspect | undefined {
  const bare = text.replace(/[.!?,\s]+$/, '');
  const said =
    spoken === undefined
      ? bare
      : bare.replace(
          /^(where(?:'s| is| are)|can you see|do you see|did you find|find) (?:it|he|she|they|him|her|them)\b/,
          `$1 ${spoken}`,
        );
  const attention = ATTENTION.exec(said);
  if (attention !== null) {
    const words = namesIn(attention[1] ?? '', quotes);
    return { kind: 'inspect', question: 'attention', ...(words.length === 0 ? {} : { words }) };
  }
  if (OBJECTS.test(said)) return { kind: 'inspect', question: 'objects' };
  for (const form of ABOUT) {
    const found = form.exec(said);
    if (found === null || /^(?:it|that|this|you|i|we|they)\b/.test(found[1] ?? '')) continue;
    const words = namesIn(
      (found[1] ?? '')
        .replace(/^(?:the|my) /, '')
        .replace(/ (?:gone|now|located|exactly|hiding|standing)$/, ''),
      quotes,
    );
    if (words.length > 0) return { kind: 'inspect', question: 'objects', words };
  }
  return undefined;
}

function namesIn(words: string, quotes: readonly string[]): string[] {
  const bare = words.trim();
  if (bare === '') return [];
  return splitList(bare)
    .map((piece) => {
      if (/quote\d+/.test(piece))
        return restoreQuotes(/quote\d+/.exec(piece)?.[0] ?? '', quotes, '').toLowerCase();
      const { reference } = readReference(piece);
      return [...(reference.attributes ?? []), reference.noun === '' ? singular(piece) : reference.noun].join(
        ' ',
      );
    })
    .map((word) => word.slice(0, 60))
    .filter(Boolean)
    .slice(0, 12);
}
