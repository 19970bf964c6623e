import { type Amount, isAmount, readAmount } from '../../english/amounts.ts';
import { type Found, readBy, rule, type Rule, type Slots } from '../../english/forms.ts';
import { PLACES } from '../../english/lexicon.ts';
import { lacksNoun, splitList } from '../../english/lists.ts';
import { clamp, readDecimal, readFactor, readPercent, round } from '../../english/numbers.ts';
import { readReference } from '../../english/phrases.ts';
import { APPROACHES, DIRECTIONS, RELATION_OF } from '../../english/places.ts';
import { isThing, PRONOUN } from '../../english/things.ts';
import type { ObjectReference } from '../plan.ts';
import { isKnownThing, resolve, type Scene } from './scene.ts';
import type { Place } from './steps.ts';

/** Where something shall go. */
export type Destination = Partial<
  Pick<Place, 'dx' | 'dy' | 'toX' | 'toY' | 'other' | 'relation' | 'operation'>
>;
interface Going {
  readonly object: string;
  readonly scene: Scene;
}

/** How far a move goes, in widths and heights of the picture. */
export const SHIFT: Readonly<Record<Amount, number>> = { slight: 0.08, usual: 0.2, strong: 0.35 };
/** How far from the edge the middle of a thing is that stands "on the left". */
const MARGIN = 0.2;

const OF_PICTURE = / (?:of|in|on) the (?:picture|image|photo|scene|screen|frame|canvas)$/;
const NUMBER = String.raw`-?\d*[.,]?\d+`;
const COORDINATES = new RegExp(String.raw`^(by |to )?\(? ?(${NUMBER}) ?(%?) ?[,;] ?(${NUMBER}) ?(%?) ?\)?$`);
const DISTANCE = new RegExp(`^(${NUMBER}) ?(%|percent|px|pixels?)?$`);

const slots: Slots = {
  AMOUNT: isAmount,
  DIRECTION: (words) => DIRECTIONS.has(words),
  DISTANCE: (words) => DISTANCE.test(words),
  FRACTION: (words) => /^(?:a|one|half)/.test(words) && readFactor(words) !== undefined,
  SHARE: (words) => readShareOfWay(words) !== undefined,
  RELATION: (words) => RELATION_OF.has(words) || APPROACHES.includes(words),
  LANDMARK: (words) => isThing(words) || PRONOUN.test(words) || isPair(words),
};
const isPair = (words: string): boolean => splitList(words).length === 2 && splitList(words).every(isThing);

const MACROS = {
  at: '[in|to|into|at|on|over_to|up_to|towards|toward|onto|against]',
  far: '[all_the_way|completely|fully|entirely]',
  more: '[even|still] [more|further|farther|over|back|a_bit_more]',
};
const destination = (
  forms: readonly string[],
  read: (found: Found, going: Going) => Destination | undefined,
) => rule<Destination, Going>(forms, (found, _text, going) => read(found, going), MACROS);

const RULES: readonly Rule<Destination, Going>[] = [
  destination(['<at> [the] [very|exact|dead] middle|center|centre'], () => ({ toX: 0.5, toY: 0.5 })),
  destination(
    [
      '<at> [the] row=top|upper|bottom|lower side=left|right [hand] [side|part]',
      '<at> [the] row=top|upper|bottom|lower side=left|right corner=corner',
    ],
    ({ row = '', side, corner }) => {
      const margin = corner === undefined ? MARGIN : 0;
      return {
        toX: round(side === 'left' ? margin : 1 - margin),
        toY: round(/top|upper/.test(row) ? margin : 1 - margin),
      };
    },
  ),
  destination(
    ['[about|roughly] SHARE to|towards|toward the side=left|right|top|bottom [edge|side|border]'],
    ({ share = '', side = 'left' }, going) => goShare(side, readShareOfWay(share) ?? 0.5, going),
  ),
  destination(
    [
      '<far> [right|up|down|over] [to|on|at|against|onto] [the] far|very|extreme|outer side=left|right|top|bottom [hand] [edge|side|border|half|part|end|third]',
      '<far> [right|up|down|over] [to|on|at|against|onto] [the] side=left|right|top|bottom [hand] edge|border|end',
      'all_the_way|completely|fully|entirely [right|up|down|over] [to|on|at|against|onto] [the] side=left|right|top|bottom|up|down [hand] [side|half|part|third]',
    ],
    ({ side = 'left' }) => atSide(side, 0),
  ),
  destination(
    [
      '[right|up|down|over] [to|on|at|against|onto] [the] side=left|right|top|bottom [hand] side|half|part|third',
      'on|at|onto the side=left|right|top|bottom [hand]',
      'to [the] side=top|bottom',
    ],
    ({ side = 'left' }) => atSide(side, MARGIN),
  ),
  destination(
    [
      '[by] [AMOUNT / DISTANCE / FRACTION [of the width|height|picture|image]] <more> [AMOUNT:inner] [to|towards|toward] [the] DIRECTION [and [to] [the] DIRECTION:second] [AMOUNT:tail] [more|further|again] [side|there|over]',
      '[to|towards|toward] [the] DIRECTION by|about FRACTION',
      '[to|towards|toward] [the] DIRECTION [by|about] DISTANCE [of the width|height]',
    ],
    goTowards,
  ),
  destination(['[right|directly|just|to_be|be|so_it_is|so_that_it_is] RELATION LANDMARK'], besideLandmark),
];

