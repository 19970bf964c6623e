import type { ObjectReference } from '../plan.ts';
import { AMOUNT, clamp, readAmount, round } from './amounts.ts';
import { anyOf, PLACES } from './lexicon.ts';
import { pattern } from './patterns.ts';
import { type Place, readDecimal } from './place-step.ts';
import { lacksNoun, splitList } from './lists.ts';
import { RELATIONS } from './position-words.ts';
import { readReference } from './references.ts';
import { isKnownThing, resolve, type Scene } from './scene.ts';

/** Where something shall go. */
export type Destination = Partial<
  Pick<Place, 'dx' | 'dy' | 'toX' | 'toY' | 'other' | 'relation' | 'operation'>
>;

/** How far a move goes, in widths and heights of the picture. */
export const SHIFT = { slight: 0.08, usual: 0.2, strong: 0.35 } as const;
const NUMBER = String.raw`-?\d*[.,]?\d+`;

/** Finds the shortest object whose rest says where: "the cat on the left | to the right". */
export function cutDestination(
  words: string,
  scene: Scene,
): { readonly object: string; readonly destination: Destination } | undefined {
  const tokens = words.split(' ');
  for (let cut = 1; cut < tokens.length; cut += 1) {
    const object = tokens.slice(0, cut).join(' ');
    if (lacksNoun(object) && !/^(?:it|them)$/.test(object)) continue;
    const destination = readDestination(tokens.slice(cut).join(' '), object, scene);
    if (destination !== undefined) return { object, destination };
  }
  return undefined;
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  left: [-1, 0],
  leftwards: [-1, 0],
  leftward: [-1, 0],
  right: [1, 0],
  rightwards: [1, 0],
  rightward: [1, 0],
  up: [0, -1],
  upwards: [0, -1],
  upward: [0, -1],
  higher: [0, -1],
  top: [0, -1],
  upper: [0, -1],
  down: [0, 1],
  downwards: [0, 1],
  downward: [0, 1],
  lower: [0, 1],
  bottom: [0, 1],
};
const DIRECTION = anyOf(Object.keys(DIRECTIONS));

/**
 * Reads where something shall go: "a bit to the left", "halfway to the right edge", "next to the house", "(-0.5, 0)".
 *
 * @param object what shall go there, for shares of the way when its box is known
 */
export function readDestination(words: string, object: string, scene: Scene): Destination | undefined {
  const text = words
    .replace(/ (?:of|in|on) the (?:picture|image|photo|scene|screen|frame|canvas)$/, '')
    .trim();
  return (
    readCoordinates(text) ??
    readPart(text, object, scene) ??
    readDirection(text, scene) ??
    readLandmark(text, scene)
  );
}

const readShare = (digits: string, percent: string): number =>
  readDecimal(digits) / (percent === '%' ? 100 : 1);

function readCoordinates(text: string): Destination | undefined {
  const found = pattern(`^(by |to )?\\(? ?(${NUMBER}) ?(%?) ?[,;] ?(${NUMBER}) ?(%?) ?\\)?$`).exec(text);
  if (found === null) return undefined;
  const x = readShare(found[2] ?? '0', found[3] ?? '');
  const y = readShare(found[4] ?? '0', found[5] ?? '');
  if (Math.abs(x) > 1 || Math.abs(y) > 1) return undefined;
  return found[1] === 'to ' && x >= 0 && y >= 0 ? { toX: x, toY: y } : { dx: x, dy: y };
}

function readPart(text: string, object: string, scene: Scene): Destination | undefined {
  if (/^(?:in|to|into|at|on|towards?)? ?(?:the )?(?:very |exact )?(?:middle|cent(?:er|re))$/.test(text))
    return { toX: 0.5, toY: 0.5 };
  const corner =
    /^(?:in|to|into|at|on|towards?)? ?(?:the )?(top|upper|bottom|lower)[- ](left|right)(?:[- ]hand)?( corner)?(?: side| part)?$/.exec(
      text,
    );
  if (corner !== null) {
    const margin = corner[3] === undefined ? 0.2 : 0;
    return {
      toX: round(corner[2] === 'left' ? margin : 1 - margin),
      toY: round(/top|upper/.test(corner[1] ?? '') ? margin : 1 - margin),
    };
  }
  const halfway =
    /^(?:about |roughly )?(half ?way|half of the way|a third of the way|a quarter of the way|\d+ ?% of the way) (?:to|towards?) the (left|right|top|bottom)(?: edge| side| border)?$/.exec(
      text,
    );
  if (halfway !== null) {
    const share = /third/.test(halfway[1] ?? '')
      ? 1 / 3
      : /quarter/.test(halfway[1] ?? '')
        ? 0.25
        : /%/.test(halfway[1] ?? '')
          ? Number.parseInt(halfway[1] ?? '50', 10) / 100
          : 0.5;
    return goShare(halfway[2] ?? 'left', share, object, scene);
  }
  const edge =
    /^(?:all the way |completely |fully |entirely |right |up |down |over )*(?:to |on |at |against |onto )?(?:the )?(?:far |very |extreme |outer )?(left|right|top|bottom|up|down)(?:[- ]hand)?(?: (edge|side|border|half|part|end|third))?$/.exec(
      text,
    );
  if (edge === null) return undefined;
  const isFar = /all the way|completely|fully|entirely|\bfar\b|very|extreme|edge|border|\bend\b/.test(text);
  const isPart =
    edge[2] !== undefined || /^(?:on|at|onto) the /.test(text) || /^to (?:the )?(?:top|bottom)$/.test(text);
  if (!isFar && !isPart) return undefined;
  const margin = isFar ? 0 : 0.2;
  switch (edge[1]) {
    case 'left':
      return { toX: margin };
    case 'right':
      return { toX: round(1 - margin) };
    case 'top':
    case 'up':
      return { toY: margin };
    default:
      return { toY: round(1 - margin) };
  }
}

