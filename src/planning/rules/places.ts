import { pattern } from './patterns.ts';
import type { ObjectReference, StepOf } from '../plan.ts';
import { AMOUNT, clamp, readAmount, round } from './amounts.ts';
import { anyOf, PLACES, WHOLE } from './lexicon.ts';
import { lacksNoun, readNumber, readReference, RELATIONS, splitList } from './references.ts';
import { MARKERS } from './qualities.ts';
import { isBackground } from './instruct-step.ts';
import { isKnownThing, resolve, type Scene } from './scene.ts';

type Place = StepOf<'place'>;
type Destination = Partial<Pick<Place, 'dx' | 'dy' | 'toX' | 'toY' | 'other' | 'relation' | 'operation'>>;

const SHIFT = { slight: 0.08, usual: 0.2, strong: 0.35 } as const;
const GROWTH = { slight: 1.15, usual: 1.4, strong: 1.8 } as const;
const MOVERS =
  'move|shift|push|pull|drag|slide|nudge|bring|relocate|position|reposition|transfer|scoot|budge|send|carry|shove|align';
const PUTTERS = 'put|place|set|stick|lay|seat|drop|sit|stand|get|have|show|locate|keep';
const NUMBER = String.raw`-?\d*[.,]?\d+`;

/** Reads moves, sizes, swaps and copies. */
export function readPlace(clause: string, scene: Scene): Place[] | undefined {
  return (
    readSwap(clause, scene) ??
    readDuplicate(clause, scene) ??
    readResize(clause, scene) ??
    readMove(clause, scene)
  );
}

function step(clause: string, scene: Scene, object: string, fields: Omit<Partial<Place>, 'kind'>): Place {
  const phrase = resolve(object, scene);
  return {
    kind: 'place',
    instruction: phrase.replaceIn(clause).slice(0, 400),
    object: phrase.reference,
    operation: 'move',
    ...fields,
  };
}

const isWhole = (object: string): boolean => WHOLE.has(object.replace(/^(?:the|this|my)\s+/, ''));

function readSwap(clause: string, scene: Scene): Place[] | undefined {
  const found =
    /^(?:swap|exchange|switch|interchange)(?: the)?(?: places| positions?| place)?(?: of| between)? (.+?) (?:and|with|&) ((?:the|that|this|his|her|my) .+?|[a-z]+)(?:'s places| places| positions| around| over)?$/.exec(
      clause,
    ) ??
    /^(?:let|make|have) (.+?) (?:and|with) (.+?) (?:swap|trade|switch|exchange|change) (?:places|positions)$/.exec(
      clause,
    );
  if (found === null) return undefined;
  const [, first = '', second = ''] = found;
  const isWith = pattern(`^(?:swap|exchange|switch) .+ with `).test(clause);
  if (isWith && !/^(?:the|that|this|my|his|her) /.test(second) && !isKnownThing(second, scene))
    return undefined;
  if (/^(?:an?|some|another) /.test(second)) return undefined;
  return [step(clause, scene, first, { operation: 'swap', other: resolve(second, scene).reference })];
}

function readDuplicate(clause: string, scene: Scene): Place[] | undefined {
  const found =
    /^(?:duplicate|copy|clone|double up|replicate) (.+)$/.exec(clause) ??
    /^(?:make|create|add|put|place) (?:a|another|one more) (?:copy|clone|duplicate|twin) of (.+)$/.exec(
      clause,
    ) ??
    /^(?:make|create) (?:two|2) (?:copies )?of (.+)$/.exec(clause);
  if (found === null) return undefined;
  const rest = (found[1] ?? '').replace(/ (?:and (?:put|place) (?:it|the copy)|and move it) /, ' ');
  const cut = cutDestination(rest, scene);
  return [
    step(clause, scene, cut?.object ?? rest, {
      ...cut?.destination,
      operation: 'duplicate',
    }),
  ];
}

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

