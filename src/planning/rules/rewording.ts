import type { StepOf } from '../plan.ts';
import { singular } from './grammar.ts';
import { readReference } from './references.ts';
import { escape } from './scene.ts';
import { restoreQuotes } from './wording.ts';
import { readWeights } from './weights.ts';

type Reword = StepOf<'reword'>;

const SAME =
  /^(?:the )?(?:(?:exact )?same(?: (?:thing|picture|image|prompt|scene|one|again|photo))*|keep (?:everything|the prompt|it) (?:the )?same|as before|like (?:this|that|before)|this|that)(?:,? but(?: now| make it| with it)?|,| -| just| only| except| with| and|(?= (?:with|without|at|in|as|on|during|by|under)\b))\s*(.+)$/;

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
  const said = text.replace(/[.!\s]+$/, '');
  if (caption === undefined || caption.trim() === '') return undefined;
  const prompt = caption.trim();
  return (
    readSame(said, prompt, quotes) ??
    readPromptWords(said, prompt, quotes) ??
    readSubstitution(said, prompt) ??
    readMoreOf(said, prompt)
  );
}

function readSame(said: string, prompt: string, quotes: readonly string[]): Reword | undefined {
  const same = SAME.exec(said);
  if (same === null) return undefined;
  const change = restoreQuotes(
    (same[1] ?? '').replace(
      /^(?:but|with|make it|now|put it|use|have|it's|it is|it should be|this time) (?=\S)/,
      (whole) => (whole === 'with ' ? 'with ' : ''),
    ),
    quotes,
    '',
  );
  if (/seed/.test(change)) return undefined;
  const instead =
    /^(?:with )?(?:use |make it )?(.+?) (?:instead of|in place of|rather than|for) (.+)$/.exec(change) ??
    /^(?:with )?(.+?),? (?:not) (?:a |an |the )(.+)$/.exec(change);
  if (instead !== null) return exchange(prompt, instead[2] ?? '', instead[1] ?? '') ?? refine(prompt, change);
  const replaced =
    /^(?:replace|swap|change|turn|make) (.+?) (?:with|for|to|into|by) (.+)$/.exec(change) ??
    /^(?:make |turn )?(the .+?|.+?) (?:is|are|becomes?|as|was) (?:now )?(an? .+)$/.exec(change) ??
    /^make (the \S+) (an? .+)$/.exec(change);
  if (replaced !== null)
    return exchange(prompt, replaced[1] ?? '', replaced[2] ?? '') ?? refine(prompt, change);
  const without = /^(?:without|no|minus|remove|drop) (.+)$/.exec(change);
  if (without !== null) return drop(prompt, without[1] ?? '');
  const bare = change.replace(/^(?:with )?(?=with\b)/, '');
  return refine(prompt, bare);
}

function readPromptWords(said: string, prompt: string, quotes: readonly string[]): Reword | undefined {
  const inPrompt =
    /^(.+?) (?:in|to|into|from|of|at the end of|inside) (?:the |my |its )?(?:prompt|description|caption)$/.exec(
      said,
    ) ?? /^(?:in )?(?:the )?prompt[:,]? (.+)$/.exec(said);
  const whole =
    /^(?:(?:change|set|update|rewrite|replace|edit) (?:the |my )?(?:prompt|caption|description) (?:to|with|into|:|=)|new prompt:?|prompt ?[:=])\s*(.+)$/.exec(
      said,
    );
  if (whole !== null) {
    const next = restoreQuotes(whole[1] ?? '', quotes, '');
    return reword(prompt, next);
  }
  if (inPrompt === null) return undefined;
  const order = inPrompt[1] ?? '';
  const added = /^(?:add|append|put|include|insert|write|attach) (?:the words? |the phrase )?(.+)$/.exec(
    order,
  );
  if (added !== null) return refine(prompt, restoreQuotes(added[1] ?? '', quotes, ''));
  const gone = /^(?:remove|drop|delete|take|leave out|cut) (?:the words? |the phrase )?(.+?)(?: out)?$/.exec(
    order,
  );
  if (gone !== null) return drop(prompt, restoreQuotes(gone[1] ?? '', quotes, ''));
  const changed =
    /^(?:replace|swap|change|exchange|substitute) (?:the words? )?(.+?) (?:with|for|to|by|into|->) (?:the words? )?(.+)$/.exec(
      order,
    );
  if (changed !== null)
    return exchange(
      prompt,
      restoreQuotes(changed[1] ?? '', quotes, ''),
      restoreQuotes(changed[2] ?? '', quotes, ''),
    );
  return undefined;
}

/** `s/cat/dog/`, and "change the word cat to dog". */
function readSubstitution(said: string, prompt: string): Reword | undefined {
  const found =
    /^s\/([^/]{1,80})\/([^/]{0,120})\/?g?$/.exec(said) ??
    /^(?:replace|swap|change|exchange) the words? (.+?) (?:with|for|to|by|into|->) (?:the words? )?(.+)$/.exec(
      said,
    );
  if (found === null) return undefined;
  return found[2] === '' ? drop(prompt, found[1] ?? '') : exchange(prompt, found[1] ?? '', found[2] ?? '');
}

const MORE: readonly (readonly [RegExp, number])[] = [
  [/^(?:a bit |a little |slightly |a touch )more (.+)$/, 1.5],
  [/^(?:much |a lot |way |far |lots )more (.+)$/, 3],
  [/^(?:even )?more (?:of (?:the |that )?)?(.+)$/, 2],
  [/^(?:a bit |a little |slightly |a touch )less (.+)$/, 0.75],
  [/^(?:much |a lot |way |far )less (.+)$/, 0.2],
  [/^(?:even )?less (?:of (?:the |that )?)?(.+)$/, 0.5],
  [/^(?:emphasi[sz]e|stress|accentuate|boost|strengthen) (?:the )?(?:word )?(.+)$/, 2],
  [/^(?:de-?emphasi[sz]e|downplay|weaken|tone down) (?:the )?(?:word )?(.+)$/, 0.5],
];

/** "more sunset": a word that stands in the prompt gets another weight. */
function readMoreOf(said: string, prompt: string): Reword | undefined {
  const whole = said.replace(
    /^(?:make (?:it|the (?:picture|image))|i want|give me|add|with|put) (?=(?:a bit |a little |much |a lot |way |even |slightly )?(?:more|less) )/,
    '',
  );
  for (const [form, weight] of MORE) {
    const words = form
      .exec(whole)?.[1]
      ?.replace(/^the (?:word )?/, '')
      .trim();
    if (words === undefined || /^(?:to|towards?|left|right|up|down)\b/.test(words)) continue;
    const typed = occurrence(prompt, words);
    if (typed !== undefined)
      return { kind: 'reword', edit: 'reweight', prompt, weights: { [typed.toLowerCase()]: weight } };
    return undefined;
  }
  return undefined;
}

/** Reads a message with weights in it; bare ones keep the prompt of the picture. */
export function readWeighted(tidied: string, caption: string | undefined): Reword | undefined {
  if (caption === undefined || caption.trim() === '') return undefined;
  const weighted = readWeights(tidied);
  if (weighted === undefined) return undefined;
  const weights = { ...weighted.weights };
  const names = Object.keys(weights);
  if (!weighted.isBare)
    return names.every((name) => weighted.prompt.toLowerCase().includes(name)) &&
      weighted.prompt.split(' ').length >= names.length + 1 &&
      !/^(?:draw|redraw|repaint|reimagine|paint|give|move|make|put|change|turn|replace|remove|add|place|shift|scale|resize|by|to) /i.test(
        weighted.prompt,
      )
      ? { kind: 'reword', edit: 'reweight', prompt: weighted.prompt, weights }
      : undefined;
  const missing = names.filter((name) => occurrence(caption, name) === undefined);
  const prompt = missing.length === 0 ? caption.trim() : `${caption.trim()}, ${missing.join(', ')}`;
  return { kind: 'reword', edit: 'reweight', prompt: prompt.slice(0, 2000), weights };
}

/** How a word of the message is spelled in the prompt, plural or not. */
function occurrence(prompt: string, words: string): string | undefined {
  const pattern = (spelling: string): string | undefined =>
    new RegExp(`(?<![\\p{L}\\p{N}])${escape(spelling)}(?![\\p{L}\\p{N}])`, 'iu').exec(prompt)?.[0];
  const one = singular(words);
  return pattern(words) ?? pattern(one) ?? pattern(`${one}s`) ?? pattern(`${one}es`);
}

function exchange(prompt: string, old: string, next: string): Reword | undefined {
  const bareOld = old.replace(/^(?:a|an|the|my|that|this) /, '').trim();
  const typed = occurrence(prompt, bareOld);
  if (typed === undefined) return undefined;
  const bareNext = next
    .replace(/^(?:a|an|the|with|with a|use|have) /, '')
    .replace(/^(?:a|an|the) /, '')
    .trim();
  const article = /^(an?|the|some|two|three|four) /.exec(next)?.[1];
  const place = new RegExp(
    `(?:\\b(an?|the|one) )?(?<![\\p{L}\\p{N}])${escape(typed)}(?![\\p{L}\\p{N}])`,
    'iu',
  );
  const changed = prompt.replace(place, (_whole, before: string | undefined) => {
    if (before === undefined || before.toLowerCase() === 'the' || before.toLowerCase() === 'one')
      return `${before === undefined ? '' : `${before} `}${bareNext}`;
    if (article !== undefined && !/^an?$/.test(article)) return `${article} ${bareNext}`;
    return `${/^[aeiou]/i.test(bareNext) ? 'an' : 'a'} ${bareNext}`;
  });
  return reword(prompt, changed, [
    readReference(bareOld).reference.noun,
    readReference(bareNext).reference.noun,
  ]);
}

function drop(prompt: string, words: string): Reword | undefined {
  const bare = words.replace(/^(?:a|an|the|any) /, '').trim();
  const typed = occurrence(prompt, bare);
  if (typed === undefined) return undefined;
  const isPlaced = /^(?:in|on|at|with|under|near|by|during|behind|of) /.test(bare);
  const thing = isPlaced
    ? escape(typed)
    : `(?:(?:an? |the |some |one |two |three |four |with an? |with )+(?:[\\p{L}-]+ )?)?${escape(typed)}`;
  const changed = prompt
    .replace(
      new RegExp(
        `(?:,? and |, |^| with )(?:an? |the |some |two |three )?${escape(typed)}(?![\\p{L}\\p{N}])|${thing}(?![\\p{L}\\p{N}])`,
        'iu',
      ),
      '',
    )
    .replace(/^\s*(?:,|and)\s*/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return changed === '' ? undefined : reword(prompt, changed);
}

const refine = (prompt: string, words: string): Reword => {
  const addition = words.replace(/^(?:and|but|also|make it|add|put it|it's) /, '').trim();
  const joint =
    /^(?:in|at|on|with|under|during|by|near|next to|without|inside|behind|as|wearing|made|from|covered|surrounded)\b/.test(
      addition,
    )
      ? ' '
      : ', ';
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
    ...(words.length === 0 ? {} : { blend: words.map((word) => word.slice(0, 60)) }),
  };
}

const countWords = (text: string): number => text.split(/\s+/).length;
