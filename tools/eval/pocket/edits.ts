import { SIDE } from './backgrounds.ts';
import { nameOf, noun } from './captions.ts';
import { dice, type Dice } from '../../scenes/random.ts';
import {
  draw,
  fit,
  isFree,
  middleOf,
  newObject,
  newScene,
  sideOf,
  type Drawing,
  type Scene,
  type SceneObject,
} from './scenes.ts';
import { backgroundEdits, backgrounds, colors, naturalColors, withArticle, type Color } from './words.ts';

export type EditKind = 'replace' | 'recolor' | 'remove' | 'add' | 'background' | 'resize' | 'move';

/** One edit with its truth. `kinds` names two for a sentence of two edits. */
export interface EditPair {
  readonly instruction: string;
  readonly kinds: readonly EditKind[];
  /** The noun as the instruction says it, whose place is to be found; empty for a new background. */
  readonly keyword: string;
  readonly source: Scene;
  readonly target: Scene;
  readonly before: Drawing;
  readonly after: Drawing;
  /** Indices of the touched objects in the source, and in the target. */
  readonly touched: readonly number[];
  readonly made: readonly number[];
  /** 1 where a pixel differs between source and target. */
  readonly changed: Float32Array;
}

/** An object on its way from source to target. */
interface Slot {
  readonly object: SceneObject;
  readonly from: number | undefined;
  readonly touched: boolean;
  readonly gone: boolean;
}
interface Draft {
  background: Scene['background'];
  slots: Slot[];
}
interface Said {
  readonly text: string;
  readonly keyword: string;
}

const templates = {
  replace: [
    'replace the {a} with {b}',
    'turn the {a} into {b}',
    'swap the {a} for {b}',
    'change the {a} to {b}',
    'make the {a} {b}',
  ],
  recolor: [
    'make the {a} {c}',
    'turn the {a} {c}',
    'color the {a} {c}',
    'change the color of the {a} to {c}',
    'paint the {a} {c}',
  ],
  remove: ['remove the {a}', 'delete the {a}', 'take away the {a}', 'get rid of the {a}', 'erase the {a}'],
  add: ['add {b} {w}', 'put {b} {w}', 'insert {b} {w}', 'place {b} {w}'],
  bigger: ['make the {a} bigger', 'make the {a} larger', 'enlarge the {a}'],
  smaller: ['make the {a} smaller', 'shrink the {a}'],
  move: ['move the {a} {w}', 'move the {a} to the {w}', 'put the {a} on the {w}'],
} as const;
const where = {
  left: ['on the left', 'at the left', 'on the left side'],
  right: ['on the right', 'at the right', 'on the right side'],
  middle: ['in the middle', 'in the center'],
} as const;
const places = { left: 0.2, right: 0.8, middle: 0.5 } as const;
const chances = {
  replace: 0.23,
  recolor: 0.18,
  remove: 0.15,
  add: 0.18,
  background: 0.09,
  resize: 0.06,
  move: 0.04,
  double: 0.07,
};

const localChances = { replace: 0.35, recolor: 0.3, remove: 0.15, add: 0.2 };

const say = (template: string, words: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w)\}/g, (_, key: string) => words[key] ?? '');

/** An edit for a seed: the same on every machine; the source has the seed's objects. */
export function makeEdit(seed: number): EditPair {
  const roll = dice(seed, 2);
  for (;;) {
    const source = newScene(roll);
    const draft: Draft = {
      background: source.background,
      slots: source.objects.map((object, from) => ({ object, from, touched: false, gone: false })),
    };
    const kind = roll.weighted(chances);
    const kinds = kind === 'double' ? twoOf(roll) : [kind];
    const said = kinds.map((each) => edit(draft, each, roll));
    if (said.every((each) => each !== undefined)) return finish(source, draft, kinds, said, roll);
  }
}

/** Several edits of one sentence, each on an object of its own, with their common truth. */
export interface MultiEdit extends EditPair {
  /** Each edit on its own, judged in the truth of all. */
  readonly parts: readonly EditPair[];
}

