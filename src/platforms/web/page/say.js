import { IntlMessageFormat } from './intl-messageformat.js';
import { language, messages } from './language.js';

/**
 * Says something in the language of the page.
 *
 * @param {string} key of a message under `page` in `src/locales/en.json`, one string literal
 * @param {Record<string, string | number>} values by the names of the message's placeholders
 */
export const say = (key, values = {}) =>
  new IntlMessageFormat(messages[key] ?? key, language, {}, { ignoreTag: true }).format(values);
