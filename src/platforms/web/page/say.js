import { language, words } from './language.js';

/**
 * Says something in the language of the page, by the same patterns as the bot's sentences: `{name}` becomes the value,
 * `{count|one:picture|other:pictures}` the word that fits it.
 *
 * @param {string} pattern English, one string literal: the key of its translation
 * @param {Record<string, string | number>} values numbers are amounts, what is a name is a string
 */
export function say(pattern, values = {}) {
  return (words[pattern] ?? pattern).replaceAll(/\{([^{}]+)\}/gu, (_, inside) => {
    const [name, ...variants] = inside.split('|');
    const value = values[name];
    if (variants.length === 0)
      return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
    const choices = Object.fromEntries(variants.map((each) => each.split(/:(.*)/su)));
    const plural = new Intl.PluralRules(language).select(Number(value));
    return choices[value] ?? choices[plural] ?? choices.other;
  });
}
