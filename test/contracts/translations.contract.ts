/** Names of the placeholders in a pattern, sorted; a name in several variants counts once. */
const placeholders = (pattern: string): string[] =>
  [
    ...new Set([...pattern.matchAll(/\{([^{}|]+)(?:\|[^{}]*)?\}/gu)].map(([, name]) => name ?? '')),
  ].toSorted();

/** Variants of a pattern: `[['one', 'other']]` for one choice between two words. */
const variants = (pattern: string): string[][] =>
  [...pattern.matchAll(/\{[^{}|]+\|([^{}]*)\}/gu)].map(([, all = '']) =>
    all.split('|').map((variant) => variant.split(':', 1)[0] ?? ''),
  );

const wordsIn = (pattern: string): string => pattern.replace(/\{[^{}]*\}/gu, '').replace(/[^\p{L}]/gu, '');
/** Short marks such as units, and names, are the same in many languages. */
const isMark = (pattern: string): boolean => wordsIn(pattern).length < 4 || !/\p{Ll}\p{Ll}/u.test(pattern);
/** Nouns of one word are often the same: "Zebra", "robot". */
const isNoun = (pattern: string): boolean => /^[\p{L} -]+$/u.test(pattern) && !/^\p{Lu}/u.test(pattern);

/**
 * What is wrong with the translations of one language: other placeholders than the English, none for the rest of the
 * numbers, forgotten ones.
 *
 * @param same English that is meant to be the same in this language
 */
export function translationProblems(
  tag: string,
  translations: Readonly<Record<string, string>>,
  same: readonly string[] = [],
): string[] {
  const known = new Set(['other', ...new Intl.PluralRules(tag).resolvedOptions().pluralCategories]);
  return Object.entries(translations).flatMap(([english, translation]) => {
    const problems: string[] = [];
    const [expected, got] = [placeholders(english), placeholders(translation)];
    if (got.join() !== expected.join())
      problems.push(`has the placeholders ${got.join(', ')}, expected ${expected.join(', ')}`);
    for (const names of variants(translation)) {
      if (!names.includes('other')) problems.push('has no variant "other"');
      const isPlural = variants(english).some((all) => all.includes('one'));
      const strange = isPlural ? names.filter((name) => !known.has(name)) : [];
      if (strange.length > 0)
        problems.push(`has the variant ${strange.join(', ')}, which ${tag} does not use`);
    }
    if (translation.trim() === '') problems.push('is empty');
    if (translation === english && !same.includes(english) && !isMark(english) && !isNoun(english))
      problems.push('is still English');
    return problems.map((problem) => `"${english}" ${problem}`);
  });
}
