/** A sentence made ready for reading: lower case, quotes put aside, courtesies taken off. */
export interface Wording {
  /** Lower case, single spaces; each quoted span stands as `quote0`, `quote1`, … */
  readonly text: string;
  readonly quotes: readonly string[];
}

/** Longest message that is read as an edit; a prompt for a picture has the same limit. */
export const LONGEST_SENTENCE = 2000;

const CONTROL = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu;
const PICTOGRAPH = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20e3)+/gu;

/** Makes one line of plain typography from what people type; letter case is kept. */
export function tidy(sentence: string): string {
  return sentence
    .normalize('NFKC')
    .replace(/\r?\n+/g, ' ; ')
    .replace(CONTROL, ' ')
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„«»‹›]/g, '"')
    .replace(/[−‐‑]/g, '-')
    .replace(/\s*[–—]\s*/g, ', ')
    .replace(/[→➔➜⇒]|=+>|-+>/g, ' -> ')
    .replace(PICTOGRAPH, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;,]+|[\s;,]+$/g, '');
}

/** Puts quoted spans aside and lowers the letters. */
export function readWording(tidied: string): Wording {
  const quotes: string[] = [];
  const aside = (_whole: string, before: string, inner: string): string => {
    quotes.push(inner.trim());
    return `${before}quote${quotes.length - 1}`;
  };
  const text = tidied
    .replace(/(^|[\s(:])"([^"]{1,200})"/g, aside)
    .replace(/(^|[\s(:])'([^']{1,200})'(?=$|[\s.,;:!?)])/g, aside)
    .toLowerCase();
  return { text, quotes };
}

/** Puts quoted spans back, in double quotes or bare. */
export function restoreQuotes(text: string, quotes: readonly string[], mark = '"'): string {
  return text.replace(/\bquote(\d+)\b/g, (whole, index: string) => {
    const inner = quotes[Number(index)];
    return inner === undefined ? whole : `${mark}${inner}${mark}`;
  });
}

