import { fr as answers } from './answers/fr.ts';
import { fr as below } from './below/fr.ts';
import { fr as commands } from './commands/fr.ts';
import type { LanguageWords } from './language.ts';
import { fr as platforms } from './platforms/fr.ts';
import { fr as things } from './things/fr.ts';

export const fr: LanguageWords = {
  tag: 'fr',
  comma: ', ',
  sentences: { ...things, ...below, ...answers, ...platforms },
  commands,
};
