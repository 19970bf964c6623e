import { ja as answers } from './answers/ja.ts';
import { ja as below } from './below/ja.ts';
import { ja as commands } from './commands/ja.ts';
import type { LanguageWords } from './language.ts';
import { ja as platforms } from './platforms/ja.ts';
import { ja as things } from './things/ja.ts';

export const ja: LanguageWords = {
  tag: 'ja',
  comma: '、',
  sentences: { ...things, ...below, ...answers, ...platforms },
  commands,
};
