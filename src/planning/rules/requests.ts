/** Turns wishes into orders: "the car should be red" → "make the car red". */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/^(convert|change|turn|transform|switch) (?:in)?to (.+)$/, '$1 the picture to $2'],
  [
    /^(?:i (?:want|need|wish)|i'd like|i would like|i'd love|we need|let there be|there should be|there could be|there must be|there has to be|there needs to be|i wish there (?:was|were)|it needs|it should have|(?:what|how) about adding|how about|what about) ((?:an?|some|two|three|four|another|more|many|lots of|a few) .+? (?:on|in|to|next to|behind|above|under|beside|over|around|at|near) .+)$/,
    'add $1',
  ],
  [
    /^(?:there should be|there could be|there must be|there has to be|there needs to be|i wish there (?:was|were)|let there be|(?:what|how) about adding) (.+)$/,
    'add $1',
  ],
  [
    /^(?:i (?:want|need|wish|prefer)|i'd like|i would like|i'd prefer|we need|let's have|could we have|can we have|can i have|how about|what about|what if) (?:that )?(the .+?|it|them|my .+?|this|that) (?:to be|be|was|were|to become|became|to look) (.+)$/,
    'make $1 $2',
  ],
  [
    /^(?:i (?:want|need)|i'd like|i would like|can i have|can we have|could i have|give me|how about) (the .+?) (?:in )((?:[a-z]+ )?[a-z]+)$/,
    'make $1 $2',
  ],
  [
    /^(?:i (?:want|need)|i'd like|i would like) (the .+?|it|them) (bigger|smaller|larger|gone|darker|brighter|removed|.+er)$/,
    'make $1 $2',
  ],
  [
    /^(?:i (?:don't|do not|dont) (?:want|need|like)|i hate|there should(?:n't| not) be|there (?:must|can) ?not be) (?:any |the |a |to see the |to see )?(.+?)(?: (?:in it|there|anymore|any more|here|in the picture))?$/,
    'remove the $1',
  ],
  [
    /^(the .+?|it|they|its .+?|his .+?|her .+?|that .+?|my .+?) (?:should|must|needs to|need to|has to|have to|ought to|could|can) (?:be wearing|wear|have) (.+)$/,
    'give $1 $2',
  ],
  [
    /^(the .+?|it) (?:needs|need|wants|deserves|is missing|lacks|misses) ((?:an?|some|more|two|three) .+|[a-z ]+s)$/,
    'add $2 to $1',
  ],
  [
    /^(the .+?|it|they|its .+?|his .+?|her .+?|that .+?|my .+?|[a-z]+) (?:should|must|needs to|need to|has to|have to|ought to|could|can) (?:not|n't) be (?:there|here|visible|in .+)$/,
    'remove $1',
  ],
  [
    /^(the .+?|it|they|its .+?|his .+?|her .+?|that .+?|my .+?|[a-z]+) (?:should|must|needs to|need to|has to|have to|ought to|could|can) (?:be|become|look|get) (?:an? |made )?(next to|behind|on|in front of|above|below|under|left of|right of|to the left of|to the right of|at the|in the middle|in the center|in the centre)(.*)$/,
    'move $1 $2$3',
  ],
  [
    /^(the .+?|it|they|its .+?|his .+?|her .+?|that .+?|my .+?|[a-z]+) (?:should|must|needs to|need to|has to|have to|ought to|could|can) (?:be|become|get|turn) (.+)$/,
    'make $1 $2',
  ],
  [
    /^(the .+?) (?:should|must|needs to|has to|can) (?:go|go away|disappear|be gone|be removed|vanish)$/,
    'remove $1',
  ],
  [/^(the .+?|it|they) (?:should|must|needs to|has to) (?:go|move|be moved|come) (.+)$/, 'move $1 $2'],
  [/^(the .+?|it|they) (?:should|must|needs to|has to) (.+)$/, 'make $1 $2'],
  [
    /^(the .+?|it|they) (?:is|are|looks|look|seems|'s) (?:way |much |a bit |far |a little |still |just |really )*(?:too|to) (big|large|huge)$/,
    'make $1 smaller',
  ],
  [
    /^(the .+?|it|they) (?:is|are|looks|look|seems|'s) (?:way |much |a bit |far |a little |still |just |really )*(?:too|to) (small|little|tiny)$/,
    'make $1 bigger',
  ],
  [
    /^(the .+?|it|they) (?:is|are|looks|look|seems|'s) (?:way |much |a bit |far |a little |still |just |really )*too (dark)$/,
    'make $1 brighter',
  ],
  [
    /^(the .+?|it|they) (?:is|are|looks|look|seems|'s) (?:way |much |a bit |far |a little |still |just |really )*too (bright|light)$/,
    'make $1 darker',
  ],
  [
    /^(the .+?|it|they) (?:is|are|looks|look|seems|'s) (?:way |much |a bit |far |a little |still |just |really )*too (\w+)$/,
    'make $1 less $2',
  ],
  [/^(the .+?|it|they) (?:is|are|looks|look|'s) not (\w+) enough$/, 'make $1 more $2'],
  [/^(the .+?|it|they) (?:is|are) too far (?:to the )?left$/, 'move $1 to the right'],
  [/^(the .+?|it|they) (?:is|are) too far (?:to the )?right$/, 'move $1 to the left'],
  [/^(make .+|turn .+|have .+) gone$/, '$1 disappear'],
  [/^i (?:want|need|wish|prefer) ((?:an?|some) .+? (?:instead of|rather than) .+)$/, '$1'],
  [/^(?:have|let|get) (the .+?|it|them) (?:be|to be|become) (.+)$/, 'make $1 $2'],
  [/^(.+?) (?:be gone|begone|away with it)$/, 'remove $1'],
];

/** Rewrites a wish as an order, or returns the words as they are. */
export function readRequest(clause: string): string {
  for (const [pattern, order] of REWRITES)
    if (pattern.test(clause)) return clause.replace(pattern, order).trim();
  return clause;
}