function goShare(side: string, share: number, object: string, scene: Scene): Destination {
  const reference = resolve(object, scene).reference;
  const boxes = (scene.context.objects ?? []).filter((found) => found.label === reference.noun);
  const { size } = scene.context;
  const box = boxes.length === 1 ? boxes[0]?.box : undefined;
  // an unknown place counts as the middle
  const centreX = box === undefined || size === undefined ? 0.5 : (box[0] + box[2] / 2) / size.width;
  const centreY = box === undefined || size === undefined ? 0.5 : (box[1] + box[3] / 2) / size.height;
  const [sign, isAcross] = [side === 'left' || side === 'top' ? -1 : 1, side === 'left' || side === 'right'];
  const way = isAcross ? (sign < 0 ? centreX : 1 - centreX) : sign < 0 ? centreY : 1 - centreY;
  const shift = round(clamp(sign * share * way, -1, 1));
  return isAcross ? { dx: shift } : { dy: shift };
}

const DIRECTED = new RegExp(
  `^(?:(?:by )?(?:(${AMOUNT})|(${NUMBER}) ?(%|percent|px|pixels?)|(a third|a quarter|half|one third|one quarter))(?: of the (?:width|height|picture|image))? )?(?:even |still )?(?:more |further |farther |over )?(?:(${AMOUNT}) )?(?:to(?:wards?)? the |towards? |to |the )?(${DIRECTION})(?: and (?:to the |to )?(${DIRECTION}))?(?: (${AMOUNT}))?(?: more| further| again)?(?: (?:by )?(${NUMBER}) ?(%|percent|px|pixels?|of the (?:width|height))?)?$`,
);

function readDirection(text: string, scene: Scene): Destination | undefined {
  const found = DIRECTED.exec(text);
  if (found === null) return undefined;
  const [, lead, digits, unit, fraction, inner, first = '', second, tail, after, afterUnit] = found;
  const number = digits ?? after;
  const units = digits === undefined ? afterUnit : unit;
  const shares: Readonly<Record<string, number>> = { third: 1 / 3, quarter: 0.25, half: 0.5 };
  const size = scene.context.size?.width ?? 512;
  const distance =
    number !== undefined
      ? readDecimal(number) /
        (/px|pixel/.test(units ?? '')
          ? size
          : units === undefined && Number(number) <= 1
            ? 1
            : units === undefined
              ? size
              : 100)
      : fraction !== undefined
        ? (shares[fraction.split(' ').at(-1) ?? ''] ?? 0.5)
        : SHIFT[readAmount(lead ?? inner ?? tail)];
  const shift = clamp(distance, 0, 1);
  const [x, y] = DIRECTIONS[first] ?? [0, 0];
  const [x2, y2] = second === undefined ? [0, 0] : (DIRECTIONS[second] ?? [0, 0]);
  const dx = round((x + x2) * shift);
  const dy = round((y + y2) * shift);
  return { ...(dx === 0 ? {} : { dx }), ...(dy === 0 ? {} : { dy }) };
}

const LANDMARK = new RegExp(
  `^(?:right |directly |just |to be |so (?:that )?it is |so that it's )?(${anyOf([...new Map(RELATIONS).keys(), 'closer to', 'nearer to', 'nearer', 'nearby', 'towards', 'toward', 'between', 'to', 'against', 'beyond'])}) (.+)$`,
);

function readLandmark(text: string, scene: Scene): Destination | undefined {
  const found = LANDMARK.exec(text);
  if (found === null) return undefined;
  const [, words = '', said = ''] = found;
  const landmark = words === 'between' ? (splitList(said)[0] ?? said) : said;
  if (/^(?:fire|sale|its own|purpose|top of each other)$/.test(landmark)) return undefined;
  const bare = landmark.replace(/^(?:the|a|an)\s+/, '');
  if (
    /^(?:top|bottom|left|right|middle|center|centre|background|picture|prompt|style)\b/.test(bare) ||
    lacksNoun(landmark)
  )
    return undefined;
  if (/^(?:on|in|to|into|onto|at)$/.test(words) && PLACES.has(bare) && !isKnownThing(bare, scene))
    return undefined;
  const relation = new Map(RELATIONS).get(words) ?? 'next to';
  const other: ObjectReference = /^(?:it|them|him|her)$/.test(landmark)
    ? resolve(landmark, scene).reference
    : readReference(landmark, scene.noun).reference;
  return { relation, other };
}
