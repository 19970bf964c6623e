import { isPlural, tag } from './grammar.ts';
import { isColour } from './colours.ts';
import { bare, cuts, distribute, isBackground, isWhole, local, type Reader, whole } from './instruct-step.ts';
import { lacksNoun, shareDeterminer, splitList } from './lists.ts';
import { PRONOUN } from './scene.ts';
import { isStyle, styleTarget } from './styles.ts';

/** Reads "replace X with Y", "Y instead of X", "X -> Y". */
export const readReplace: Reader = (clause, scene) => {
  const found =
    /^(?:replace|substitute|exchange|swap out|switch out|trade) (.+?) (?:with|by|for|to|into|->|through) (.+)$/.exec(
      clause,
    ) ??
    /^change (.+?) (?:for|with) (.+)$/.exec(clause) ??
    /^(?:swap|switch) (.+?) (?:with|for|to|into|->) (.+)$/.exec(clause) ??
    /^(?:use|put|have|i want|paint|draw|give me|show|make it|place|let's have|i'd like) (.+?) (?:instead of|in place of|rather than|not) (.+)$/.exec(
      clause,
    ) ??
    /^(?!more |less |same )((?:an?|some|two|three|four|the) .+?) (?:instead of|in place of|rather than) (.+)$/.exec(
      clause,
    ) ??
    /^(?:instead of|rather than|in place of) (.+?)(?:,| (?:use|put|have|paint|draw|make)) (.+)$/.exec(clause);
  if (found === null) {
    const arrow = /^(.+?) (?:->|becomes|should become|to become|turns into) (.+)$/.exec(clause);
    if (arrow === null) return undefined;
    const [object, result] = [
      arrow[1]?.replace(/^(?:change|replace|swap|turn|make) /, '') ?? '',
      arrow[2] ?? '',
    ];
    if (isColour(result))
      return [
        local(`make ${definite(object)} ${bare(result)}`, scene, definite(object), {
          action: 'recolor',
          target: result,
        }),
      ];
    return [
      local(`replace ${definite(object)} with ${indefinite(result)}`, scene, definite(object), {
        action: 'replace',
        target: result,
      }),
    ];
  }
  const isReversed =
    /(?:instead of|in place of|rather than| not )/.test(clause) &&
    !/^(?:instead of|rather than|in place of)/.test(clause);
  const [first = '', second = ''] = [found[1], found[2]];
  const [object, result] = isReversed ? [second, first] : [first, second];
  if (isBackground(object)) return undefined;
  if (/^(?:its|his|her|the) (.+?)'s? (?:head|face)$/.test(object) && result === '') return undefined;
  const members = shareDeterminer(splitList(object.replace(/^both (?=.+ and )/, '')));
  if (isColour(result) && !/^(?:an?|some) .+ \S+$/.test(result))
    return members.map((member) =>
      local(`make ${member} ${bare(result)}`, scene, member, { action: 'recolor', target: result }),
    );
  const results = splitList(result);
  if (members.length > 1 && results.length === members.length)
    return members.map((member, index) =>
      local(`replace ${definite(member)} with ${results[index] ?? result}`, scene, member, {
        action: 'replace',
        target: results[index],
      }),
    );
  const rephrased = isReversed || members.length > 1 || /^(?:instead|rather|in place)/.test(clause);
  return members.map((member) => {
    const text = rephrased ? `replace ${definite(member)} with ${result}` : clause;
    return local(text, scene, member, { action: 'replace', target: result });
  });
};

/** "cat" → "the cat". */
export const definite = (phrase: string): string =>
  /^(?:the|a|an|my|your|his|her|its|their|our|this|that|these|those|all|both|every|each|some|it|them|one|two|three|four|five)\b/.test(
    phrase,
  )
    ? phrase.replace(/^(?:a|an) /, 'the ')
    : `the ${phrase}`;

/** "dog" → "a dog"; plurals and articles stay. */
const indefinite = (phrase: string): string =>
  /^(?:the|a|an|my|some|two|three|four|five|\d+|many|several|lots)\b/.test(phrase) ||
  isPlural(phrase.split(' ').at(-1) ?? '')
    ? phrase
    : `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;

/** Reads "turn X into Y", "make X look like Y". */
export const readTurnInto: Reader = (clause, scene) => {
  const found =
    /^(?:turn|change|convert|transform|morph|make|switch|modify|evolve|shapeshift) (.+?) (?:in)?to (?:be )?(.+)$/.exec(
      clause,
    ) ?? /^(?:make|let|have) (.+?) (?:look like|look more like|into|resemble|become|be) (.+)$/.exec(clause);
  if (found === null) return readMakeNoun(clause, scene);
  const [, object = '', result = ''] = found;
  if (isWhole(object)) return [whole(clause, { action: 'style', target: styleTarget(result) })];
  const isThing =
    /^(?:an?|some|two|three|four|the) /.test(result) || isPlural(result) || / into /.test(clause);
  if (!isThing && lacksNoun(result))
    return [local(clause, scene, object, { action: 'change', target: result })];
  return distribute(
    clause,
    scene,
    object,
    result,
    / look /.test(clause) ? 'change' : 'replace',
    (member) => `turn ${member} into ${result}`,
  );
};

/** "make the cat a dog" */
const readMakeNoun: Reader = (clause, scene) => {
  const found = /^make ((?:the |my |this |that |both |all )?(?:\S+ ){0,4}?\S+) (an? .+)$/.exec(clause);
  if (found === null) return readMakeMany(clause, scene);
  const [, object = '', result = ''] = found;
  if (
    / (?:to|with|on|in|of|by|like|next|behind|under|for|more|less|as|a|an|the|wear|hold|and|or)$/.test(
      ` ${object}`,
    )
  )
    return undefined;
  if (isWhole(object) || PRONOUN.test(object)) {
    if (isStyle(result)) return [whole(clause, { action: 'style', target: styleTarget(result) })];
    if (isWhole(object)) return undefined;
  }
  if (lacksNoun(object) && !PRONOUN.test(object)) return undefined;
  return distribute(clause, scene, object, result, 'replace', (member) => `make ${member} ${result}`);
};

/** "make the trees cherry blossoms" */
const readMakeMany: Reader = (clause, scene) => {
  const made = /^make ((?:the|all|all the|both|these|those|my) .+)$/.exec(clause);
  if (made === null || !isPlural(clause.split(' ').at(-1) ?? '')) return undefined;
  for (const [object, result] of cuts(made[1] ?? '')) {
    if (
      !isPlural(object.split(' ').at(-1) ?? '') ||
      /^(?:and|or|of|in|on|with|next|look|to|less|more|,)\b/.test(result)
    )
      continue;
    if (tag(result).every((term) => term.tags.includes('Noun') || term.tags.includes('Adjective')))
      return distribute(clause, scene, object, result, 'replace', (member) => `make ${member} ${result}`);
  }
  return undefined;
};