/** Two to four local edits of one picture for a seed: the same on every machine. */
export function makeMultiEdit(seed: number): MultiEdit {
  const roll = dice(seed, 3);
  for (;;) {
    const source = newScene(roll);
    const draft: Draft = {
      background: source.background,
      slots: source.objects.map((object, from) => ({ object, from, touched: false, gone: false })),
    };
    const kinds = Array.from({ length: roll.whole(2, 5) }, () => roll.weighted(localChances));
    const owners: number[] = [];
    const said: Said[] = [];
    for (const kind of kinds) {
      const open = draft.slots.map(({ touched }) => !touched);
      const words = edit(draft, kind, roll);
      if (words === undefined) break;
      said.push(words);
      owners.push(draft.slots.findIndex(({ touched }, at) => touched && open[at] !== false));
    }
    if (said.length < kinds.length) continue;
    const pair = finish(source, draft, kinds, said, roll);
    const shown = draft.slots.filter((slot) => !slot.gone);
    const parts = kinds.map((kind, at): EditPair => {
      const slot = draft.slots[owners[at] as number] as Slot;
      return {
        ...pair,
        instruction: (said[at] as Said).text,
        keyword: (said[at] as Said).keyword,
        kinds: [kind],
        touched: slot.from === undefined ? [] : [slot.from],
        made: slot.gone ? [] : [shown.indexOf(slot)],
      };
    });
    return { ...pair, parts };
  }
}

function twoOf(roll: Dice): readonly EditKind[] {
  const kinds = ['replace', 'recolor', 'remove', 'add', 'background'] as const;
  const first = roll.pick(kinds);
  return [first, roll.pick(kinds.filter((kind) => kind !== first))];
}

function finish(
  source: Scene,
  draft: Draft,
  kinds: readonly EditKind[],
  said: readonly Said[],
  roll: Dice,
): EditPair {
  const shown = draft.slots.filter((slot) => !slot.gone);
  const target = { ...source, background: draft.background, objects: shown.map((slot) => slot.object) };
  const [before, after] = [draw(source), draw(target)];
  const changed = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < changed.length; i++)
    changed[i] = [0, 1, 2].some((c) => before.data[i * 3 + c] !== after.data[i * 3 + c]) ? 1 : 0;
  return {
    instruction: said.map((each) => each.text).join(roll.pick([' and ', ' and then ', ', then '])),
    kinds,
    source,
    target,
    before,
    after,
    changed,
    keyword: said[0]!.keyword,
    touched: draft.slots.filter((slot) => slot.touched && slot.from !== undefined).map((slot) => slot.from!),
    made: shown.flatMap((slot, index) => (slot.touched ? [index] : [])),
  };
}

function edit(draft: Draft, kind: EditKind, roll: Dice): Said | undefined {
  if (kind === 'background') return changeBackground(draft, roll);
  if (kind === 'add') return add(draft, roll);
  const open = draft.slots.filter((slot) => !slot.touched);
  if (open.length === 0) return undefined;
  const slot = roll.pick(open);
  const keyword = noun(roll, slot.object);
  const name = refer(draft, slot, keyword, roll);
  if (name === undefined) return undefined;
  const change = (object: Partial<SceneObject>, gone = false): void => {
    draft.slots = draft.slots.map((each) =>
      each === slot ? { ...slot, object: { ...slot.object, ...object }, gone, touched: true } : each,
    );
  };
  const { object } = slot;
  if (kind === 'remove') {
    change({}, true);
    return { text: say(roll.pick(templates.remove), { a: name }), keyword };
  }
  if (kind === 'recolor') {
    const now = object.color ?? naturalColors[object.word];
    const c: Color = roll.pick(colors.filter((color) => color !== now));
    change({ color: c });
    return { text: say(roll.pick(templates.recolor), { a: name, c }), keyword };
  }
  const y = (object.box[1] + object.box[3]) / 2 / SIDE;
  const others = draft.slots.filter((each) => each !== slot && !each.gone).map((each) => each.object.box);
  if (kind === 'replace') {
    const next = newObject(
      roll,
      draft.slots.map((each) => each.object.word),
    );
    change(fit({ ...next, size: object.size, flip: object.flip }, middleOf(object), y, object.pixels));
    return {
      text: say(roll.pick(templates.replace), {
        a: name,
        b: withArticle(nameOf(roll, { ...next, size: 'normal' })),
      }),
      keyword,
    };
  }
  if (kind === 'move') {
    const side =
      middleOf(object) > 0.6
        ? 'left'
        : middleOf(object) < 0.4
          ? 'right'
          : roll.pick(['left', 'right'] as const);
    const moved = fit(object, places[side], y, object.pixels);
    if (!isFree(moved.box, others, 0.02)) return undefined;
    change(moved);
    return { text: say(roll.pick(templates.move), { a: name, w: side }), keyword };
  }
  const grows = object.size === 'small' || (object.size === 'normal' && roll.chance(0.5));
  const size = grows
    ? object.size === 'small'
      ? 'normal'
      : 'big'
    : object.size === 'big'
      ? 'normal'
      : 'small';
  const pixels = Math.floor(Math.min(Math.max(object.pixels * (grows ? 1.5 : 0.62), 44), 168));
  const resized = fit({ ...object, size }, middleOf(object), y, pixels);
  if (grows && !isFree(resized.box, others, 0.08)) return undefined;
  change(resized);
  return { text: say(roll.pick(grows ? templates.bigger : templates.smaller), { a: name }), keyword };
}

