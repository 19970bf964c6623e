import { isAmount } from '../../english/amounts.ts';
import { isColour } from '../../english/colours.ts';
import { remembering, type Rule, rule, type Slots } from '../../english/forms.ts';
import { DEEDS, MATERIALS, TIMES } from '../../english/lexicon.ts';
import { isAmbient, isMood, isPlace, isQuality, isState, isStyle } from '../../english/looks.ts';
import { isPair, isPlural } from '../../english/nouns.ts';
import { readFactor, readPercent } from '../../english/numbers.ts';
import { BIGGER, SIZES, SMALLER } from '../../english/sizes.ts';
import { isKnownWord } from '../../english/spelling.ts';
import { isTagged } from '../../english/tagging.ts';
import {
  areNew,
  areThings,
  isBackground,
  isDefinite,
  isIndefinite,
  isThing,
  isWhole,
  PRONOUN,
} from '../../english/things.ts';
import { readDestination } from './destinations.ts';
import { isKnownThing, type Scene } from './scene.ts';

/** A clause while it is read. */
export interface Reading {
  readonly scene: Scene;
  readonly slots: Slots;
}

/** What the slots of the tables accept; what was found is remembered while one message is read. */
export function slotsFor(scene: Scene): Slots {
  const isObject = remembering((words) => PRONOUN.test(words) || isThing(words));
  return {
    /** One thing that is there. */
    OBJECT: remembering((words) => isObject(words) && !isIndefinite(words)),
    /** One or several things that are there. */
    OBJECTS: remembering((words) => PRONOUN.test(words) || areThings(words)),
    /** Something to act on, the whole picture and its background included. */
    ANY: remembering(
      (words) => isWhole(words) || isBackground(words) || PRONOUN.test(words) || areThings(words),
    ),
    /** One or several new things. */
    NEW: remembering(areNew),
    /** The same, with an article, a number or in the plural. */
    INDEFINITE: remembering(
      (words) => areNew(words) && (isIndefinite(words) || (isMany(lastWord(words)) && !isDefinite(words))),
    ),
    /** What something is put on: "the dog", "the left", "it". */
    LANDMARK: remembering((words) => isObject(words) || isWhole(words) || isArea(words) || areThings(words)),
    KNOWN: remembering((words) => isThing(words) && (isKnownThing(words, scene) || isOther(words, scene))),
    /** A known thing in one word. */
    ONE: remembering((words) => /^[a-z]+$/.test(words) && isKnownThing(words, scene)),
    OWNER: remembering((words) => /'s?$|s'$/.test(words) && isObject(words.replace(/'s?$/, ''))),
    MATERIAL: (words) =>
      MATERIALS.has(words) ||
      (isKnownWord(words) && /^[a-z]{3,}$/.test(words) && isTagged(words, 'Singular') && isThing(words)),
    PLURAL: remembering((words) => isThing(words) && isPlural(lastWord(words))),
    WHOLE: isWhole,
    BACKGROUND: isBackground,
    PRONOUN: (words) => PRONOUN.test(words),
    COLOUR: remembering(isColour),
    STYLE: remembering(isStyle),
    MOOD: remembering(isMood),
    AMBIENT: remembering(isAmbient),
    TIME: (words) => TIMES.has(words),
    PLACE: remembering(isPlace),
    QUALITY: remembering(isQuality),
    STATE: remembering(isState),
    DEED: (words) => DEEDS.has(words.replaceAll(' ', '_')) || DEEDS.has(words),
    DEST: remembering((words) => readDestination(words, 'it', scene) !== undefined),
    AMOUNT: isAmount,
    /** A place with its preposition: "on the dog". */
    PREPOSED: remembering((words) => {
      const [, landmark] =
        /^(?:on|in|to|next to|behind|above|under|beside|over|around|at|near|in front of) (.+)$/.exec(words) ??
        [];
      return landmark !== undefined && (isObject(landmark) || isWhole(landmark) || isArea(landmark));
    }),
    /** "bigger", "darker". */
    COMPARED: (words) => /^\w+er$/.test(words) && isTagged(words, 'Comparative'),
    BIGGER: (words) => BIGGER.has(words),
    SMALLER: (words) => SMALLER.has(words),
    SIZE: (words) => SIZES.has(words),
    FACTOR: (words) => readFactor(words) !== undefined,
    PERCENT: (words) => readPercent(words) !== undefined,
    QUOTE: (words) => /^quote\d+$/.test(words),
    /** What is written without quotes: "hello world". */
    WRITTEN: (words) =>
      /^(?!something|anything|it\b|that\b|quote)[\w!?'.]+(?: (?!on\b|in\b|at\b|under\b)[\w!?'.]+){0,4}$/.test(
        words,
      ),
    WORD: (words) => /^[\p{L}'-]+$/u.test(words),
    NUMBER: (words) => /^\d+(?:[.,]\d+)?$/.test(words),
    REST: () => true,
  };
}

/** "the other one", where the conversation tells one of what. */
const isOther = (words: string, { noun }: Scene): boolean => noun !== '' && /\b(?:ones?|other)\b/.test(words);

const AREA =
  /^(?:the )?(?:very |far )?(?:left|right|top|bottom|middle|cent(?:er|re)|corner|upper|lower|background|foreground|front|back|distance|air)\b(?: (?:left|right|side|corner|edge|hand))*(?: of (?:the )?(?:picture|image|photo|scene|it))?$/;
/** True for a part of the picture that is no thing: "the top left corner". */
export const isArea = (words: string): boolean => AREA.test(words);

const isMany = (word: string): boolean => isPlural(word) || isPair(word);
const lastWord = (words: string): string => words.split(' ').at(-1) ?? '';

/** Macros of all tables. */
export const MACROS: Readonly<Record<string, string>> = {
  make: 'make|let|have|get|turn|render|keep|leave|set|draw|paint',
  size: 'make|scale|size|resize|render|draw|get|let|have',
  move: 'move|shift|push|pull|drag|slide|nudge|bring|relocate|position|reposition|transfer|scoot|budge|send|carry|shove|align|scooch|bump|take|slap',
  put: 'put|place|set|stick|lay|seat|drop|sit|stand|get|have|show|locate|keep|make',
  picture: '[in|to|from|of|on] [the|this|my] picture|image|photo|scene|pic|frame',
};

/** A rule of the tables of edits. */
export const edit = <Step>(
  forms: readonly string[],
  read: Rule<Step[], Reading>['read'],
): Rule<Step[], Reading> => rule(forms, read, MACROS);
