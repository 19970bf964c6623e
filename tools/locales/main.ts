import { writeFileSync } from 'node:fs';
import { languageName, languages, messagesOf } from '../../src/locales/catalog.ts';
import { writeMessageValues } from './message-values.ts';

const english = messagesOf('en');
writeFileSync(new URL('../../src/locales/message-values.ts', import.meta.url), writeMessageValues(english));
console.log(`src/locales/message-values.ts written: ${english.size} messages in English.`);
for (const language of languages.filter((each) => each !== 'en')) {
  const messages = messagesOf(language);
  const missing = [...english].filter(([key]) => !messages.has(key));
  console.log(
    missing.length === 0
      ? `${languageName(language)} (${language}.json) has them all.`
      : `${languageName(language)} (${language}.json) lacks ${missing.length}, said in English until then:`,
  );
  for (const [key, message] of missing) console.log(`  ${key}: ${message}`);
}
