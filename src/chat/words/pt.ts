import { pt as answers } from './answers/pt.ts';
import { pt as below } from './below/pt.ts';
import { pt as commands } from './commands/pt.ts';
import type { LanguageWords } from './language.ts';
import { pt as platforms } from './platforms/pt.ts';
import { pt as things } from './things/pt.ts';

export const pt: LanguageWords = {
  tag: 'pt',
  comma: ', ',
  sentences: { ...things, ...below, ...answers, ...platforms },
  commands,
};
