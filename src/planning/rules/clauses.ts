import { pattern } from './patterns.ts';
import { isColour } from './colours.ts';
import { tag } from './grammar.ts';
import { lacksNoun } from './lists.ts';

/** Verbs that begin an edit by themselves. */
const CLEAR_VERBS = new Set(
  `make replace remove delete erase add put move change turn give swap convert transform recolor recolour colorize
  duplicate clone enlarge shrink resize scale rotate flip mirror blur sharpen brighten darken lighten insert attach
  exchange substitute get take bring let have keep leave undo redo draw paint dye shift push pull drag slide nudge
  lift raise lower center centre eliminate hide wipe set render write crop show morph drop hang stick dress cover
  increase decrease reduce don't do repeat copy open close light fill tint enhance`.split(/\s+/),
);
/** Verbs that are nouns or adjectives as often: only before "the", "a", "it" … do they begin an edit. */
const SHY_VERBS = new Set(
  'color colour light water cover place frame park plant swap dress fire box string book ship set cut open close fill copy show lower drop hang stick let have get take keep leave center centre light paint mirror crop blur shift scale lift do fix repair clean straighten whiten smooth trim shorten lengthen widen decorate wrap fold bend break burn melt freeze dry polish shave wash build throw feed dim illuminate highlight outline simplify improve restore repaint redraw retouch edit modify alter adjust dye fade soften round flatten stretch tilt spin'.split(
    ' ',
  ),
);
const OBJECT_START =
  /^(?:the|a|an|it|its|them|him|her|his|their|this|that|these|those|my|all|both|every|each|some|everything|more|two|three|four|\d+|another|only|one)\b/;

const HARD =
  /\s*(?:[;!?\n]+|\.(?=\s|$)|,? and then |,? then |,? and after that |,? after that,? |,? and finally |,? finally,? |,? and also |,? also,? |,? as well as (?=make|remove|replace|add|put|move|change|turn)|(?<!,)\s(?=[1-9]\)\s)|(?:^|(?<!,)\s)(?:[1-9][.)]|[-*•])\s)\s*/;
const SOFT = /(,\s*(?:and|but|plus)?\s*|\s+(?:and|&|plus|\+|but)\s+)/;

