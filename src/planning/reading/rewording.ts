import { type Found, readBy, rule, type Rule, type Slots } from '../../english/forms.ts';
import { readWeights } from '../../english/marks.ts';
import { singular } from '../../english/nouns.ts';
import { readReference } from '../../english/phrases.ts';
import { restoreQuotes } from '../../english/wording.ts';
import type { StepOf } from '../plan.ts';
import { escape } from './scene.ts';

type Reword = StepOf<'reword'>;
interface Prompt {
  readonly prompt: string;
  readonly quotes: readonly string[];
}

const slots: Slots = { OLD: () => true, NEXT: () => true, WORDS: () => true };
const MACROS: Readonly<Record<string, string>> = {
  prompt: '[the|my|its] prompt|description|caption',
  words: '[the word|words|phrase]',
  with: 'with|for|to|by|into|->',
};
const ways = (
  forms: readonly string[],
  read: (found: Found, prompt: Prompt) => Reword | undefined,
): Rule<Reword, Prompt> =>
  rule(forms, (found, _text, state) => read(unquoted(found, state.quotes), state), MACROS);

const unquoted = (found: Found, quotes: readonly string[]): Found =>
  Object.fromEntries(Object.entries(found).map(([name, words]) => [name, restoreQuotes(words, quotes, '')]));

/** What is said to the prompt by its name, and substitutions. */
const TO_PROMPT: readonly Rule<Reword, Prompt>[] = [
  ways(
    [
      'change|set|update|rewrite|replace|edit [the|my] prompt|caption|description to|with|into|:|= NEXT',
      'new prompt [:] NEXT',
      'prompt :|= NEXT',
    ],
    ({ next = '' }, { prompt }) => reword(prompt, next),
  ),
  ways(
    ['add|append|put|include|insert|write|attach <words> NEXT in|to|into|at_the_end_of|inside <prompt>'],
    ({ next = '' }, { prompt }) => refine(prompt, next),
  ),
  ways(
    ['remove|drop|delete|take|leave_out|cut <words> OLD [out] from|of|in|out_of <prompt>'],
    ({ old = '' }, { prompt }) => drop(prompt, old),
  ),
  ways(
    [
      'replace|swap|change|exchange|substitute <words> OLD <with> <words> NEXT in <prompt>',
      'replace|swap|change|exchange the word|words OLD <with> <words> NEXT',
    ],
    ({ old = '', next = '' }, { prompt }) => exchange(prompt, old, next),
  ),
];

/** What is said behind "same, but". */
const AFTER_SAME: readonly Rule<Reword, Prompt>[] = [
  ways(
    [
      '[with] [use|make_it] NEXT instead_of|in_place_of|rather_than|for OLD',
      '[with] NEXT [,] not a|an|the OLD',
    ],
    ({ next = '', old = '' }, { prompt }) => exchange(prompt, old, next),
  ),
  ways(
    [
      'replace|swap|change|turn|make OLD <with> NEXT',
      '[make|turn] OLD is|are|becomes|become|as|was [now] NEXT',
      'make OLD NEXT',
    ],
    ({ old = '', next = '' }, { prompt }) =>
      /^(?:an?|the|two|three|some) /.test(next) || old === '' ? exchange(prompt, old, next) : undefined,
  ),
  ways(['without|no|minus|remove|drop OLD'], ({ old = '' }, { prompt }) => drop(prompt, old)),
];

