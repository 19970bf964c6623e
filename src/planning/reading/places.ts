import { readAmount } from '../../english/amounts.ts';
import { type Found, readBy, type Rule } from '../../english/forms.ts';
import { lacksNoun } from '../../english/lists.ts';
import { clamp, readFactor, readPercent, round } from '../../english/numbers.ts';
import { readReference } from '../../english/phrases.ts';
import { GROWTH, SIZES } from '../../english/sizes.ts';
import { isBackground, isDefinite, isIndefinite, isWhole, PRONOUN } from '../../english/things.ts';
import { readDestination, SHIFT } from './destinations.ts';
import { isKnownThing, nameOf, resolve, type Scene } from './scene.ts';
import { edit, type Reading } from './slots.ts';
import { membersOf, type Place, placeStep } from './steps.ts';

/** Reads moves, sizes, swaps, copies and what is cut out; several things become a step each. */
export function readPlace(clause: string, reading: Reading): Place[] | undefined {
  const text = clause
    .replace(/(\d) (?=%|percent|per cent|px|pixels?\b|x\b)/g, '$1')
    .replace(/(\d)(percent|per cent)/g, '$1%');
  return readBy(RULES, text, reading.slots, reading);
}

/** One step for each thing that is named. */
function each(
  things: string,
  text: string,
  { scene }: Reading,
  fields: (member: string) => Omit<Partial<Place>, 'kind'> | undefined,
): Place[] | undefined {
  if (things === '' || isWhole(things) || isBackground(things)) return undefined;
  if (lacksNoun(things) && !PRONOUN.test(things)) return undefined;
  const steps: Place[] = [];
  for (const member of membersOf(things)) {
    const given = fields(member);
    if (given === undefined) return undefined;
    steps.push(
      placeStep(
        text.replace(things, () => member),
        scene,
        member,
        given,
      ),
    );
  }
  return steps;
}

const resized = (found: Found, text: string, reading: Reading, scale: number): Place[] | undefined =>
  each(found['objects'] ?? '', text, reading, () => ({
    operation: 'resize',
    scale: round(clamp(scale, 0.1, 10)),
  }));

function moved(found: Found, text: string, reading: Reading): Place[] | undefined {
  return each(found['objects'] ?? '', text, reading, (member) =>
    readDestination(found['dest'] ?? '', member, reading.scene),
  );
}

const shareOf = (found: Found): number | undefined =>
  readPercent(found['percent'] ?? '') ?? readFactor(found['factor'] ?? '');

