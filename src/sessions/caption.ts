import type { PlanStep } from '../planning/plan.ts';

const COLOURS =
  'red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y|golden|silver|turquoise';
const literal = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
const withArticle = (noun: string) => {
  if (/^(?:an?|the|some|two|three|many|\d+)\b/iu.test(noun)) return noun;
  return `${/^[aeiou]/iu.test(noun) ? 'an' : 'a'} ${noun}`;
};

/** A noun with what may stand before it: "a", "the", "two red". */
const phrase = (noun: string) =>
  new RegExp(
    String.raw`\b((?:an?|the|some|one)\s+)?((?:(?:${COLOURS}|big|small|large|little)\s+)*)(${literal(noun)}(?:e?s)?)\b`,
    'iu',
  );

/**
 * Says what a picture shows after an edit, from what it showed before: "a cat and a dog on grass" becomes
 * "a horse and a dog on grass". What cannot be put into the sentence is added to its end.
 */
export function captionAfter(caption: string, steps: readonly PlanStep[]): string {
  return steps.reduce(applyStep, caption).replace(/\s+/gu, ' ').trim().slice(0, 1000);
}

function applyStep(caption: string, step: PlanStep): string {
  if (step.kind === 'generate' || step.kind === 'reword' || step.kind === 'layout' || step.kind === 'redraw')
    return step.prompt;
  if (step.kind === 'place' && step.operation === 'remove') return without(caption, step.object.noun);
  if (step.kind !== 'instruct') return caption;
  const { action, keyword, target } = step;
  const noun = step.object?.noun ?? keyword;
  if (action === 'remove') return without(caption, noun);
  if (target === undefined || target === '') return appended(caption, step.instruction);
  if (action === 'replace') {
    return replaced(
      caption,
      noun,
      (article) =>
        // "the cat" becomes "the horse", but a target that brings its own article keeps it.
        (article.trim().toLowerCase() === 'the' && !/^(?:an?|the|some)\s/iu.test(target) ? 'the ' : '') +
        (article === '' || article.trim().toLowerCase() === 'the' ? target : withArticle(target)),
    );
  }
  if (action === 'recolor') {
    return replaced(caption, noun, (article, found) => {
      const bare = found.replace(new RegExp(String.raw`\b(?:${COLOURS})\s+`, 'giu'), '');
      const coloured = `${target} ${bare}`;
      return article === '' || article.trim().toLowerCase() === 'the'
        ? article + coloured
        : withArticle(coloured);
    });
  }
  if (action === 'add') {
    const added = withArticle(target);
    const carrier = step.object === undefined ? -1 : caption.search(phrase(noun));
    if (carrier >= 0) return replaced(caption, noun, (article, found) => `${article}${found} with ${added}`);
    return appended(caption, caption.includes(' with ') ? `and ${added}` : `with ${added}`, ' ');
  }
  if (action === 'background') {
    const place = /\s(?:on|in|at|under|by)\s(?:the\s|an?\s)?[\w-]+(?:\s[\w-]+)?$/iu;
    const preposition = /^(?:on|in|at|under|by)\b/iu.test(target) ? '' : 'on ';
    return `${caption.replace(place, '')} ${preposition}${target}`;
  }
  return appended(caption, target);
}

function replaced(caption: string, noun: string, write: (article: string, found: string) => string): string {
  const pattern = phrase(noun);
  if (noun === '' || !pattern.test(caption)) return appended(caption, write('', noun));
  return caption.replace(pattern, (_all, article: string | undefined, before: string, found: string) =>
    write(article ?? '', before + found),
  );
}

/** Takes an object out of an enumeration, with the "and" or "with" that led to it. */
function without(caption: string, noun: string): string {
  if (noun === '') return caption;
  const source = phrase(noun).source;
  const led = new RegExp(String.raw`,?\s+(?:and|with|next to|beside)\s+${source}`, 'iu');
  if (led.test(caption)) return caption.replace(led, '');
  const leading = new RegExp(String.raw`^${source}\s*(?:,|and|with)\s+`, 'iu');
  if (leading.test(caption)) return caption.replace(leading, '');
  return phrase(noun).test(caption) ? caption.replace(phrase(noun), 'nothing') : caption;
}

const appended = (caption: string, words: string, joint = ', '): string =>
  caption === '' ? words : `${caption}${joint}${words}`;
