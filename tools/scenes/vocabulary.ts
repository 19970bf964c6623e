import { colors, type Color } from './colors.ts';
import { thingOf, things } from './material.ts';

/** What people ask for first: training begins with these. */
const FIRST =
  `woman man girl boy wizard princess knight astronaut robot cat dog horse cow pig rabbit bear fox lion elephant
monkey penguin owl duck bird fish turtle frog butterfly dragon unicorn car bus truck train airplane rocket boat bicycle ufo
house castle tree palm_tree flower sunflower mushroom sun moon star rainbow snowman apple banana pizza cake ball balloon
guitar umbrella crown top_hat sunglasses`
    .split(/\s+/)
    .map((word) => word.replace('_', ' '));

/** Words in the order in which they are taught: the first sixty-odd, then the others as `material.json` lists them. */
const order = [...FIRST, ...things.map(({ word }) => word).filter((word) => !FIRST.includes(word))];

export interface Vocabulary {
  /** Things that stand alone. */
  readonly nouns: readonly string[];
  /** Hats and glasses. */
  readonly worn: readonly string[];
  readonly riders: readonly string[];
  readonly ridden: readonly string[];
  /** What others stand on. */
  readonly carriers: readonly string[];
  /** What others stand under. */
  readonly covers: readonly string[];
  readonly flying: readonly string[];
  /** Who wears hats and glasses. */
  readonly wearers: readonly string[];
  readonly portraits: readonly string[];
}

const RIDERS = `astronaut knight man woman girl boy wizard princess prince robot cat dog monkey bear witch alien santa penguin
superhero frog panda`;
const RIDDEN = `horse cow elephant camel unicorn dragon turtle pig zebra brontosaurus motorcycle bicycle skateboard whale dolphin
rhino giraffe`;
const CARRIERS = `car truck bed sofa chair gift book drum house castle pumpkin mushroom cake train bus television treasure piano`;
const COVERS = `tree palm_tree umbrella rainbow cloud balloon moon sun star ufo`;
const WEARERS = `cat dog bear panda koala lion fox wolf frog robot alien ghost penguin woman man girl boy baby grandma grandpa
teddy_bear owl snowman hamster pumpkin monster pig`;

const isWorn = (zone: string): boolean => zone === 'hat' || zone === 'eyes';

/** The first `count` words, and which of them go together how. */
export function vocabulary(count: number): Vocabulary {
  const known = new Set(order.slice(0, count));
  const list = (words: string): string[] =>
    words
      .split(/\s+/)
      .map((word) => word.replace('_', ' '))
      .filter((word) => known.has(word));
  const all = [...known].map(thingOf);
  return {
    nouns: all.filter(({ zone }) => !isWorn(zone)).map(({ word }) => word),
    worn: all.filter(({ zone }) => isWorn(zone)).map(({ word }) => word),
    riders: list(RIDERS),
    ridden: list(RIDDEN),
    carriers: list(CARRIERS),
    covers: list(COVERS),
    flying: all.filter(({ zone }) => zone === 'sky').map(({ word }) => word),
    wearers: list(WEARERS),
    portraits: all.filter(({ portraits }) => portraits !== undefined).map(({ word }) => word),
  };
}

/** How many words training begins with, and how many there are. */
export const VOCABULARY = { first: FIRST.length, all: order.length } as const;

/** About one in twelve pairs of thing and color is never taught, so that the evaluation can ask for it. */
export function isHeldOut(word: string, color: Color): boolean {
  let hash = colors.indexOf(color) + 1;
  for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 9973;
  return hash % 12 === 0;
}

const irregular: Readonly<Record<string, string>> = {
  bus: 'buses',
  fireman: 'firemen',
  fish: 'fish',
  fox: 'foxes',
  fries: 'fries',
  glasses: 'glasses',
  goose: 'geese',
  grapes: 'grapes',
  knife: 'knives',
  leaf: 'leaves',
  man: 'men',
  mouse: 'mice',
  policeman: 'policemen',
  sheep: 'sheep',
  snowman: 'snowmen',
  spaghetti: 'spaghetti',
  sunglasses: 'sunglasses',
  sushi: 'sushi',
  wolf: 'wolves',
  woman: 'women',
};

/** "cats", "snowmen". */
export function plural(noun: string): string {
  const known = irregular[noun];
  if (known !== undefined) return known;
  if (/(?:s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** Words for several or for stuff, which take no article. */
const bare = new Set([
  'fries',
  'french fries',
  'chips',
  'glasses',
  'sunglasses',
  'spectacles',
  'grapes',
  'cherries',
  'noodles',
]);

/** "a cat", "an umbrella", "sunglasses"; marks around the noun are looked through. */
export function withArticle(words: string): string {
  const plain = words.replaceAll(/\[[\d+]+:|\]/g, '');
  if (bare.has(plain) || [...bare].some((noun) => plain.endsWith(` ${noun}`))) return words;
  return `${/^[aeio]|^umbrella/.test(plain) ? 'an' : 'a'} ${words}`;
}
