import { AMOUNT, clamp, readAmount, round } from './amounts.ts';
import { anyOf, WHOLE } from './lexicon.ts';
import { pattern } from './patterns.ts';
import { type Place, placeStep, readDecimal } from './place-step.ts';
import { lacksNoun } from './lists.ts';
import { readNumber } from './position-words.ts';
import type { Scene } from './scene.ts';

const GROWTH = { slight: 1.15, usual: 1.4, strong: 1.8 } as const;
const isWhole = (object: string): boolean => WHOLE.has(object.replace(/^(?:the|this|my)\s+/, ''));

const BIGGER = 'bigger|larger|huger|more big';
const SMALLER = 'smaller|tinier|littler|less big';
const SIZES: Readonly<Record<string, number>> = {
  big: 1.4,
  large: 1.4,
  huge: 2,
  giant: 2,
  gigantic: 2,
  enormous: 2,
  massive: 2,
  small: 0.714,
  little: 0.714,
  tiny: 0.5,
  miniature: 0.5,
  minuscule: 0.5,
};

/** Reads "bigger", "30 % smaller", "twice as big", "shrink it by half". */
export function readResize(clause: string, scene: Scene): Place[] | undefined {
  const sized = (object: string, scale: number): Place[] | undefined =>
    object === '' || isWhole(object) || lacksNoun(object)
      ? undefined
      : [placeStep(clause, scene, object, { operation: 'resize', scale: round(clamp(scale, 0.1, 10)) })];
  const make = '(?:make|scale|size|resize|render|draw|get|let|have)';

  const times =
    /^(?:make|scale|resize|render|draw) (.+?)(?: to| by)? (twice|double|three times|thrice|four times|five times|half|(?:\d+(?:[.,]\d+)?)(?: ?x| times)) (?:as (?:big|large|small|tall)(?: as (?:it is|now|before))?|bigger|larger|the size|its size|in size|smaller|its current size|of its size|size)$/.exec(
      clause,
    ) ??
    /^(?:scale|resize|enlarge|blow) (.+?) (?:up )?(?:by |to )?(twice|double|half|\d+(?:[.,]\d+)? ?x|\d+(?:[.,]\d+)? times)(?: (?:its|the) size)?$/.exec(
      clause,
    );
  if (times !== null) {
    const factor = readFactor(times[2] ?? '');
    return sized(times[1] ?? '', /smaller$|as small/.test(clause) && factor > 1 ? 1 / factor : factor);
  }
  const doubled =
    /^(double|triple|halve|quadruple) (?:the size of |the scale of )?(.+?)(?:'s size| in size)?$/.exec(
      clause,
    );
  if (doubled !== null)
    return sized(doubled[2] ?? '', { double: 2, triple: 3, halve: 0.5, quadruple: 4 }[doubled[1] ?? ''] ?? 2);

  const percent =
    pattern(
      `^${make} (.+?) (?:by )?(\\d+(?:[.,]\\d+)?) ?(?:%|percent|per cent) (${BIGGER}|${SMALLER}|up|down)$`,
    ).exec(clause) ??
    pattern(
      `^${make} (.+?) (${BIGGER}|${SMALLER}|up|down) by (\\d+(?:[.,]\\d+)?) ?(?:%|percent|per cent)$`,
    ).exec(clause);
  if (percent !== null) {
    const [amount, way] = /^\d/.test(percent[2] ?? '') ? [percent[2], percent[3]] : [percent[3], percent[2]];
    const share = readDecimal(amount ?? '0') / 100;
    return sized(percent[1] ?? '', pattern(`^(?:${SMALLER}|down)$`).test(way ?? '') ? 1 - share : 1 + share);
  }
  const verb =
    /^(enlarge|shrink|grow|magnify|upsize|downsize|reduce|increase|decrease|expand|scale up|scale down|blow up|size up|size down)(?: the size of)? (.+?)(?:'s size| in size)?(?: (?:by |to )?(\d+(?:[.,]\d+)?) ?(?:%|percent))?$/.exec(
      clause,
    ) ?? /^(scale|blow|size) (.+?) (?:up|down)$/.exec(clause);
  if (verb !== null) {
    const [, name = '', rest = '', share] = verb;
    if (/^(?:reduce|increase|decrease|expand)$/.test(name) && !/size/.test(clause)) return undefined;
    const cut = pattern(`^(.+?) (${AMOUNT})$`).exec(rest);
    const isDown = /shrink|down|reduce|decrease/.test(name) || clause.endsWith(' down');
    const growth = share === undefined ? GROWTH[readAmount(cut?.[2])] : 1 + readDecimal(share) / 100;
    const scale = !isDown ? growth : share === undefined ? 1 / growth : 1 - readDecimal(share) / 100;
    if (share !== undefined && / to \d/.test(clause)) return sized(rest, readDecimal(share) / 100);
    return sized(cut?.[1] ?? rest, scale);
  }
  const to =
    /^(?:scale|resize|make|size) (.+?) (?:to )?(\d+(?:[.,]\d+)?) ?(?:%|percent)(?: of (?:its|the) (?:current |original )?size)?$/.exec(
      clause,
    );
  if (to !== null) return sized(to[1] ?? '', readDecimal(to[2] ?? '100') / 100);

  const compared = pattern(
    `^${make} (.+?) (?:(even |still |${AMOUNT}) ?)?(?:even )?(${BIGGER}|${SMALLER})(?: (?:in size|again|${AMOUNT}))?$`,
  ).exec(clause);
  if (compared !== null) {
    const tail = pattern(`(${AMOUNT})$`).exec(clause)?.[1];
    const growth = GROWTH[readAmount(compared[2] ?? tail)];
    return sized(
      compared[1] ?? '',
      pattern(`^(?:${SMALLER})$`).test(compared[3] ?? '') ? 1 / growth : growth,
    );
  }
  const plain = pattern(
    `^${make} (.+?) (?:(very|really|super|so|quite) )?(${anyOf(Object.keys(SIZES))})$`,
  ).exec(clause);
  if (plain !== null) return sized(plain[1] ?? '', SIZES[plain[3] ?? ''] ?? 1);
  return undefined;
}

function readFactor(words: string): number {
  if (/^(?:twice|double)$/.test(words)) return 2;
  if (words === 'half') return 0.5;
  if (words === 'thrice') return 3;
  const digits = /\d+(?:[.,]\d+)?/.exec(words);
  return digits === null ? (readNumber(words.split(' ')[0] ?? '') ?? 2) : readDecimal(digits[0]);
}