const OPENERS = [
  /^(?:i(?:'d| would)? (?:want|like) to see|let me see|show me|could i see|can i see|i want) (?=(?:the )?(?:exact )?same\b)/,
  /^(?:hey|hi|hello|hiya|yo|ok|okay|alright|so|well|now|then|also|and|or|but|um+|uh+|hm+|oh|ah|sure|yes|yeah|yep|great|nice|cool|perfect|awesome|lovely|wow|good|amazing|beautiful|thanks|thank you|thx|sorry|bot|limner|dear|please|pls|plz|kindly|just|maybe|perhaps|actually|carefully|instead|finally|next|first|firstly|secondly)\b(?! (?:to|one|of)\b)[\s,.:;!-]*/,
  /^(?:can|could|would|will) (?:you|u|we|i)(?: also| maybe| just| perhaps| kindly)*\b(?! (?:mind|like))\s*/,
  /^i(?:'d| would)? (?:like|love|want|need|wish|prefer) (?:you )?to\b(?! be)\s*/,
  /^(?:let's|lets|let us|try to|try and|go ahead and|feel free to|you should|you need to|you have to|you must|you can|help me(?: to)?|make sure (?:to|that you|you)|be so kind (?:as to|and)|do me a fav(?:o|ou)r and|why don't (?:you|we)|how about (?:you|we)|is it possible to|would it be possible to|it would be (?:nice|great|cool|lovely) (?:if you could|if you|to)|i think you should|i was wondering if you could|i want|i'd like)(?= (?:[a-z]+) )\s+(?=(?:to )?(?:make|turn|change|replace|remove|add|put|move|paint|give|delete|erase|swap|draw|color|colour|set|place|get|take)\b)(?:to )?/,
  /^(?:let's|lets|let us|try to|try and|go ahead and|feel free to|you should|you need to|you must|help me(?: to)?|why don't (?:you|we)|is it possible to|would it be possible to|i was wondering if you could)\s+/,
];
const CLOSERS = [
  /[\s,.!?;:-]*\b(?:please|pls|plz|thanks|thank you|thx|ty|cheers|bitte|if you can|if you could|if possible|if you don't mind|if that's ok|for me|okay|ok|will you|would you|could you|can you|right away|asap|right now|now|kindly|dear|mate|bro|man please|bot|so much|very much|a lot thanks|lol|haha+|hehe|x+d|too please|this time|i think|i guess|or something|or so|thanks in advance)[\s.!?]*$/,
  /[\s,.!?;:)(~*-]*(?:[:;]-?[)d(p]|<3|\^\^)?[\s,.!?;:~*-]*$/,
];

/** What is said around an edit and is none: reasons, praise in a half sentence, which picture is meant, no hurry. */
const ASIDES = [
  /,? which,? (?:by the way,? )?(?:is|are|looks?|turned out) (?:really |so |very |quite |rather )*(?:lovely|nice|great|beautiful|amazing|wonderful|cool|pretty|awesome|perfect|good|fine)\b/g,
  /,? (?:because|as my|since my) .*?(?=,? (?:and |then |but )+(?:then |also |please )*(?:make|turn|change|replace|remove|delete|add|put|move|paint|give|erase|swap|colou?r)\b|[.;!?]|$)/g,
  /\b(?:take|use|look at) (?:the|this|that|my|your) (?:last |latest |current )?(?:picture|image|photo|painting|drawing) (?:that |which )?(?:you|i)(?:'ve| have)? (?:just )?(?:painted|made|drew|drawn|created|sent|posted|uploaded)(?: for me| to you)?\b,?(?: and)?(?: then)?/g,
  /\bi(?:'d| would)?(?: really)? (?:love|like|appreciate) it if you (?:could|would)\b,?/g,
  /\b(?:when|whenever|if) you (?:have|find) (?:the |some |a )?(?:time|minute|moment)\b,?/g,
  /(?:\band )?\bwithout (?:any )?(?:hurry|rush|haste)(?: at all)?\b,?/g,
  /,? (?:and )?(?:thanks|thank you)(?: (?:so|very) much)? (?:in advance|for your) .*$/g,
];

/**
 * Takes out of a long and polite message what is no order: "…, which is lovely", "because my grandmother likes it".
 */
export const stripAsides = (text: string): string =>
  ASIDES.reduce((kept, aside) => kept.replace(aside, ' '), text)
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '');

/** Takes courtesies off both ends: "hey, could you please make it blue, thanks!" → "make it blue". */
export function stripCourtesy(text: string): string {
  let kept = text;
  for (let round = 0; round < 8; round += 1) {
    const before = kept;
    for (const opener of OPENERS) kept = kept.replace(opener, '');
    for (const closer of CLOSERS) {
      // a bracket that closes a pair belongs to the words: "(-0.5, 0)"
      if (closer === CLOSERS[1] && kept.endsWith(')') && kept.includes('(')) continue;
      kept = kept.replace(closer, '');
    }
    kept = kept.trim();
    if (kept === before) break;
  }
  return kept.replace(
    /^(?:would|do) you mind ([a-z]+?)(?:ing)\b/,
    (_whole, stem: string) => (Object.hasOwn(GERUND_STEMS, stem) ? GERUND_STEMS[stem] : undefined) ?? stem,
  );
}

/** Takes courtesies off the end only: "just the cat please" → "just the cat". */
export const stripEnd = (text: string): string =>
  CLOSERS.reduce((kept, closer) => kept.replace(closer, ''), text).trim();

const GERUND_STEMS: Readonly<Record<string, string>> = {
  mak: 'make',
  chang: 'change',
  replac: 'replace',
  remov: 'remove',
  mov: 'move',
  putt: 'put',
  giv: 'give',
  eras: 'erase',
  delet: 'delete',
  swapp: 'swap',
  tak: 'take',
  plac: 'place',
  duplicat: 'duplicate',
  colour: 'colour',
};
