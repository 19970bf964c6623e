/**
 * A small language for the forms of sentences, so that what the bot understands is a table one can read.
 *
 * `replace|swap_out OBJECT with|by NEW [please]`: words with `|` between alternatives (`_` joins words that belong
 * together), `UPPERCASE` slots that a reader must accept, `[…]` what may be missing, `(… / …)` a choice.
 * `way=left|right` and `OBJECT:other` give what was found a name. A form fits only a whole text: no word is left over.
 */
type Part =
  | {
      readonly kind: 'words';
      readonly name: string | undefined;
      readonly ways: readonly (readonly string[])[];
    }
  | { readonly kind: 'slot'; readonly name: string; readonly slot: string }
  | { readonly kind: 'choice'; readonly ways: readonly (readonly Part[])[] };

/** A form made ready. */
export interface Form {
  readonly parts: readonly Part[];
  /** Words that it may begin with; undefined when anything may stand there. */
  readonly firsts: ReadonlySet<string> | undefined;
}

/** What stands in the slots, by name. */
export type Found = Readonly<Record<string, string>>;
/** Tells for each slot whether words may stand in it. */
export type Slots = Readonly<Record<string, (words: string) => boolean>>;

/** Forms that mean the same, and what they mean. */
export interface Rule<Meaning, State> {
  readonly forms: readonly Form[];
  readonly read: (found: Found, text: string, state: State) => Meaning | undefined;
}

/** No slot holds more words: what is longer is no phrase a person types. */
const LONGEST_SLOT = 16;

/**
 * Makes a form ready.
 *
 * @param macros  what `<name>` stands for
 */
export function form(source: string, macros: Readonly<Record<string, string>> = {}): Form {
  const expanded = source.replace(/<(\w+)>/g, (_whole, name: string) => macros[name] ?? name);
  const tokens = expanded.match(/[[\]()/]|[^\s[\]()/]+/g) ?? [];
  const { ways } = readWays(tokens, 0);
  const parts: readonly Part[] = ways.length === 1 ? (ways[0] ?? []) : [{ kind: 'choice', ways }];
  return { parts, firsts: firstsOf(parts) };
}

/** The words that a form may begin with. */
function firstsOf(parts: readonly Part[]): ReadonlySet<string> | undefined {
  const firsts = new Set<string>();
  for (const part of parts) {
    const more = part.kind === 'slot' ? undefined : firstsOfPart(part);
    if (more === undefined) return undefined;
    for (const word of more) firsts.add(word);
    if (leastOf(part) > 0) return firsts;
  }
  return firsts;
}

function firstsOfPart(part: Exclude<Part, { kind: 'slot' }>): readonly string[] | undefined {
  if (part.kind === 'words') return part.ways.map(([first = '']) => first);
  const all = part.ways.filter((way) => way.length > 0).map(firstsOf);
  return all.every((firsts) => firsts !== undefined) ? all.flatMap((firsts) => [...firsts]) : undefined;
}

/** The fewest words that a part takes. */
const leastOf = (part: Part): number => {
  if (part.kind === 'slot') return 1;
  if (part.kind === 'words') return Math.min(...part.ways.map((way) => way.length));
  return Math.min(...part.ways.map((way) => way.reduce((sum, one) => sum + leastOf(one), 0)));
};

/** One rule of a table. */
export const rule = <Meaning, State>(
  forms: readonly string[],
  read: Rule<Meaning, State>['read'],
  macros?: Readonly<Record<string, string>>,
): Rule<Meaning, State> => ({ forms: forms.map((source) => form(source, macros)), read });

function readWays(tokens: readonly string[], from: number): { ways: Part[][]; at: number } {
  const ways: Part[][] = [[]];
  let at = from;
  for (; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (token === ')' || token === ']') break;
    if (token === '/') ways.push([]);
    else if (token === '(' || token === '[') {
      const inner = readWays(tokens, at + 1);
      ways.at(-1)?.push({ kind: 'choice', ways: token === '[' ? [...inner.ways, []] : inner.ways });
      at = inner.at;
    } else ways.at(-1)?.push(readToken(token));
  }
  return { ways, at };
}

function readToken(token: string): Part {
  const slot = /^([A-Z]+)(?::(\w+))?$/.exec(token);
  if (slot !== null)
    return { kind: 'slot', slot: slot[1] ?? '', name: slot[2] ?? (slot[1] ?? '').toLowerCase() };
  const alternatives = token.split('|');
  if (alternatives.length > 1 && alternatives.some((one) => /^[A-Z]{3,}/.test(one)))
    return { kind: 'choice', ways: alternatives.map((one) => [readToken(one)]) };
  const named = /^(\w+)=(.+)$/.exec(token);
  const ways = (named?.[2] ?? token).split('|').map((way) => way.split('_'));
  return { kind: 'words', name: named?.[1], ways };
}