const SAME = new RegExp(
  `^(?:the )?(?:(?:exact )?same(?: (?:thing|picture|image|prompt|scene|one|again|photo))*|keep (?:everything|the prompt|it) (?:the )?same|as before|like (?:this|that|before)|this|that)(?:,? but(?: now| make it| with it)?|,| -| just| only| except| with| and|(?= (?:with|without|at|in|as|on|during|by|under)\\b))\\s*(.+)$`,
);
const SAYS_NOTHING = /^(?:but|make it|now|put it|use|have|it's|it is|it should be|this time) (?=\S)/;

/**
 * Reads changes of the prompt: "same, but a tiger instead of a cat", "add 'in the snow' to the prompt", "more sunset".
 *
 * @param text    lower case, quotes put aside
 * @param caption the prompt that the picture was painted from
 * @returns undefined when it is no change of a prompt, or there is no prompt to change
 */
export function readRewording(
  text: string,
  caption: string | undefined,
  quotes: readonly string[],
): Reword | undefined {
  const said = text.replace(/[.!\s]+$/, '').replace(/\bprompt([:=])/, 'prompt $1');
  const prompt = caption?.trim() ?? '';
  if (prompt === '') return undefined;
  return (
    readSame(said, { prompt, quotes }) ??
    readBy(TO_PROMPT, said, slots, { prompt, quotes }) ??
    readSubstitution(said, prompt) ??
    readMoreOf(said, prompt)
  );
}

function readSame(said: string, state: Prompt): Reword | undefined {
  const change = SAME.exec(said)?.[1]?.replace(SAYS_NOTHING, '');
  if (change === undefined || /seed/.test(change)) return undefined;
  const isExchange =
    /instead of|in place of|rather than|, not |^(?:replace|swap|change|turn|make) |^(?:without|no|minus|remove|drop) | (?:is|are|becomes?|was) (?:now )?an? /.test(
      change,
    );
  const read = isExchange ? readBy(AFTER_SAME, change, slots, state) : undefined;
  if (read !== undefined) return read;
  if (/^(?:without|no|minus|remove|drop) /.test(change)) return undefined;
  return refine(state.prompt, restoreQuotes(change.replace(/^with (?=with\b)/, ''), state.quotes, ''));
}

/** `s/cat/dog/` */
function readSubstitution(said: string, prompt: string): Reword | undefined {
  const [, old, next] = /^s\/([^/]{1,80})\/([^/]{0,120})\/?g?$/.exec(said) ?? [];
  if (old === undefined) return undefined;
  return next === '' ? drop(prompt, old) : exchange(prompt, old, next ?? '');
}

const more = (forms: readonly string[], weight: number): Rule<Reword, Prompt> =>
  ways(forms, ({ words = '' }, { prompt }) => {
    const named = words.replace(/^(?:of )?(?:the |that )?(?:word )?/, '');
    const typed = /^(?:to|towards?|left|right|up|down)\b/.test(named) ? undefined : occurrence(prompt, named);
    if (typed === undefined) return undefined;
    return { kind: 'reword', edit: 'reweight', prompt, weights: { [typed.toLowerCase()]: weight } };
  });
const WEIGHTS: readonly Rule<Reword, Prompt>[] = [
  more(['a_bit|a_little|slightly|a_touch more WORDS'], 1.5),
  more(['much|a_lot|way|far|lots more WORDS'], 3),
  more(['[even] more [of] [the|that] WORDS'], 2),
  more(['a_bit|a_little|slightly|a_touch less WORDS'], 0.75),
  more(['much|a_lot|way|far less WORDS'], 0.2),
  more(['[even] less [of] [the|that] WORDS'], 0.5),
  more(['emphasize|emphasise|stress|accentuate|boost|strengthen [the] [word] WORDS'], 2),
  more(['de-emphasize|deemphasize|de-emphasise|downplay|weaken|tone_down [the] [word] WORDS'], 0.5),
];
const ASKED =
  /^(?:make (?:it|the (?:picture|image))|i want|give me|add|with|put) (?=(?:(?:a bit|a little|much|a lot|way|even|slightly) )?(?:more|less) )/;

/** "more sunset": a word that stands in the prompt gets another weight. */
const readMoreOf = (said: string, prompt: string): Reword | undefined =>
  readBy(WEIGHTS, said.replace(ASKED, ''), slots, { prompt, quotes: [] });

/** A weighted message that is an order, no prompt: "move the cat (-0.5, 0)". */
const ORDER =
  /^(?:re)?(?:draw|paint|imagine|give|move|make|put|change|turn|replace|remove|add|place|shift|scale|resize|by|to) /i;

/** Reads a message with weights in it; bare ones keep the prompt of the picture. */
export function readWeighted(tidied: string, caption: string | undefined): Reword | undefined {
  const before = caption?.trim() ?? '';
  const weighted = before === '' ? undefined : readWeights(tidied);
  if (weighted === undefined) return undefined;
  const weights = { ...weighted.weights };
  const names = Object.keys(weights);
  if (!weighted.isBare) {
    const isPrompt =
      names.every((name) => weighted.prompt.toLowerCase().includes(name)) &&
      weighted.prompt.split(' ').length > names.length &&
      !ORDER.test(weighted.prompt);
    return isPrompt ? { kind: 'reword', edit: 'reweight', prompt: weighted.prompt, weights } : undefined;
  }
  const missing = names.filter((name) => occurrence(before, name) === undefined);
  const prompt = missing.length === 0 ? before : `${before}, ${missing.join(', ')}`;
  return { kind: 'reword', edit: 'reweight', prompt: prompt.slice(0, 2000), weights };
}

const bounded = (words: string): string => `(?<![\\p{L}\\p{N}])${escape(words)}(?![\\p{L}\\p{N}])`;

/** How a word of the message is spelled in the prompt, plural or not. */
function occurrence(prompt: string, words: string): string | undefined {
  const one = singular(words);
  for (const spelling of [words, one, `${one}s`, `${one}es`]) {
    const found = new RegExp(bounded(spelling), 'iu').exec(prompt)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

function exchange(prompt: string, old: string, next: string): Reword | undefined {
  const bareOld = old.replace(/^(?:a|an|the|my|that|this) /, '').trim();
  const typed = occurrence(prompt, bareOld);
  if (typed === undefined) return undefined;
  const bareNext = next
    .replace(/^(?:with|use|have) /, '')
    .replace(/^(?:a|an|the) /, '')
    .trim();
  const article = /^(an?|the|some|two|three|four) /.exec(next)?.[1] ?? '';
  const changed = prompt.replace(
    new RegExp(`(?:\\b(an?|the|one) )?${bounded(typed)}`, 'iu'),
    (_whole, before?: string) => {
      if (before === undefined) return bareNext;
      if (/^(?:the|one)$/i.test(before)) return `${before} ${bareNext}`;
      if (article !== '' && !/^an?$/.test(article)) return `${article} ${bareNext}`;
      return `${/^[aeiou]/i.test(bareNext) ? 'an' : 'a'} ${bareNext}`;
    },
  );
  return reword(prompt, changed, [
    readReference(bareOld).reference.noun,
    readReference(bareNext).reference.noun,
  ]);
}

function drop(prompt: string, words: string): Reword | undefined {
  const typed = occurrence(prompt, words.replace(/^(?:a|an|the|any) /, '').trim());
  if (typed === undefined) return undefined;
  const isPlaced = /^(?:in|on|at|with|under|near|by|during|behind|of) /.test(typed);
  const lead = '(?:(?:an? |the |some |one |two |three |four |with an? |with )+(?:[\\p{L}-]+ )?)?';
  const listed = `(?:,? and |, |^| with )(?:an? |the |some |two |three )?${bounded(typed)}`;
  const changed = prompt
    .replace(new RegExp(`${listed}|${isPlaced ? '' : lead}${bounded(typed)}`, 'iu'), '')
    .replace(/^\s*(?:,|and)\s*/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return changed === '' ? undefined : reword(prompt, changed);
}

const JOINED =
  /^(?:in|at|on|with|under|during|by|near|next to|without|inside|behind|as|wearing|made|from|covered|surrounded)\b/;

const refine = (prompt: string, words: string): Reword => {
  const addition = words.replace(/^(?:and|but|also|make it|add|put it|it's) /, '').trim();
  const joint = JOINED.test(addition) ? ' ' : ', ';
  return {
    kind: 'reword',
    edit: 'refine',
    prompt: `${prompt.replace(/[.,;\s]+$/, '')}${joint}${addition}`.slice(0, 2000),
  };
};

/** Word swap when the numbers of words are equal, else refinement, as Prompt-to-Prompt asks for. */
function reword(before: string, after: string, blend: readonly string[] = []): Reword {
  const words = blend.filter((word) => word !== '');
  return {
    kind: 'reword',
    edit: countWords(before) === countWords(after) ? 'replace' : 'refine',
    prompt: after.slice(0, 2000),
    ...(words.length > 0 && { blend: words.map((word) => word.slice(0, 60)) }),
  };
}

const countWords = (text: string): number => text.split(/\s+/).length;
