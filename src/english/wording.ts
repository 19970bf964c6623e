import { cutWords, form, join, prefixLength } from './forms.ts';
import { nameEmoji } from './emoji.ts';

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
/** Marks of a chat around a whole message: `code`, > quote, **bold**, _slanted_, ~~struck~~, “quoted”. */
const AROUND = [
  /^```(?:\w+\n)?([^`]+)```$/,
  /^`([^`]+)`$/,
  /^\*{1,3}([^*]+)\*{1,3}$/,
  /^_{1,2}([^_]+)_{1,2}$/,
  /^~~([^~]+)~~$/,
  /^\|\|([^|]+)\|\|$/,
  /^["“”„«»‘]([^"“”„«»]+)["“”„«»’]$/,
  /^'([^']+)'$/,
  /^(?:>+|#{1,3}|[-*•])\s+(.+)$/s,
  /^(?:<@[!&]?\w+>|@?limner|@bot)(?:[\s,:]+|(?=\s))(.+)$/is,
];
/** Tags that ask for a LoRA, in the spellings of several programs; they are no words of the order. */
const LORA_TAG = /<(?:lora|lyco|hypernet):[^<>]{1,120}>|\((?:lora|lyco):[^()]{1,120}\)/giu;

/** Takes off what a chat puts around a message, and the tags that are for others to read. */
export function unwrap(typed: string): string {
  let kept = typed.trim();
  for (let round = 0; round < 4; round += 1) {
    const inner = AROUND.map((around) => around.exec(kept)?.[1]).find((one) => one !== undefined);
    if (inner === undefined) break;
    kept = inner.trim();
  }
  return kept
    .replace(LORA_TAG, ' ')
    .replace(/\*\*|__|~~/g, '')
    .trim();
}