/** True when the words begin a new edit: a verb with something to act on. */
export function beginsEdit(words: string): boolean {
  const [first = '', ...others] = words
    .replace(/^(?:(?:also|then|please|to|just|maybe|and|now) )+/, '')
    .split(' ');
  const rest = others.join(' ');
  if (/^(?:don't|do not|dont|without changing|without touching|except|keep|leave)\b/.test(words)) return true;
  if (SHY_VERBS.has(first)) return OBJECT_START.test(rest);
  if (CLEAR_VERBS.has(first)) return rest !== '' || /^(?:undo|redo|blur|sharpen|crop)$/.test(first);
  if (/^(?:the )?[a-z]+ ?(?:->|=|:) ?[a-z]/.test(words)) return true;
  return /^(?:the |its |his |her |their )?[a-z' ]{2,40}? (?:should|must|needs to|need to|has to|have to|ought to) /.test(
    words,
  );
}

/** An instruction holds no more; what is longer is no order a person types. */
const LONGEST_CLAUSE = 400;

/**
 * Cuts a message into clauses, each an edit with its own verb.
 *
 * "make the cat red and the dog blue" gives the second its verb back; "black and white cat" stays together.
 */
export function splitClauses(text: string): string[] {
  return text
    .split(HARD)
    .map((part) => (part ?? '').trim().replace(/^[,\s]+|[,\s.]+$/g, ''))
    .filter((clause) => clause !== '' && clause.length <= LONGEST_CLAUSE)
    .flatMap(splitSoft);
}

function splitSoft(sentence: string): string[] {
  const parts = sentence.split(SOFT);
  const clauses: string[] = [];
  let current = parts[0] ?? '';
  // "the first balloon red, the second blue": the verb was never said
  if (
    parts.length > 1 &&
    /^(?:the|its|his|her|my|both|all) /.test(current) &&
    endsInResult(current) &&
    !beginsEdit(current) &&
    !/ (?:is|are|looks?|was) /.test(current)
  )
    current = `make ${current}`;
  for (let index = 1; index < parts.length; index += 2) {
    const separator = parts[index] ?? ' and ';
    const next = (parts[index + 1] ?? '').replace(/^(?:(?:also|then|please|to|just|maybe|now) )+(?=\S)/, '');
    const inherited = inherit(current, next);
    if (isParenthesised(current) || (isBareNoun(current) && / (?:should|must|need to|have to) /.test(next)))
      current += separator + next;
    else if (/^(?:more|less) /.test(current) && /^(?:more|less) /.test(next)) {
      clauses.push(current);
      current = next;
    } else if (beginsEdit(next)) {
      clauses.push(current);
      current = next;
    } else if (inherited !== undefined) {
      clauses.push(current);
      current = inherited;
    } else current += separator + next;
  }
  return [...clauses, current].map((clause) => clause.trim()).filter(Boolean);
}

/** "the cat" before "and the dog should be blue". */
const isBareNoun = (text: string): boolean =>
  /^(?:the|my|both|all|his|her) /.test(text) &&
  !/ (?:should|is|are|looks?|must|was|not|red|blue|green) ?/.test(text) &&
  text.split(' ').length <= 6;

const isParenthesised = (text: string): boolean =>
  (text.match(/\(/g)?.length ?? 0) > (text.match(/\)/g)?.length ?? 0);

const DIRECTION =
  '(?:(?:a bit |a little |slightly |far |a lot )?(?:to the |to |up|down)?(?:left|right|top|bottom|up|down|middle|center|centre|corner|front|higher|lower)\\b.*|next to .+|behind .+|(?:in front of|above|below|under) .+)';
const SIZE =
  /^(?:(?:a bit|a little|slightly|much|a lot|way|even|\d+ ?%) )?(?:bigger|larger|smaller|taller|wider|thinner|longer|shorter|huge|tiny)$/;

/** Gives "the dog blue" the verb of "make the cat red"; undefined when the words only go on. */
function inherit(before: string, next: string): string | undefined {
  const verb = before.split(' ')[0] ?? '';
  const hasDeterminer = /^(?:the|its|his|her|their|both|all|my|every|that|this) /.test(next);
  if (/^(?:make|paint|colou?r|turn|dye|change|recolou?r)$/.test(verb)) {
    if (SIZE.test(next)) {
      const object = /^\S+ (.+?) (?:(?:much|a bit|slightly) )?\S+$/.exec(before)?.[1];
      return object === undefined || isIncomplete(before) ? undefined : `make ${object} ${next}`;
    }
    const sized = /^\S+ (.+?) (?:\S+er|huge|tiny|big|small)$/.exec(before)?.[1];
    if (sized !== undefined && isColour(next) && SIZE.test(before.split(' ').at(-1) ?? ''))
      return `make ${sized} ${next}`;
    if (!isIncomplete(before) && hasDeterminer && endsInResult(next)) return `${verb} ${next}`;
    if (
      !isIncomplete(before) &&
      /^(?:turn|change|make)$/.test(verb) &&
      / (?:in)?to (?:an? )?\S/.test(before) &&
      hasDeterminer &&
      / (?:in)?to /.test(next)
    )
      return `${verb} ${next}`;
    return undefined;
  }
  if (/^(?:replace|swap|exchange|substitute|switch)$/.test(verb) && / (?:with|by|for) /.test(before))
    return / (?:with|by|for) /.test(next) && (hasDeterminer || !/^an? /.test(next))
      ? `${verb} ${next}`
      : undefined;
  if (/^(?:move|shift|push|pull|put|place|bring|slide|drag|nudge)$/.test(verb) && hasDeterminer)
    return pattern(`^(?:the|its|his|her|their|my|both|all) .+? ${DIRECTION}$`).test(next)
      ? `${verb} ${next}`
      : undefined;
  if (/^(?:add|put|place|give|draw|attach|stick|hang)$/.test(verb)) {
    const prep = / (?:to|on|onto|in|into|next to|behind|above|under|over|beside) /;
    if (
      prep.test(before) &&
      prep.test(` ${next} `) &&
      /^(?:an?|some|two|three|another|more|\S+s) /.test(next)
    )
      return `${verb} ${next}`;
    if (verb === 'give' && hasDeterminer && / (?:an?|some) \S+/.test(next)) return `give ${next}`;
  }
  return undefined;
}

/** "make the cat": an object without a result, so that what follows belongs to it. */
function isIncomplete(clause: string): boolean {
  const rest = clause.replace(/^\S+ /, '');
  const tokens = rest.split(' ');
  if (tokens.length < 2) return true;
  if (lacksNoun(rest)) return !/^(?:it|them)/.test(rest);
  return (
    !endsInResult(rest) &&
    !/ (?:in)?to /.test(rest) &&
    !/ an? /.test(rest) &&
    !/^(?:it|them|him|her) /.test(rest)
  );
}

/** True when the words are an object with something said about it at their end. */
export function endsInResult(words: string): boolean {
  const tokens = words.split(' ');
  for (let cut = 2; cut < tokens.length; cut += 1) {
    const object = tokens.slice(0, cut).join(' ');
    const result = tokens.slice(cut).join(' ');
    if (lacksNoun(object)) continue;
    if (
      isColour(result) ||
      SIZE.test(result) ||
      lacksNoun(result) ||
      /^(?:(?:in)?to )?an? \S+/.test(result) ||
      isComparative(result) ||
      /^(?:look|more|less) /.test(result)
    )
      return true;
  }
  return false;
}

/** "calmer", "much darker", but not "tiger". */
const isComparative = (words: string): boolean =>
  words.endsWith('er') &&
  words.split(' ').length <= 2 &&
  tag(words).at(-1)?.tags.includes('Comparative') === true;
