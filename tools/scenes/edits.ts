import { nameOf, noun, type Marked } from './captions.ts';
import { colors, type Color } from './colors.ts';
import { put, zoneOf } from './placement.ts';
import type { Dice } from './random.ts';
import { carried } from './relations.ts';
import { anyThing, newPlace, newScene, type SampleOptions } from './sample.ts';
import { sideOf, type PlacedThing, type Scene } from './scene.ts';
import { isHeldOut, withArticle } from './vocabulary.ts';
import { editWords, say } from './wordings.ts';

export type EditKind = 'replace' | 'recolor' | 'remove' | 'add' | 'place' | 'resize';

/** An edit with its truth. Marks in the instruction: 0…3 are things of the source, 4…7 those of the target. */
export interface Edit {
  readonly source: Scene;
  readonly target: Scene;
  readonly instruction: Marked;
  /** Two for a sentence of two edits. */
  readonly kinds: readonly EditKind[];
}

/** The number of a target's first thing in marks; a scene has at most so many things. */
export const MOST_THINGS = 4;

/** Things on their way from source to target: removed ones become `undefined`, added ones come last. */
type Slots = (PlacedThing | undefined)[];

interface Draft {
  readonly source: Scene;
  readonly slots: Slots;
  readonly options: SampleOptions;
  readonly unseen: boolean;
}
type Change = (roll: Dice, draft: Draft, index: number) => Marked | undefined;

const chances = {
  replace: 0.24,
  recolor: 0.19,
  remove: 0.15,
  add: 0.17,
  place: 0.12,
  resize: 0.06,
  two: 0.07,
};

/** An edit in varied words. `unseen`: in wordings that training never uses. */
export function newEdit(roll: Dice, options: SampleOptions, unseen = false): Edit {
  for (;;) {
    const kind = roll.weighted<EditKind | 'two'>(chances);
    const count = kind === 'two' ? roll.pick([2, 3]) : Number(roll.weighted({ 1: 0.45, 2: 0.4, 3: 0.15 }));
    const source = newScene(roll, { ...options, count });
    const draft: Draft = { source, slots: [...source.things], options, unseen };
    const made =
      kind === 'place' ? moved(roll, draft) : kind === 'two' ? two(roll, draft) : one(roll, draft, kind);
    if (made !== undefined) return made;
  }
}

function one(roll: Dice, draft: Draft, kind: Exclude<EditKind, 'place'>): Edit | undefined {
  const index = roll.whole(0, draft.source.things.length);
  const instruction = changes[kind](roll, draft, index);
  return instruction === undefined ? undefined : finished(draft, instruction, [kind]);
}

function two(roll: Dice, draft: Draft): Edit | undefined {
  if (draft.source.relation !== undefined) return undefined;
  const kinds = [
    roll.pick(['replace', 'recolor', 'remove'] as const),
    roll.pick(['replace', 'recolor', 'add'] as const),
  ] as const;
  const first = changes[kinds[0]](roll, draft, 0);
  const second = first && changes[kinds[1]](roll, draft, 1);
  return second === undefined ? undefined : finished(draft, `${first} and ${second}`, kinds);
}