function changeBackground(draft: Draft, roll: Dice): Said {
  const day = draft.background === 'night' && roll.chance(0.3);
  const next = day ? 'grass' : roll.pick(backgrounds.filter((name) => name !== draft.background));
  draft.background = next;
  const it = draft.slots.length === 1 ? 'it' : 'them';
  return { text: day ? 'make it day' : roll.pick(backgroundEdits[next]).replace('{it}', it), keyword: '' };
}

function add(draft: Draft, roll: Dice): Said | undefined {
  if (draft.slots.length > 3) return undefined;
  const next = {
    ...newObject(
      roll,
      draft.slots.map((slot) => slot.object.word),
    ),
    flip: false,
    size: roll.chance(0.12) ? ('small' as const) : ('normal' as const),
  };
  const pixels = next.size === 'small' ? 60 : 104;
  const taken = draft.slots.filter((slot) => !slot.gone).map((slot) => slot.object.box);
  const free = (['left', 'right', 'middle'] as const).filter((side) =>
    isFree(fit(next, places[side], 0.6, pixels).box, taken, 0.06),
  );
  if (free.length === 0) return undefined;
  const side = roll.pick(free);
  draft.slots = [
    ...draft.slots,
    { object: fit(next, places[side], 0.6, pixels), from: undefined, touched: true, gone: false },
  ];
  const name = nameOf(roll, next, false, 1);
  return {
    text: say(roll.pick(templates.add), { b: withArticle(name), w: roll.pick(where[side]) }),
    keyword: name.split(' ').at(-1) as string,
  };
}

/** A name that fits one object only, or none; "left", a colour or a size tells several of a kind apart. */
function refer(draft: Draft, slot: Slot, word: string, roll: Dice): string | undefined {
  const { object } = slot;
  const same = draft.slots
    .filter((other) => other !== slot && other.object.word === object.word)
    .map((other) => other.object);
  const ways: string[] = [];
  const side = same.every((other) => middleOf(object) < middleOf(other) - 0.1)
    ? 'left'
    : same.every((other) => middleOf(object) > middleOf(other) + 0.1)
      ? 'right'
      : undefined;
  if (same.length > 0 && side !== undefined) ways.push(`${side} ${word}`, `${word} on the ${side}`);
  if (same.length === 0 && sideOf(object) !== 'middle' && roll.chance(0.08))
    ways.push(`${word} on the ${sideOf(object)}`);
  if (
    object.color !== undefined &&
    same.every((other) => other.color !== object.color) &&
    (same.length > 0 || roll.chance(0.35))
  )
    ways.push(`${object.color} ${word}`);
  if (
    object.size !== 'normal' &&
    same.every((other) => other.size !== object.size) &&
    (same.length > 0 || roll.chance(0.35))
  )
    ways.push(`${object.size} ${word}`);
  return ways.length > 0 ? roll.pick(ways) : same.length > 0 ? undefined : word;
}
