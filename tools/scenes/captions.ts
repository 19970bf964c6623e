import { thingOf } from './material.ts';
import type { Dice } from './random.ts';
import { shuffled } from './sample.ts';
import { sideOf, type PlacedThing, type Relation, type Scene, type SceneThing } from './scene.ts';
import { plural, withArticle } from './vocabulary.ts';

/**
 * Words for a scene, with marks: `a [0:cat] and two [1+2:balls] on grass`. The numbers tell which things of the scene a
 * noun stands for.
 */
export type Marked = string;

/** What a noun of a sentence stands for: characters from `start` to `end` of the sentence, and the numbers of things. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly things: readonly number[];
}

/** The sentence without its marks, and the marks. */
export function unmarked(marked: Marked): { readonly text: string; readonly spans: readonly Span[] } {
  let text = '';
  const spans: Span[] = [];
  let from = 0;
  for (const match of marked.matchAll(/\[([\d+]+):([^\]]+)\]/g)) {
    text += marked.slice(from, match.index);
    const said = match[2]!;
    spans.push({
      start: text.length,
      end: text.length + said.length,
      things: match[1]!.split('+').map(Number),
    });
    text += said;
    from = match.index + match[0].length;
  }
  return { text: text + marked.slice(from), spans };
}

/** Beginnings of sentences; those for drawings do not come before "a portrait of". */
const beginnings = [
  '',
  '',
  '',
  '',
  '',
  'a picture of ',
  'draw ',
  'paint ',
  'a photo of ',
  'an image of ',
  'a drawing of ',
];
const bareBeginnings = ['', '', '', 'draw ', 'paint '];
/** Only the evaluation says these: all their words are taught, but never in this order. */
const unseenBeginnings = ['paint a picture of ', 'draw a large image of ', 'picture: '];
const faces = ['a portrait of ', 'portrait of ', 'the face of ', 'a close-up of ', 'a selfie of '];
const sides = {
  left: ['on the left', 'at the left', 'on the left side'],
  middle: ['in the middle', 'in the center'],
  right: ['on the right', 'at the right', 'on the right side'],
} as const;
const numbers = ['', '', ['two', '2', 'a pair of'], ['three', '3'], ['four', '4']] as const;
const sizes = { small: ['small', 'little', 'tiny'], big: ['big', 'large', 'huge', 'giant'] } as const;
/** Said with the upper thing (1) before the lower one (0). */
const between = {
  riding: ['riding', 'riding', 'on'],
  on: ['on', 'on top of', 'sitting on'],
  under: ['under', 'below'],
  over: ['over', 'above', 'flying over'],
} as const;

/** The word, or in a quarter of all cases another for the same thing. */
export function noun(roll: Dice, word: string, many = false): string {
  const { synonyms } = thingOf(word);
  const said = synonyms.length > 0 && roll.chance(0.25) ? roll.pick(synonyms) : word;
  return many ? plural(said) : said;
}

/** "small red [0:cat]". */
export function nameOf(roll: Dice, thing: SceneThing, numbered: string, many = false): Marked {
  const size = thing.size === 'normal' ? '' : `${roll.pick(sizes[thing.size])} `;
  const color = thing.color === undefined ? '' : `${thing.color} `;
  return `${size}${color}[${numbered}:${noun(roll, thing.word, many)}]`;
}

const joined = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** A caption in varied words. `unseen`: in wordings that training never uses. */
export function caption(scene: Scene, roll: Dice, unseen = false): Marked {
  const { place, things, relation } = scene;
  const starts = unseen ? unseenBeginnings : relation === 'portrait' ? bareBeginnings : beginnings;
  if (things.length === 0) return roll.pick(starts) + roll.pick(place.scenes);
  const said = relation === undefined ? listed(roll, things) : told(roll, things, relation);
  if (place.phrases.length === 0) return roll.pick(starts) + said;
  const where = roll.pick(place.phrases);
  if (!unseen && roll.chance(0.12)) return `${where}, ${said}`;
  return `${roll.pick(starts)}${said}${roll.chance(0.8) ? ' ' : ', '}${where}`;
}

function told(roll: Dice, things: readonly PlacedThing[], relation: Relation): Marked {
  const name = (index: number): Marked => withArticle(nameOf(roll, things[index]!, String(index)));
  switch (relation) {
    case 'portrait':
      return roll.pick(faces) + name(0);
    case 'wearing':
      return `${name(0)} ${roll.pick(['with', 'wearing'])} ${name(1)}`;
    case 'in front of':
      return roll.chance(0.6) ? `${name(1)} in front of ${name(0)}` : `${name(0)} behind ${name(1)}`;
    case 'next to':
      return roll.chance(0.5)
        ? `${name(0)} ${roll.pick(['next to', 'beside', 'and'])} ${name(1)}`
        : `${name(1)} next to ${name(0)}`;
    default:
      return `${name(1)} ${roll.pick(between[relation])} ${name(0)}`;
  }
}

function listed(roll: Dice, things: readonly PlacedThing[]): Marked {
  const order = shuffled(
    roll,
    things.map((_, index) => index),
  );
  const name = (index: number): Marked => withArticle(nameOf(roll, things[index]!, String(index)));
  const kind = roll.next();
  const aside = things.length === 1 && sideOf(things[0]!) !== 'middle';
  if ((aside && kind < 0.75) || (things.length > 1 && kind < 0.4))
    return joined(order.map((index) => `${name(index)} ${roll.pick(sides[sideOf(things[index]!)])}`));
  if (things.length === 2 && things[0]!.word !== things[1]!.word && kind < 0.55) {
    const [left, right] = things[0]!.x < things[1]!.x ? [0, 1] : [1, 0];
    return roll.chance(0.5)
      ? `${name(left)} to the left of ${name(right)}`
      : `${name(right)} to the right of ${name(left)}`;
  }
  const groups = new Map<string, number[]>();
  for (const index of order) {
    const { word, color, size } = things[index]!;
    const key = `${word} ${color} ${size}`;
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  return joined(
    [...groups.values()].map((group) => {
      if (group.length === 1) return name(group[0]!);
      const many = nameOf(roll, things[group[0]!]!, group.join('+'), true);
      return `${roll.pick(numbers[group.length] as readonly string[])} ${many}`;
    }),
  );
}