/** The target without gaps, and the marks of its things as they are numbered then. */
function finished(draft: Draft, instruction: Marked, kinds: readonly EditKind[]): Edit {
  const { source, slots } = draft;
  const left = slots.flatMap((thing, slot) => (thing === undefined ? [] : [slot]));
  const numbered = instruction.replaceAll(/\[(\d+):/g, (mark, digits: string) => {
    const number = Number(digits);
    return number < MOST_THINGS ? mark : `[${MOST_THINGS + left.indexOf(number - MOST_THINGS)}:`;
  });
  const target = { ...source, things: left.map((slot) => slots[slot]!) };
  return { source, target, instruction: numbered, kinds };
}

/** "the [0:cat]", "the [0:cat] on the left"; `undefined` when words cannot tell it from another. */
function named(roll: Dice, { source }: Draft, index: number): Marked | undefined {
  const thing = source.things[index]!;
  const same = source.things.filter(({ word }) => word === thing.word);
  const words = `the [${index}:${noun(roll, thing.word)}]`;
  if (same.length === 1) return words;
  if (same.filter((other) => sideOf(other) === sideOf(thing)).length > 1) return undefined;
  const side = sideOf(thing);
  return `${words} ${side === 'middle' ? 'in the middle' : `on the ${side}`}`;
}

/** Faces and those who wear something stay what they are: the picture would not show what is meant. */
const isFixed = ({ relation }: Scene): boolean => relation === 'portrait' || relation === 'wearing';

const changes: Readonly<Record<Exclude<EditKind, 'place'>, Change>> = {
  replace(roll, draft, index) {
    const { source, slots, options, unseen } = draft;
    const name = named(roll, draft, index);
    if (isFixed(source) || name === undefined) return undefined;
    const words = source.things.map(({ word }) => word);
    const { word, color } = anyThing(roll, source.place.name, options, words);
    if ((zoneOf({ word }) === 'sky') !== (zoneOf(source.things[index]!) === 'sky')) return undefined;
    slots[index] = { ...source.things[index]!, word, color };
    if (!refitted(draft, index)) return undefined;
    const other = `${color === undefined ? '' : `${color} `}[${MOST_THINGS + index}:${noun(roll, word)}]`;
    return say(roll, editWords.replace, unseen, { a: name, b: withArticle(other) });
  },
  recolor(roll, draft, index) {
    const { source, slots, options, unseen } = draft;
    const thing = source.things[index]!;
    const name = named(roll, draft, index);
    if (zoneOf(thing) === 'person' || thing.portrait === true || name === undefined) return undefined;
    const fresh = (color: Color): boolean =>
      color !== thing.color && (options.heldOut || !isHeldOut(thing.word, color));
    const color = roll.pick(colors.filter(fresh));
    slots[index] = { ...thing, color };
    return say(roll, editWords.recolor, unseen, { a: name, c: color });
  },
  remove(roll, draft, index) {
    const { source, slots, unseen } = draft;
    const name = named(roll, draft, index);
    const carries = index === 0 && (source.relation === 'on' || source.relation === 'riding');
    if (source.relation === 'portrait' || carries || name === undefined) return undefined;
    if (source.relation === 'wearing' && index === 0) return undefined;
    slots[index] = undefined;
    return say(roll, editWords.remove, unseen, { a: name });
  },
  add(roll, { source, slots, options, unseen }) {
    if (slots.length > 2 || source.relation === 'portrait') return undefined;
    const room = (x: number): number => Math.min(...source.things.map((thing) => Math.abs(x - thing.x)));
    const x = [0.2, 0.5, 0.8].sort((a, b) => room(b) - room(a))[0]!;
    const words = source.things.map(({ word }) => word);
    const thing = anyThing(roll, source.place.name, options, words);
    const stands = ['ground', 'water'].includes(source.variant.surface);
    const added = put(roll, source, thing, x, 3, zoneOf(thing) === 'sky' ? undefined : stands ? 0.7 : 0.5);
    const name = withArticle(nameOf(roll, added, String(MOST_THINGS + slots.length)));
    slots.push(added);
    const side = sideOf(added);
    const where = side === 'middle' ? 'in the middle' : `on the ${side}`;
    return say(roll, editWords.add, unseen, { b: name, w: where });
  },
  resize(roll, draft, index) {
    const { source, slots, unseen } = draft;
    const thing = source.things[index]!;
    const name = named(roll, draft, index);
    if (isFixed(source) || name === undefined) return undefined;
    const smaller = roll.chance(0.5);
    const side = thing.side * (smaller ? 0.65 : 1.35);
    if (side > 0.9 || side > thing.base) return undefined;
    slots[index] = { ...thing, side };
    if (!refitted(draft, index)) return undefined;
    return say(roll, smaller ? editWords.smaller : editWords.bigger, unseen, { a: name });
  },
};

/** What rides or stands on a changed thing is put on its new height; `false` when there is no room for it. */
function refitted({ source, slots }: Draft, index: number): boolean {
  const { relation } = source;
  const [carrier, upper] = slots;
  if (
    index !== 0 ||
    (relation !== 'on' && relation !== 'riding') ||
    carrier === undefined ||
    upper === undefined
  )
    return true;
  const fitted = carried(carrier, upper, relation);
  slots[1] = fitted;
  return fitted !== undefined;
}

/** Everything at another place. Where the ground is, stays: things keep their places. */
function moved(roll: Dice, draft: Draft): Edit | undefined {
  const { source, unseen } = draft;
  const next = newPlace(roll, [source.place.name, 'studio']);
  if (next.variant.surface !== source.variant.surface && !isFixed(source)) return undefined;
  const it = source.things.length === 1 ? 'it' : 'them';
  const instruction = say(roll, editWords.place, unseen, { it, p: roll.pick(next.place.phrases) });
  return { source, target: { ...source, ...next }, instruction, kinds: ['place'] };
}