/** What is done with a match; a meaning ends the search. */
type Accept<Meaning> = (found: Found) => Meaning | undefined;
type Next<Meaning> = (at: number, found: Found) => Meaning | undefined;

/**
 * Tries the ways in which a form fits a text as a whole, the first slots as short as can be, until one is accepted.
 *
 * @returns what was accepted
 */
export function findMatch<Meaning>(
  { parts, firsts }: Form,
  words: readonly string[],
  slots: Slots,
  accept: Accept<Meaning>,
): Meaning | undefined {
  if (firsts !== undefined && !firsts.has(words[0] ?? '')) return undefined;
  return walk({ words, slots }, parts, 0, 0, {}, (at, found) =>
    at === words.length ? accept(found) : undefined,
  );
}

/** True when a form fits a text as a whole. */
export const fits = (one: Form, words: readonly string[], slots: Slots): boolean =>
  findMatch(one, words, slots, () => true) === true;

/** How many words a form takes from the beginning of a text, as many as can be; 0 when it does not fit. */
export function prefixLength({ parts, firsts }: Form, words: readonly string[], slots: Slots = {}): number {
  let longest = 0;
  if (firsts?.has(words[0] ?? '') === false) return 0;
  walk({ words, slots }, parts, 0, 0, {}, (at) => {
    longest = Math.max(longest, at);
    return undefined;
  });
  return longest;
}

interface Text {
  readonly words: readonly string[];
  readonly slots: Slots;
}

function walk<Meaning>(
  text: Text,
  parts: readonly Part[],
  index: number,
  at: number,
  found: Found,
  next: Next<Meaning>,
): Meaning | undefined {
  const part = parts[index];
  if (part === undefined) return next(at, found);
  const go: Next<Meaning> = (end, more) => walk(text, parts, index + 1, end, more, next);
  if (part.kind === 'words') return takeWords(text, part, at, found, go);
  if (part.kind === 'slot') return takeSlot(text, part, at, found, go);
  for (const way of part.ways) {
    const meaning = way.length === 0 ? go(at, found) : walk(text, way, 0, at, found, go);
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

function takeWords<Meaning>(
  { words }: Text,
  { name, ways }: Extract<Part, { kind: 'words' }>,
  at: number,
  found: Found,
  go: Next<Meaning>,
): Meaning | undefined {
  for (const way of ways) {
    if (words[at] !== way[0] || !way.every((word, offset) => words[at + offset] === word)) continue;
    const meaning = go(at + way.length, name === undefined ? found : { ...found, [name]: way.join(' ') });
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

function takeSlot<Meaning>(
  { words, slots }: Text,
  { name, slot }: Extract<Part, { kind: 'slot' }>,
  at: number,
  found: Found,
  go: Next<Meaning>,
): Meaning | undefined {
  const accepts = slots[slot];
  if (accepts === undefined) throw new Error(`form: no reader for the slot ${slot}`);
  const last = Math.min(words.length, at + LONGEST_SLOT);
  for (let end = at + 1; end <= last; end += 1) {
    const said = join(words.slice(at, end));
    const meaning = accepts(said) ? go(end, { ...found, [name]: said }) : undefined;
    if (meaning !== undefined) return meaning;
  }
  return undefined;
}

/** The first meaning of a table for a text; a rule may decline what it found, and the next is tried. */
export function readBy<Meaning, State>(
  rules: readonly Rule<Meaning, State>[],
  text: string,
  slots: Slots,
  state: State,
): Meaning | undefined {
  const words = cutWords(text);
  const said = new Set(words);
  for (const { forms, read } of rules)
    for (const one of forms) {
      if (!couldFit(one.parts, said)) continue;
      const meaning = findMatch(one, words, slots, (found) => read(found, text, state));
      if (meaning !== undefined) return meaning;
    }
  return undefined;
}

/** False when words are missing that the form must have. */
export const couldFit = (parts: readonly Part[], said: ReadonlySet<string>): boolean =>
  parts.every((part) => part.kind !== 'words' || part.ways.some(([first = '']) => said.has(first)));

/** Words of a text; a comma is a word of its own. */
export const cutWords = (text: string): string[] =>
  text
    .replace(/,(?=\s|$)/g, ' ,')
    .split(' ')
    .filter(Boolean);

/** Words back to text. */
export const join = (words: readonly string[]): string => words.join(' ').replace(/ ,/g, ',');

/** Remembers what a reader of one argument found. */
export function remembering<Result>(read: (words: string) => Result): (words: string) => Result {
  const known = new Map<string, Result>();
  return (words) => {
    const before = known.get(words);
    if (before !== undefined || known.has(words)) return before as Result;
    const result = read(words);
    known.set(words, result);
    return result;
  };
}