/** Makes one line of plain typography from what people type; letter case is kept. */
export function tidy(sentence: string): string {
  return nameEmoji(sentence.normalize('NFKC'))
    .replace(/\r?\n+/g, ' ; ')
    .replace(CONTROL, ' ')
    .replace(/[‘’‚‛`´]/g, "'")
    .replace(/[“”„«»‹›]/g, '"')
    .replace(/[−‐‑]/g, '-')
    .replace(/\bw\/o\b/gi, 'without')
    .replace(/\bw\/ ?(?=[a-z])/gi, 'with ')
    .replace(/\s*[–—]\s*/g, ', ')
    .replace(/[→➔➜⇒]|=+>|-+>/g, ' -> ')
    .replace(PICTOGRAPH, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s;,]+|[\s;,]+$/g, '');
}

/** Contractions that hide a word of the sentence. */
const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(it|that|he|she|there)'s\b/g, '$1 is'],
  [/\b(they|you|we)'re\b/g, '$1 are'],
  [/\b(is|are|was|were|does|should|could|would)n't\b/g, '$1 not'],
];

/** Puts quoted spans aside and lowers the letters. */
export function readWording(tidied: string): Wording {
  const quotes: string[] = [];
  const aside = (_whole: string, before: string, inner: string): string => {
    quotes.push(inner.trim());
    return `${before}quote${quotes.length - 1}`;
  };
  const text = capitals(tidied, quotes)
    .replace(/(^|[\s(:])"([^"]{1,200})"/g, aside)
    .replace(/(^|[\s(:])'([^']{1,200})'(?=$|[\s.,;:!?)])/g, aside)
    .toLowerCase();
  return { text, quotes };
}

const WRITE =
  /^(.*\b(?:write|say|says|saying|text|words?)\b(?: the)?(?: words?| text)?:? )((?:[A-Z0-9][A-Z0-9!?',.-]*)(?: [A-Z0-9!?',.-]+)*)(?=$| [a-z])/;

/** "write HAPPY BIRTHDAY on it": what is written in capitals is text, too. */
function capitals(tidied: string, quotes: string[]): string {
  const found = WRITE.exec(tidied);
  if (found === null || !/[A-Z]{2}/.test(found[2] ?? '') || !/[a-z]/.test(found[1] ?? '')) return tidied;
  quotes.push(found[2] ?? '');
  return tidied.replace(found[0], `${found[1] ?? ''}quote${quotes.length - 1}`);
}

/** Puts quoted spans back, in double quotes or bare. */
export function restoreQuotes(text: string, quotes: readonly string[], mark = '"'): string {
  return text.replace(/\bquote(\d+)\b/g, (whole, index: string) => {
    const inner = quotes[Number(index)];
    return inner === undefined ? whole : `${mark}${inner}${mark}`;
  });
}

/** Writes contractions out, so that a form needs one spelling. */
export const writeOut = (text: string): string =>
  CONTRACTIONS.reduce((kept, [short, long]) => kept.replace(short, long), text)
    .replace(/\bthats\b/g, 'that is')
    .replace(/\bwhats\b/g, "what's")
    .replace(/\bwheres\b/g, "where's")
    .replace(/\b(it|he|she|they|there|i)ll\b/g, '$1 will');

const ORDER_VERBS =
  'make|turn|change|replace|remove|add|put|move|paint|give|delete|erase|swap|draw|color|colour|set|place|get|take|recolor|resize|shrink|have|let|do|keep';
/** What is said before an order and is none; `!` stands for what must come behind. */
const OPENERS = [
  "(i want|like to_see / i'd|i_would like to_see / let me see / show me / could|can i see / i want) [the] [exact] !same",
  `hey|hi|hello|hiya|yo|ok|okay|okie|kk|alright|aight|so|well|now|then|also|and|or|but|um|umm|uh|hm|hmm|oh|ah|sure|yes|yeah|yep|great|nice|cool|perfect|awesome|lovely|wow|good|amazing|beautiful|excellent|thanks|thx|ty|sorry|bot|limner|dear|please|kindly|just|maybe|perhaps|actually|carefully|instead|finally|next|dude|bro|man|mate|omg|lol|lmao|haha|ugh|tbh|honestly|btw|imo|ngl|wait|still|again|though`,
  'thank_you|love_it|love_this|love_that|great_job|good_job|nice_one|nice_job|well_done|looks_good|looks_great|looking_good|i_think|i_guess|i_feel_like|i_suppose|i_mean|hear_me_out|by_the_way|one_more_thing|last_thing|quick_one|not_bad|so_cool|that_is_great|that_is_nice|that_is_cool|very_nice|all_right|oh_wow|no_wait|wait_no|actually_no|could_use_some_help|my_bad|for_fun|you_know_what|let_us|do_me_a_favor_and|do_me_a_favour_and|a_favor|would_it_be_ok_to|can_you_please',
  "let's|lets|let_us",
  `first|firstly|second|secondly|third|thirdly|lastly !,|${ORDER_VERBS}`,
  'can|could|would|will you|we|i [also] [maybe|just|perhaps|kindly|pls|please] [try] [to]',
  '(do_you_think / is_it_possible / is it ok|okay / is there a way / any_chance) [if|that] [you|we|i] [can|could|to]',
  "(i'd / i would / i) like|love|want|need|wish|prefer [for] [you] to",
  `(let's / lets / try_to / try_and / go_ahead_and / feel_free_to / you should|need_to|have_to|must|can / help me [to] / make_sure [to|that_you|you] / be so kind as_to|and / why don't you|we / how about you|we / i was wondering if you could / i think you should / it would be nice|great|cool|lovely if_you_could|if_you|to / would it be possible to / i want / i'd like / i'd love) [to] !${ORDER_VERBS}`,
].map(readOpener);

function readOpener(source: string): {
  readonly before: ReturnType<typeof form>;
  readonly behind: ReadonlySet<string> | undefined;
} {
  const [before = '', behind] = source.split('!');
  return {
    before: form(before.trim()),
    behind:
      behind === undefined ? undefined : new Set(behind.split('|').map((words) => words.split(' ')[0] ?? '')),
  };
}

/** Words after which "next", "first" and the like are no opener: "next to", "first one". */
const NO_OPENER_BEFORE = new Set(['to', 'one', 'of', 'mind', 'like', 'be', 'version', 'picture']);

const CLOSERS =
  `please, pls, plz, thanks, thank you, thx, ty, cheers, bitte, if you can, if you could, if possible, if you don't mind,
  if that's ok, for me, okay, ok, will you, would you, could you, can you, right away, asap, right now, now, kindly, dear,
  mate, bro, dude, man please, bot, so much, very much, a lot thanks, lol, lmao, too please, this time, i think, i guess,
  or something, or so, thanks in advance, imo, imho, tbh, ngl, fr, though, haha, hehe, and thanks, maybe, if u can, if u could,
  would be nice, would be great, would be cool, would be awesome, i guess, in my opinion, to be honest, for real, yo, fam, omg, xd,
  but not too much, not too much though, only, that would be great, it's creepy, i reckon, you know, or whatever, ya know, thank u, much appreciated`
    .split(/,\s+/)
    .map((words) => words.trim());
const SMILE = /[\s,.!?;:)(~*-]*(?:[:;]-?[)d(p]|<3|\^\^)?[\s,.!?;:~*-]*$/;
const PUNCTUATION = /[\s,.!?;:-]+$/;

/** Courtesies off the end: "just the cat please!" → "just the cat". */
export function stripEnd(text: string): string {
  let kept = text;
  for (let round = 0; round < 8; round += 1) {
    const before = kept;
    kept = kept.replace(PUNCTUATION, '');
    const closer = CLOSERS.find((words) => kept.endsWith(` ${words}`) || kept === words);
    if (closer !== undefined) kept = kept.slice(0, -closer.length).trim();
    kept = kept.replace(/\s(?:x+d+|(?:ha|he){2,}h?|lo+l+)$/, '');
    // a bracket that closes a pair belongs to the words: "(-0.5, 0)"
    if (!(kept.endsWith(')') && kept.includes('('))) kept = kept.replace(SMILE, '');
    kept = kept.trim();
    if (kept === before) break;
  }
  return kept;
}

/** Courtesies off the beginning: "hey, could you please make it blue" → "make it blue". */
function stripStart(text: string): string {
  for (const { before, behind } of OPENERS) {
    const words = cutWords(text.replace(/^([a-z']+)[.!?:;-]+(?=\s|$)/, '$1 ,'));
    const length = prefixLength(before, words);
    if (length === 0 || NO_OPENER_BEFORE.has(words[length] ?? '')) continue;
    if (behind !== undefined && !behind.has(words[length] ?? '')) continue;
    const rest = join(words.slice(length)).replace(/^[\s,.:;!?-]+/, '');
    return rest;
  }
  return text;
}

/** Takes courtesies off both ends: "hey, could you please make it blue, thanks!" → "make it blue". */
export function stripCourtesy(text: string): string {
  let kept = text;
  for (let round = 0; round < 10; round += 1) {
    const before = kept;
    kept = stripEnd(stripStart(kept));
    if (kept === before) break;
  }
  return kept.replace(/^(?:would|do) you mind ([a-z]+?)ing\b/, (_whole, stem: string) => gerundVerb(stem));
}

/** "mak" of "making" → "make", "putt" → "put". */
function gerundVerb(stem: string): string {
  if (/^(?:putt|swapp|flipp|cropp)$/.test(stem)) return stem.slice(0, -1);
  return /(?:ak|ang|ac|ov|iv|as|et|at|os|ur|iz)$/.test(stem) && !/^(?:draw|paint|add)$/.test(stem)
    ? `${stem}e`
    : stem;
}

const NEXT_ORDER = String.raw`(?=,? (?:and |then |but )+(?:then |also |please )*(?:${ORDER_VERBS})\b|[.;!?]|$)`;
const PICTURE = '(?:picture|image|photo|painting|drawing)';
/** What is said around an edit and is none: reasons, praise in a half sentence, which picture is meant, no hurry. */
const ASIDES = [
  String.raw`,? which,? (?:by the way,? )?(?:is|are|looks?|turned out) (?:really |so |very |quite )*(?:lovely|nice|great|beautiful|amazing|wonderful|cool|pretty|awesome|perfect|good|fine)\b`,
  String.raw`,? (?:because|as my|since my|so that i|so i can) .*?${NEXT_ORDER}`,
  String.raw`\b(?:take|use|look at) (?:the|this|that|my|your) (?:last |latest |current )?${PICTURE} (?:that |which )?(?:you|i)(?:'ve| have)? (?:just )?(?:painted|made|drew|drawn|created|sent|posted|uploaded)(?: for me| to you)?\b,?(?: and)?(?: then)?`,
  String.raw`\bi(?:'d| would)?(?: really)? (?:love|like|appreciate) it if (?:you|u) (?:could|would)\b,?`,
  String.raw`\b(?:when|whenever|if) you (?:have|find) (?:the |some |a )?(?:time|minute|moment)\b,?`,
  String.raw`(?:\band )?\bwithout (?:any )?(?:hurry|rush|haste)(?: at all)?\b,?`,
  String.raw`,? (?:and )?(?:thanks|thank you)(?: (?:so|very) much)? (?:in advance|for your) .*$`,
  String.raw` \((?:please|pls|plz|if you can|thanks|lol|haha)\)`,
].map((source) => new RegExp(source, 'g'));

/** Takes out of a long and polite message what is no order: "…, which is lovely", "because my grandmother likes it". */
export const stripAsides = (text: string): string =>
  ASIDES.reduce((kept, aside) => kept.replace(aside, ' '), text)
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,]+$/g, '');
