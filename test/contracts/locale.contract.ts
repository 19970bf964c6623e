import { messageArguments } from '../../tools/locales/message-arguments.ts';
import type { MessageArguments } from '../../tools/locales/message-arguments.ts';

/** The figure is Discord's, the tightest. */
const COMMAND_TEXT = 100;

const placeholders = (found: MessageArguments): string =>
  [...found]
    .map(([name, { kind }]) => (kind === 'number' ? `${name} (a number)` : name))
    .toSorted()
    .join(', ') || 'none';

function messageProblems(language: string, english: string, message: string): string[] {
  const expected = placeholders(messageArguments(english));
  const found = messageArguments(message);
  const got = placeholders(found);
  const categories = new Set<string>(new Intl.PluralRules(language).resolvedOptions().pluralCategories);
  const strange = [...found.values()]
    .flatMap(({ kind, forms }) => (kind === 'number' ? forms : []))
    .filter((form) => !form.startsWith('=') && !categories.has(form));
  return [
    ...(message.trim() === '' ? ['is empty'] : []),
    ...(got === expected ? [] : [`has the placeholders ${got}; expected ${expected}`]),
    ...(strange.length === 0
      ? []
      : [`has the plural form ${strange.join(', ')}, which ${language} does not use`]),
  ];
}

/**
 * What is wrong with the messages of a language: malformed ones, other placeholders than in English, plural forms that
 * the language does not have, texts that are too long for a platform. What is missing is no problem: it is said in English.
 */
export function localeProblems(
  language: string,
  english: ReadonlyMap<string, string>,
  messages: ReadonlyMap<string, string>,
): string[] {
  return [...messages].flatMap(([key, message]) => {
    const inEnglish = english.get(key);
    if (inEnglish === undefined) return [`${language}.json: ${key} is not a key of en.json`];
    const long = key.startsWith('commands.') && message.length > COMMAND_TEXT;
    const problems = long ? [`has ${message.length} characters; at most ${COMMAND_TEXT} fit`] : [];
    try {
      problems.push(...messageProblems(language, inEnglish, message));
    } catch (error) {
      problems.push(`is malformed: ${String(error)}`);
    }
    return problems.map((problem) => `${language}.json: ${key} ${problem}`);
  });
}