const RULES: readonly Rule<Place[], Reading>[] = [
  // swaps
  edit(
    [
      'swap|exchange|switch|interchange|trade|flip the_two|these_two|those_two|the_things|two_things',
      'swap|exchange|switch|interchange|trade [PRONOUN|both] [around|over]',
      'swap|exchange|switch|interchange|trade [the|their] places|positions|spots|sides',
      'swap|exchange|switch|trade PRONOUN [around|over|places|positions|spots]',
      'let|make|have the_two|both swap|trade|switch|exchange|change [the|their] [places|positions|spots|sides]',
      'PRONOUN should|must|could swap|switch|trade [places|positions|spots]',
      'let|make|have PRONOUN swap|trade|switch|exchange|change [the|their] [places|positions|spots|sides]',
    ],
    (_found, text, { scene }) => swapGroup(text, scene),
  ),
  edit(
    [
      'swap|exchange|switch|interchange [the] [places|positions|position|spots] [of] PLURAL [places|positions|spots|around|over]',
      'let|make|have PLURAL swap|trade|switch|exchange|change [the|their] places|positions|spots|sides',
      'PLURAL swap|trade|switch|exchange places|positions|spots|sides',
    ],
    ({ plural = '' }, text, { scene }) => {
      if (!isKnownThing(plural, scene) || / and /.test(plural)) return undefined;
      const step = placeStep(text, scene, plural, { operation: 'swap' });
      return [{ ...step, object: { ...step.object, count: 2 } }];
    },
  ),
  edit(
    [
      'swap|exchange|switch|interchange|trade [the] [places|place|positions|position|spots] [of|between] OBJECT and|with|& OBJECT:other [places|positions|spots|around|over|with_each_other]',
      'let|make|have OBJECT and|with OBJECT:other swap|trade|switch|exchange|change [the|their] places|positions|spots|sides',
      'OBJECT and|with OBJECT:other swap|trade|switch|exchange|change places|positions|spots|sides',
    ],
    ({ object = '', other = '' }, text, { scene }) => {
      const isWith = / with /.test(text);
      if (isWith && !isDefinite(other) && !isKnownThing(other, scene)) return undefined;
      return [placeStep(text, scene, object, { operation: 'swap', other: resolve(other, scene).reference })];
    },
  ),
  // copies
  edit(
    [
      'duplicate|copy|clone|replicate|double_up OBJECTS [DEST]',
      'make|create|add|put|place a|another|one_more copy|clone|duplicate|twin of OBJECTS [DEST]',
      'make|create two|2 [copies] of OBJECTS',
    ],
    (found, text, reading) =>
      each(found['objects'] ?? '', text, reading, (member) => ({
        ...readDestination(found['dest'] ?? '', member, reading.scene),
        operation: 'duplicate',
      })),
  ),
  // "cut out": the thing goes, what was around it closes the hole; no model repaints it
  edit(
    ['cut|lift|snip out OBJECTS <of>', 'cut|lift|snip OBJECTS out <of>'].map((form) =>
      form.replace(
        '<of>',
        '[of (it / the picture|image|photo|scene)] [and fill|close (the hole|gap / it) [up|in]]',
      ),
    ),
    (found, text, reading) => each(found['objects'] ?? '', text, reading, () => ({ operation: 'remove' })),
  ),
  // sizes
  edit(
    [
      'make|scale|resize|render|draw OBJECTS [to|by|like|about] FACTOR (as big|large|small|tall|wide [as it_is|now|before] / bigger|larger|smaller|taller / [the|its|their|in|his|her] [current|original] size / of [its|the] [current] [size] / size)',
      'scale|resize|enlarge|blow [up] OBJECTS [up|down] [by|to] FACTOR [its|the] [size]',
      'shrink|reduce OBJECTS [down] to FACTOR [of] [its|the] [current] [size]',
    ],
    (found, text, reading) => {
      const factor = readFactor(found['factor'] ?? '') ?? 2;
      const isSmaller = /smaller$|as small/.test(text) && factor > 1;
      const isGrowth = / by /.test(text) && factor < 1;
      if (text.endsWith('smaller') && factor < 1 && factor !== 0.5)
        return resized(found, text, reading, 1 - factor);
      if (isGrowth)
        return resized(found, text, reading, / down|smaller/.test(text) ? 1 - factor : 1 + factor);
      return resized(found, text, reading, isSmaller ? 1 / factor : factor);
    },
  ),
  edit(
    ['factor=double|triple|halve|quadruple [the size|scale of] OBJECTS [in_size]'],
    (found, text, reading) =>
      resized(
        { ...found, objects: (found['objects'] ?? '').replace(/'s size$/, '') },
        text,
        reading,
        readFactor(found['factor'] ?? '') ?? 2,
      ),
  ),
  edit(
    [
      '<size> OBJECTS [by] (PERCENT / FACTOR) (BIGGER / SMALLER / way=up|down)',
      '<size> OBJECTS (BIGGER / SMALLER / way=up|down) by [about] (PERCENT / FACTOR)',
    ],
    (found, text, reading) => {
      const share = shareOf(found) ?? 0;
      const isDown = found['smaller'] !== undefined || found['way'] === 'down';
      if (found['factor'] !== undefined && share >= 1)
        return resized(found, text, reading, isDown ? 1 / share : share);
      return resized(found, text, reading, isDown ? 1 - share : 1 + share);
    },
  ),
  edit(
    [
      'way=enlarge|grow|magnify|upsize|scale_up|blow_up|size_up|shrink|downsize|scale_down|size_down|embiggen OBJECTS [up|down] [AMOUNT] [by|to] [(PERCENT / FACTOR)]',
      'way=increase|expand|reduce|decrease the size of OBJECTS [AMOUNT] [by|to] [(PERCENT / FACTOR)]',
      'scale|blow|size OBJECTS way=up|down [AMOUNT] [by] [(PERCENT / FACTOR)]',
    ],
    (found, text, reading) => {
      const isDown = /shrink|down|reduce|decrease/.test(found['way'] ?? '');
      const share = shareOf(found);
      const growth = share === undefined ? GROWTH[readAmount(found['amount'])] : 1 + share;
      if (share !== undefined && / to \d/.test(text)) return resized(found, text, reading, share);
      const shrunk = share === undefined ? 1 / growth : 1 - share;
      return resized(found, text, reading, isDown ? shrunk : growth);
    },
  ),
  edit(
    ['scale|resize|make|size OBJECTS [to] PERCENT [of its|the [current|original] size]'],
    (found, text, reading) => resized(found, text, reading, readPercent(found['percent'] ?? '') ?? 1),
  ),
  edit(
    ['<size> OBJECTS [even|still|AMOUNT] [even|AMOUNT:inner] (BIGGER / SMALLER) [in_size|again|AMOUNT:tail]'],
    (found, text, reading) => {
      const growth = GROWTH[readAmount(found['amount'] ?? found['inner'] ?? found['tail'])];
      return resized(found, text, reading, found['smaller'] === undefined ? growth : 1 / growth);
    },
  ),
  edit(['<size> OBJECTS [very|really|super|so|quite|all] SIZE'], (found, text, reading) =>
    resized(found, text, reading, SIZES.get(found['size'] ?? '') ?? 1),
  ),
  // moves
  edit(
    [
      'bring|move|send|put|pull|push OBJECTS forward|forwards|in_front|in_front_of_everything|in_front_of_everything_else',
      'bring|move|send|put|pull|push OBJECTS (to [the] [very] front / to|in|into the foreground)',
    ],
    (found, text, reading) => each(found['objects'] ?? '', text, reading, () => ({ operation: 'front' })),
  ),
  edit(['center|centre OBJECTS [in the picture|image|frame|middle]'], (found, text, reading) =>
    each(found['objects'] ?? '', text, reading, () => ({ toX: 0.5, toY: 0.5 })),
  ),
  edit(['way=raise|lift|lower OBJECTS [up|down] [AMOUNT] [by PERCENT]'], (found, text, reading) => {
    const amount = readPercent(found['percent'] ?? '') ?? SHIFT[readAmount(found['amount'])];
    return each(found['objects'] ?? '', text, reading, () => ({
      dy: round(found['way'] === 'lower' ? amount : -amount),
    }));
  }),
  edit(
    ['move|shift|push|pull|drag|put|take OBJECT [further|farther] away [from OBJECT:other]'],
    ({ object = '', other = '' }, text, { scene }) => moveAway(text, scene, object, other),
  ),
  edit(['<move> OBJECTS DEST [please]'], moved),
  edit(['<put> OBJECTS DEST'], (found, text, reading) => {
    const things = found['objects'] ?? '';
    const isThere = isDefinite(things) || PRONOUN.test(things) || isKnownThing(things, reading.scene);
    const isMade =
      /^(?:make|have|show|keep|get) /.test(text) &&
      !/^(?:on the |in the |at |next to |behind )/.test(found['dest'] ?? '');
    if (isIndefinite(things) || !isThere || isMade) return undefined;
    return moved(found, text, reading);
  }),
];

/** "swap them", "switch the two": the two things that were spoken of, or that are there. */
function swapGroup(text: string, scene: Scene): Place[] | undefined {
  const [first, second] = scene.group;
  if (first !== undefined && second !== undefined && scene.group.length === 2) {
    const words = `swap ${nameOf(first)} and ${nameOf(second)}`;
    return [{ kind: 'place', instruction: words, object: first, operation: 'swap', other: second }];
  }
  const labels = (scene.context.objects ?? []).map(({ label }) => label);
  const kind = labels.length === 2 && labels[0] === labels[1] ? labels[0] : undefined;
  if (kind === undefined) return undefined;
  const { reference } = readReference(`the two ${kind}s`);
  return [
    { kind: 'place', instruction: text, object: { ...reference, noun: kind, count: 2 }, operation: 'swap' },
  ];
}

/** "away from the dog": to the side where it stands already; undefined when nobody knows where they are. */
function moveAway(text: string, scene: Scene, object: string, landmark: string): Place[] | undefined {
  const centre = (noun: string): number | undefined => {
    const boxes = (scene.context.objects ?? []).filter((found) => found.label === noun);
    const box = boxes.length === 1 ? boxes[0]?.box : undefined;
    return box === undefined ? undefined : box[0] + box[2] / 2;
  };
  const from = centre(readReference(landmark).reference.noun);
  const at = centre(resolve(object, scene).reference.noun);
  if (from === undefined || at === undefined) return undefined;
  return [placeStep(text, scene, object, { dx: at < from ? -SHIFT.usual : SHIFT.usual })];
}
