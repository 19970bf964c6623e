/** Who or what a wish is about. */
const IT = String.raw`((?:the|all|every|each|both|its|his|her|their|that|this|my|these|those) (?:(?!should|must).)+?|it|they|he|she|[a-z]+)`;
const SHOULD = '(?:should|must|needs to|need to|has to|have to|ought to|could|can|may|might)';
const IS = "(?: is| are| looks?| seems?|'s|'re)";
const TOO = String.raw`(?:way |much |a bit |far |a little |still |just |really |now )*too`;
const WANT =
  "(?:i (?:want|need|wish|prefer)|i'd like|i would like|i'd love|i'd prefer|we need|we want|let's have|could we have|can we have|can i have|could i have|give me|how about|what about|what if|(?:what|how) would it (?:look|be)(?: like)?(?: if)?)";
const BE = '(?:to be|be|was|were|to become|became|becomes|to look|is|are)';
const THERE =
  '(?:there (?:should|could|must|might) be|there (?:has|needs) to be|i wish there (?:was|were)|let there be|(?:what|how) about adding|what if there (?:was|were|is|are)|what if we add(?:ed)?|(?:could|can) there be|i miss|i want to see)';
const SOME = '(?:an?|some|two|three|four|another|more|many|lots of|a few)';
const WHERE = '(?:on|in|to|next to|behind|above|under|beside|over|around|at|near)';

const rule = (form: string, order: string): readonly [RegExp, string] => [new RegExp(`^${form}$`), order];

/** Turns wishes into orders: "the car should be red" → "make the car red". The first that fits is taken. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  rule(String.raw`\+ ?(.+)`, 'add $1'),
  rule('(convert|change|turn|transform|switch) (?:in)?to (.+)', '$1 the picture to $2'),
  rule(`${WANT} (${SOME} .+? ${WHERE} .+)`, 'add $1'),
  rule(`${THERE} (.+)`, 'add $1'),
  rule(`${WANT} (?:that )?(the .+?|it|them|my .+?|this|that) ${BE} (.+)`, 'make $1 $2'),
  rule(`${WANT} (the .+?) in ((?:[a-z]+ )?[a-z]+)`, 'make $1 $2'),
  rule(`${WANT} (the .+?|it|them) (bigger|smaller|larger|gone|darker|brighter|removed|\\w+er)`, 'make $1 $2'),
  rule(
    "(?:i (?:don't|do not|dont) (?:want|need|like)|i hate|there should(?:n't| not) be|there (?:must|can) ?not be) (?:any |the |a |to see the |to see )?(.+?)(?: (?:in it|there|anymore|any more|here))?",
    'remove the $1',
  ),
  rule(
    `(?:can|could|should|may) ((?:the|my|all|every|both|its|his|her) .+?|it|they|he|she) (be|become|have|wear|get|go|move|look) (.+)`,
    '$1 should $2 $3',
  ),
  rule(
    `${IT} ${SHOULD} (?:be )?(?:wearing|wear|have|get|carry|carrying|hold|holding) (${SOME} .+|[a-z ]+s)`,
    'give $1 $2',
  ),
  rule(
    `(the .+?|it|he|she) (?:needs|need|wants|deserves|is missing|lacks|misses) (${SOME} .+|[a-z ]+s)`,
    'add $2 to $1',
  ),
  rule(`${IT} ${SHOULD} ?(?:not|n't) be (?:there|here|visible|in .+)`, 'remove $1'),
  rule(
    `${IT} ${SHOULD} (?:be|stand|sit|go|appear|lie) (?:placed |moved |located )?((?:next to|behind|on|in front of|above|below|under|left of|right of|to the left of|to the right of|beside|at the (?:left|right|top|bottom)|in the (?:middle|center|centre|foreground|top|bottom))\\b.*)`,
    'move $1 $2',
  ),
  rule(`${IT} ${SHOULD} (?:be|become|get|turn|look)(?: like| into)? (.+)`, 'make $1 $2'),
  rule(`${IT} ${SHOULD} (?:go|go away|disappear|be gone|be removed|vanish)`, 'remove $1'),
  rule(`${IT} ${SHOULD} (?:go|move|be moved|come) (.+)`, 'move $1 $2'),
  rule(
    `(the .+?) and (the .+?) ${SHOULD} (?:swap|trade|switch|exchange) (?:places|positions)`,
    'swap $1 and $2',
  ),
  rule(`${IT} ${SHOULD} (.+)`, 'make $1 $2'),
  rule(`${IT}${IS} ${TOO} (?:big|large|huge)`, 'make $1 smaller'),
  rule(`${IT}${IS} ${TOO} (?:small|little|tiny)`, 'make $1 bigger'),
  rule(`${IT}${IS} ${TOO} (?:dark|black)`, 'make $1 brighter'),
  rule(`${IT}${IS} ${TOO} (?:bright|light|white)`, 'make $1 darker'),
  rule(`${IT}${IS} ${TOO} far (?:to the )?left`, 'move $1 to the right'),
  rule(`${IT}${IS} ${TOO} far (?:to the )?right`, 'move $1 to the left'),
  rule(`${IT}${IS} ${TOO} (?:high|far up)`, 'move $1 down'),
  rule(`${IT}${IS} ${TOO} (?:low|far down)`, 'move $1 up'),
  rule(`${IT}${IS} ${TOO} (\\w+)`, 'make $1 less $2'),
  rule(`${IT}${IS} not (?:that |so )(\\w+)`, 'make $1 more $2'),
  rule(`${IT}${IS} not (\\w+) enough`, 'make $1 more $2'),
  rule('(make .+|turn .+|have .+) gone', '$1 disappear'),
  rule('i (?:want|need|wish|prefer) ((?:an?|some) .+? (?:instead of|rather than) .+)', '$1'),
  rule(
    '(?:have|let|get) (the .+?|it|them) (?:be|to be|become) (?!holding|wearing|carrying)(.+)',
    'make $1 $2',
  ),
  rule(
    String.raw`make (?:it )?so (?:that )?(the .+?|it|they) (?:is|are|looks?|has|have|gets?) (.+)`,
    'make $1 $2',
  ),
  rule(
    '(?:(?:the |this )?(?:scene|picture|story|whole thing|it)) (?:should |must |could )?(?:takes? place|happens?|plays?|be set|is set|be) (?:in|on|at) (.+)',
    'change the background to $1',
  ),
  rule(
    "(?:there(?: are|'s| is) |you (?:made|painted) )?(?:way |far )?too (?:many|much) (.+)",
    'remove some of the $1',
  ),
  rule('(?:fewer|not so many|not that many) (.+)', 'remove some of the $1'),
  rule('(?:one|1) ([a-z]+) (?:less|fewer)', 'remove one $1'),
  rule('(half|double|twice|triple|three times) the size (?:of|for) (.+)', 'make $2 $1 as big'),
  rule('(the [^,]+?),? (?:but )?(?:wearing|with|holding|carrying) ((?:an?|some) .+|[a-z]+s)', 'give $1 $2'),
  rule('(?:get|buy|bring|dress) (the .+?|it|him|her|them) (?:in )?((?:an?|some) .+)', 'give $1 $2'),
  rule('(.+?) (?:be gone|begone|away with it)', 'remove $1'),
];

/** Rewrites a wish as an order, or returns the words as they are; a wish in other words may take two rewrites. */
export function readRequest(clause: string): string {
  let kept = clause;
  for (let round = 0; round < 2; round += 1) {
    const found = REWRITES.find(([form]) => form.test(kept));
    if (found === undefined) break;
    kept = kept.replace(found[0], found[1]).trim();
  }
  return kept;
}
