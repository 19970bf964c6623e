import { readBy, rule, type Rule, type Slots } from '../../english/forms.ts';
import { splitList } from '../../english/lists.ts';
import { singular } from '../../english/nouns.ts';
import { readReference } from '../../english/phrases.ts';
import { isThing } from '../../english/things.ts';
import { restoreQuotes } from '../../english/wording.ts';
import type { StepOf } from '../plan.ts';

type Inspect = StepOf<'inspect'>;

const MACROS: Readonly<Record<string, string>> = {
  here: '[here / left / now / in|on (it / there / this / the|this picture|image|photo|scene)]',
  it: '(it / this / that / here / there / the|this picture|image|photo|scene)',
};
const slots: Slots = {
  THINGS: (words) =>
    /^quote\d+$/.test(words) ||
    (isThing(words) && !/^(?:it|that|this|you|i|we|they|objects?|things?)\b/.test(words)) ||
    splitList(words).every((one) => isThing(one) || /^quote\d+$/.test(one)),
  NAMED: (words) => words.length > 0,
  REST: () => true,
};
const ask = (forms: readonly string[], question: Inspect['question']): Rule<Inspect, readonly string[]> =>
  rule(
    forms,
    (found, _text, quotes) => {
      const words = namesIn(found['things'] ?? found['named'] ?? '', quotes);
      return { kind: 'inspect', question, ...(words.length > 0 && { words }) };
    },
    MACROS,
  );

const QUESTIONS: readonly Rule<Inspect, readonly string[]>[] = [
  ask(
    [
      'where did|do|does|were you|it|the_model look|looked|looking|see|find|pay_attention|put|attend [for|at|to] [the] [word|words] [NAMED]',
      'show|give|draw|display [me] [the|a|an] attention|heatmap|heat_map|heatmaps|heat_maps|daam|saliency|attention_map|attention_maps [map|maps] [of|for|on] [the] [word|words] [NAMED]',
      'attention|heatmap|heat_map|heatmaps|daam|attention_map|attention_maps [of|for] [the] [NAMED]',
      'what did|does|do the_word|you_think|you_see [as|for] NAMED',
      'which part|parts|pixels|area|region|regions is|are|was|were|belongs|does [to] [the] NAMED',
    ],
    'attention',
  ),
  ask(
    [
      "[so] what's|whats|what_is|what_are|what_do_you_see|what_can_you_see|what_did_you_see|what_did_you_find|what_did_you_detect|what_all_is|what_else_is [there] [all] [in|on] [<it>] [now]",
      'what is that|this',
      'what object|objects [are / do you see / can you see / is] [there] [in|on] [<it>]',
      'list|name|show|count [me] [all] [the] objects|things|everything [REST]',
      'find|detect|number|mark|outline [me] [all] [the] objects|things [REST]',
      'objects / which|what objects|things [REST]',
      'what can i edit|change|pick|select [REST]',
      "tell me what's|what_is|what_you_see [REST]",
    ],
    'objects',
  ),
  ask(
    [
      "where's|where_is|where_are|where_was|where_were|wheres [the|my] THINGS [gone|now|located|exactly|hiding|standing]",
      'is|are|was|were there [still] [any|an|a|some|the] THINGS <here>',
      'how many THINGS [are|do|can|is|r] [there|you|i] [see] <here>',
      'can|do|did you see|find|spot|detect [any|an|a|the|some] THINGS <here>',
      'find|detect|locate|count|outline|highlight_where|show_me_where [me] [the] THINGS [is|are] <here>',
      'is that|this|it [a|an|the] THINGS',
    ],
    'objects',
  ),
];

/** Reads questions about the picture: "what is in it?", "where did you look for 'cat'?", "is there a dog?". */
export function readLooking(text: string, quotes: readonly string[], spoken?: string): Inspect | undefined {
  const plain = text.replace(/[.!?,\s]+$/, '');
  const said =
    spoken === undefined
      ? plain
      : plain.replace(
          /^(where(?:'s| is| are)|can you see|do you see|did you find|find) (?:it|he|she|they|him|her|them)\b/,
          `$1 ${spoken}`,
        );
  return readBy(QUESTIONS, said, slots, quotes);
}

function namesIn(words: string, quotes: readonly string[]): string[] {
  if (words.trim() === '') return [];
  return splitList(words.trim())
    .map((piece) => {
      const quoted = /quote\d+/.exec(piece)?.[0];
      if (quoted !== undefined) return restoreQuotes(quoted, quotes, '').toLowerCase();
      const { reference } = readReference(piece);
      return [...(reference.attributes ?? []), reference.noun === '' ? singular(piece) : reference.noun].join(
        ' ',
      );
    })
    .map((word) => word.slice(0, 60))
    .filter(Boolean)
    .slice(0, 12);
}
