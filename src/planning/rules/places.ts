import { AMOUNT, readAmount, round } from './amounts.ts';
import { cutDestination, SHIFT } from './destinations.ts';
import { isBackground } from './instruct-step.ts';
import { WHOLE } from './lexicon.ts';
import { pattern } from './patterns.ts';
import { type Place, placeStep, readDecimal } from './place-step.ts';
import { MARKERS } from './qualities.ts';
import { lacksNoun } from './lists.ts';
import { readReference } from './references.ts';
import { isKnownThing, resolve, type Scene } from './scene.ts';
import { readResize } from './sizes.ts';

const MOVERS =
  'move|shift|push|pull|drag|slide|nudge|bring|relocate|position|reposition|transfer|scoot|budge|send|carry|shove|align';
const PUTTERS = 'put|place|set|stick|lay|seat|drop|sit|stand|get|have|show|locate|keep';
const NUMBER = String.raw`-?\d*[.,]?\d+`;

/** Reads moves, sizes, swaps, copies and what is cut out. */
export function readPlace(clause: string, scene: Scene): Place[] | undefined {
  return (
    readSwap(clause, scene) ??
    readDuplicate(clause, scene) ??
    readCutOut(clause, scene) ??
    readResize(clause, scene) ??
    readMove(clause, scene)
  );
}

const isWhole = (object: string): boolean => WHOLE.has(object.replace(/^(?:the|this|my)\s+/, ''));

/** "swap the cats", "exchange the two houses": things of one kind with each other. */
function readSwapOfKind(clause: string, scene: Scene): Place[] | undefined {
  const found =
    /^(?:swap|exchange|switch|interchange)(?: the)?(?: places| positions?)?(?: of)? ((?:the |both |my |these |those )?(?:two |2 |both )?[a-z]+s)(?: places| positions| around| over)?$/.exec(
      clause,
    )?.[1] ??
    /^(?:let|make|have) ((?:the |both |my )?(?:two |2 |both )?[a-z]+s) (?:swap|trade|switch|exchange|change) (?:places|positions)$/.exec(
      clause,
    )?.[1];
  if (found === undefined || !isKnownThing(found, scene)) return undefined;
  const { reference } = resolve(found, scene);
  const step = placeStep(clause, scene, found, { operation: 'swap' });
  return [{ ...step, object: { ...reference, count: 2 } }];
}

function readSwap(clause: string, scene: Scene): Place[] | undefined {
  const ofKind = readSwapOfKind(clause, scene);
  if (ofKind !== undefined) return ofKind;
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
  return [placeStep(clause, scene, first, { operation: 'swap', other: resolve(second, scene).reference })];
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
    placeStep(clause, scene, cut?.object ?? rest, {
      ...cut?.destination,
      operation: 'duplicate',
    }),
  ];
}

/** "Cut out" is meant as it is said: the thing goes, what was around it closes the hole; no model repaints it. */
function readCutOut(clause: string, scene: Scene): Place[] | undefined {
  const found =
    /^(?:cut|lift|snip) (?:out (.+?)|(.+?) out)(?: of (?:it|the (?:picture|image|photo|scene)))?(?: and (?:fill|close) (?:the (?:hole|gap)|it)(?: up| in)?)?$/.exec(
      clause,
    );
  const object = found?.[1] ?? found?.[2] ?? '';
  if (object === '' || isWhole(object) || isBackground(object) || lacksNoun(object)) return undefined;
  return [placeStep(clause, scene, object, { operation: 'remove' })];
}

function readMove(clause: string, scene: Scene): Place[] | undefined {
  const front =
    /^(?:bring|move|send|put|pull|push) (.+?) (?:forwards?|to (?:the )?(?:very )?front|(?:to|in|into) the foreground|in front|in front of everything(?: else)?)$/.exec(
      clause,
    );
  if (front !== null && !lacksNoun(front[1] ?? ''))
    return [placeStep(clause, scene, front[1] ?? '', { operation: 'front' })];
  const centred = /^(?:cent(?:er|re)) (.+?)(?: in the (?:picture|image|frame|middle))?$/.exec(clause);
  if (centred !== null && !isWhole(centred[1] ?? ''))
    return [placeStep(clause, scene, centred[1] ?? '', { toX: 0.5, toY: 0.5 })];
  const lifted = pattern(
    `^(raise|lift|lower) (.+?)(?: up| down)?(?: (${AMOUNT}))?(?: by (${NUMBER}) ?(?:%|percent))?$`,
  ).exec(clause);
  if (lifted !== null && !isWhole(lifted[2] ?? '')) {
    const amount = lifted[4] === undefined ? SHIFT[readAmount(lifted[3])] : readDecimal(lifted[4]) / 100;
    return [
      placeStep(clause, scene, lifted[2] ?? '', { dy: round(lifted[1] === 'lower' ? amount : -amount) }),
    ];
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
  return [placeStep(clause, scene, cut.object, cut.destination)];
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
  return [placeStep(clause, scene, object, { dx: at < from ? -SHIFT.usual : SHIFT.usual })];
}
