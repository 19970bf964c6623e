import { es as answers } from './answers/es.ts';
import { es as below } from './below/es.ts';
import { es as commands } from './commands/es.ts';
import type { LanguageWords } from './language.ts';
import { es as platforms } from './platforms/es.ts';
import { es as things } from './things/es.ts';

export const es: LanguageWords = {
  tag: 'es',
  comma: ', ',
  sentences: { ...things, ...below, ...answers, ...platforms },
  commands,
};
