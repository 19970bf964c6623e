import { de as answers } from './answers/de.ts';
import { de as below } from './below/de.ts';
import { de as commands } from './commands/de.ts';
import type { LanguageWords } from './language.ts';
import { de as platforms } from './platforms/de.ts';
import { de as things } from './things/de.ts';

export const de: LanguageWords = {
  tag: 'de',
  comma: ', ',
  sentences: { ...things, ...below, ...answers, ...platforms },
  commands,
};