/**
 * Reads where something shall go: "a bit to the left", "halfway to the right edge", "next to the house", "(-0.5, 0)".
 *
 * @param object what shall go there, for shares of the way when its box is known
 */
export function readDestination(words: string, object: string, scene: Scene): Destination | undefined {
  const text = words
    .replace(OF_PICTURE, '')
    .replace(/\b(top|upper|bottom|lower|left|right)-(left|right|hand)\b/g, '$1 $2')
    .replace(/(\d) (?=%|percent|px|pixels?\b)/g, '$1')
    .trim();
  return readCoordinates(text) ?? readBy(RULES, text, slots, { object, scene });
}

const shareOf = (digits = '0', percent = ''): number => readDecimal(digits) / (percent === '%' ? 100 : 1);

function readCoordinates(text: string): Destination | undefined {
  const found = COORDINATES.exec(text);
  if (found === null) return undefined;
  const x = shareOf(found[2], found[3]);
  const y = shareOf(found[4], found[5]);
  if (Math.abs(x) > 1 || Math.abs(y) > 1) return undefined;
  return found[1] === 'to ' && x >= 0 && y >= 0 ? { toX: x, toY: y } : { dx: x, dy: y };
}

function atSide(side: string, margin: number): Destination {
  const isAcross = side === 'left' || side === 'right';
  const at = side === 'left' || side === 'top' || side === 'up' ? margin : round(1 - margin);
  return isAcross ? { toX: at } : { toY: at };
}

const WAYS: Readonly<Record<string, number>> = {
  halfway: 0.5,
  'half way': 0.5,
  'half of the way': 0.5,
  'half the way': 0.5,
  'a third of the way': 1 / 3,
  'a quarter of the way': 0.25,
};

function readShareOfWay(words: string): number | undefined {
  const percent = /^(.+) of the way$/.exec(words)?.[1];
  return (Object.hasOwn(WAYS, words) ? WAYS[words] : undefined) ?? readPercent(percent ?? '');
}

function goShare(side: string, share: number, { object, scene }: Going): Destination {
  const { reference } = resolve(object, scene);
  const boxes = (scene.context.objects ?? []).filter((found) => found.label === reference.noun);
  const { size } = scene.context;
  const box = boxes.length === 1 ? boxes[0]?.box : undefined;
  // an unknown place counts as the middle
  const [x, y] =
    box === undefined || size === undefined
      ? [0.5, 0.5]
      : [(box[0] + box[2] / 2) / size.width, (box[1] + box[3] / 2) / size.height];
  const isAcross = side === 'left' || side === 'right';
  const at = isAcross ? x : y;
  const isBack = side === 'left' || side === 'top';
  const shift = round(clamp(share * (isBack ? -at : 1 - at), -1, 1));
  return isAcross ? { dx: shift } : { dy: shift };
}

function goTowards(found: Found, { scene }: Going): Destination {
  const distance = clamp(readDistance(found, scene.context.size?.width ?? 512), 0, 1);
  const [x, y] = DIRECTIONS.get(found['direction'] ?? '') ?? [0, 0];
  const [x2, y2] = DIRECTIONS.get(found['second'] ?? '') ?? [0, 0];
  const dx = round((x + x2) * distance);
  const dy = round((y + y2) * distance);
  return { ...(dx !== 0 && { dx }), ...(dy !== 0 && { dy }) };
}

/** Share of the picture's width; a number without a unit is one up to 1, else pixels. */
function readDistance({ distance, fraction, amount, inner, tail }: Found, width: number): number {
  if (fraction !== undefined) return readFactor(fraction) ?? 0.5;
  const [, digits, unit] = DISTANCE.exec(distance ?? '') ?? [];
  if (digits === undefined) return SHIFT[readAmount(amount ?? inner ?? tail)];
  const number = readDecimal(digits);
  if (unit === undefined) return number <= 1 ? number : number / width;
  return unit.startsWith('p') && unit !== 'percent' ? number / width : number / 100;
}

const NO_LANDMARK =
  /^(?:focus|motion|love|half|shape|front|back|edge|side|top|bottom|left|right|middle|center|centre|background|picture|prompt|style)\b/;

function besideLandmark(
  { relation: words = '', landmark: said = '' }: Found,
  { scene }: Going,
): Destination | undefined {
  const landmark = words === 'between' ? (splitList(said)[0] ?? said) : said;
  const bare = landmark.replace(/^(?:the|a|an)\s+/, '');
  if (NO_LANDMARK.test(bare) || lacksNoun(landmark) || /^(?:fire|sale|purpose)$/.test(landmark))
    return undefined;
  const isWithin = /^(?:on|in|to|into|onto|at)$/.test(words);
  if (isWithin && PLACES.has(bare) && !isKnownThing(bare, scene)) return undefined;
  const other: ObjectReference = PRONOUN.test(landmark)
    ? resolve(landmark, scene).reference
    : readReference(landmark, scene.noun).reference;
  return { relation: RELATION_OF.get(words) ?? 'next to', other };
}