function readResize(clause: string, scene: Scene): Place[] | undefined {
  const sized = (object: string, scale: number): Place[] | undefined =>
    object === '' || isWhole(object) || lacksNoun(object)
      ? undefined
      : [step(clause, scene, object, { operation: 'resize', scale: round(clamp(scale, 0.1, 10)) })];
  const make = '(?:make|scale|size|resize|render|draw|get|let|have)';

  const times =
    /^(?:make|scale|resize|render|draw) (.+?) (twice|double|three times|thrice|four times|five times|half|(?:\d+(?:[.,]\d+)?)(?: ?x| times)) (?:as (?:big|large|small|tall)(?: as (?:it is|now|before))?|bigger|larger|the size|its size|in size|smaller|its current size|of its size|size)$/.exec(
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

const readDecimal = (digits: string): number => Number(digits.replace(',', '.'));

function readFactor(words: string): number {
  if (/^(?:twice|double)$/.test(words)) return 2;
  if (words === 'half') return 0.5;
  if (words === 'thrice') return 3;
  const digits = /\d+(?:[.,]\d+)?/.exec(words);
  return digits === null ? (readNumber(words.split(' ')[0] ?? '') ?? 2) : readDecimal(digits[0]);
}

function readMove(clause: string, scene: Scene): Place[] | undefined {
  const front =
    /^(?:bring|move|send|put|pull|push) (.+?) (?:forwards?|to (?:the )?(?:very )?front|(?:to|in|into) the foreground|in front|in front of everything(?: else)?)$/.exec(
      clause,
    );
  if (front !== null && !lacksNoun(front[1] ?? ''))
    return [step(clause, scene, front[1] ?? '', { operation: 'front' })];
  const centred = /^(?:cent(?:er|re)) (.+?)(?: in the (?:picture|image|frame|middle))?$/.exec(clause);
  if (centred !== null && !isWhole(centred[1] ?? ''))
    return [step(clause, scene, centred[1] ?? '', { toX: 0.5, toY: 0.5 })];
  const lifted = pattern(
    `^(raise|lift|lower) (.+?)(?: up| down)?(?: (${AMOUNT}))?(?: by (${NUMBER}) ?(?:%|percent))?$`,
  ).exec(clause);
  if (lifted !== null && !isWhole(lifted[2] ?? '')) {
    const amount = lifted[4] === undefined ? SHIFT[readAmount(lifted[3])] : readDecimal(lifted[4]) / 100;
    return [step(clause, scene, lifted[2] ?? '', { dy: round(lifted[1] === 'lower' ? amount : -amount) })];
  }
  const away =
    /^(?:move|shift|push|pull|drag|put|take) (.+?) (?:further |farther )?away(?: from (.+))?$/.exec(clause);
  if (away !== null) return readAway(clause, scene, away[1] ?? '', away[2] ?? '');
  const moved = pattern(`^(${MOVERS}|${PUTTERS}) (.+)$`).exec(clause);
  if (moved === null) return undefined;
  const [, verb = '', rest = ''] = moved;
  const cut = cutDestination(rest, scene);
  if (cut === undefined || isWhole(cut.object) || isBackground(cut.object)) return undefined;
  if (MARKERS.test(cut.object.split(' ').at(-1) ?? '') && cut.object.split(' ').length > 2) return undefined;
  const isMover = pattern(`^(?:${MOVERS})$`).test(verb);
  if (!isMover && /^(?:an?|some|another|more|\d+|two|three|four|five) /.test(cut.object)) return undefined;
  if (
    !isMover &&
    !/^(?:the|this|that|these|those|my|his|her|its|their|it|them|him|both|all|every|each)\b/.test(
      cut.object,
    ) &&
    !isKnownThing(cut.object, scene)
  )
    return undefined;
  return [step(clause, scene, cut.object, cut.destination)];
}

/** "away from the dog": to the side where it stands already; undefined when nobody knows where they are. */
function readAway(clause: string, scene: Scene, object: string, landmark: string): Place[] | undefined {
  const centre = (noun: string): number | undefined => {
    const boxes = (scene.context.objects ?? []).filter((found) => found.label === noun);
    const box = boxes.length === 1 ? boxes[0]?.box : undefined;
    return box === undefined ? undefined : box[0] + box[2] / 2;
  };
  const from = centre(readReference(landmark).reference.noun);
  const at = centre(resolve(object, scene).reference.noun);
  if (from === undefined || at === undefined) return undefined;
  return [step(clause, scene, object, { dx: at < from ? -SHIFT.usual : SHIFT.usual })];
}

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
