/** Everything the pocket model has words for, in the order of `sprites.rgba.gz`; the same lists as tools/train/v1/scenes.py. */
export const objects = [
  'cat',
  'dog',
  'horse',
  'cow',
  'pig',
  'rabbit',
  'elephant',
  'bird',
  'duck',
  'penguin',
  'fish',
  'turtle',
  'car',
  'bus',
  'rocket',
  'boat',
  'house',
  'tree',
  'sunflower',
  'mushroom',
  'apple',
  'banana',
  'cake',
  'ball',
  'balloon',
  'umbrella',
  'guitar',
  'star',
  'snowman',
  'robot',
] as const;
export type ObjectWord = (typeof objects)[number];

/** Colour → hue, 0…1. */
export const hues = {
  red: 0.99,
  orange: 0.075,
  yellow: 0.14,
  green: 0.36,
  blue: 0.6,
  purple: 0.77,
  pink: 0.91,
} as const;
export type Color = keyof typeof hues;
export const colors = Object.keys(hues) as readonly Color[];

/** Objects that have one of the colours by nature. */
export const naturalColors: Partial<Record<ObjectWord, Color>> = {
  car: 'red',
  apple: 'red',
  mushroom: 'red',
  balloon: 'red',
  pig: 'pink',
  turtle: 'green',
  tree: 'green',
  banana: 'yellow',
  star: 'yellow',
  sunflower: 'yellow',
  fish: 'blue',
  ball: 'blue',
  bird: 'red',
  guitar: 'red',
};

export const synonyms: Partial<Record<ObjectWord, readonly string[]>> = {
  cat: ['kitty', 'kitten'],
  dog: ['puppy', 'doggy'],
  horse: ['pony'],
  rabbit: ['bunny'],
  pig: ['piggy'],
  turtle: ['tortoise'],
  car: ['automobile'],
  rocket: ['spaceship'],
  boat: ['sailboat', 'ship'],
  house: ['cottage'],
  sunflower: ['flower'],
  mushroom: ['toadstool'],
  ball: ['football'],
  umbrella: ['parasol'],
  duck: ['duckling'],
};

const irregular: Readonly<Record<string, string>> = {
  fish: 'fish',
  bus: 'buses',
  snowman: 'snowmen',
  puppy: 'puppies',
  kitty: 'kitties',
  pony: 'ponies',
  bunny: 'bunnies',
  piggy: 'piggies',
  doggy: 'doggies',
};

/** "cats", "snowmen". */
export const plural = (noun: string): string => irregular[noun] ?? `${noun}s`;

/** "a cat", "an orange ball", "an umbrella". */
export const withArticle = (words: string): string =>
  (/^[aeio]|^umbrella/.test(words) ? 'an ' : 'a ') + words;

export const backgrounds = ['grass', 'beach', 'snow', 'night', 'sky', 'road', 'desert', 'room'] as const;
export type Background = (typeof backgrounds)[number];

export const backgroundPhrases: Readonly<Record<Background, readonly string[]>> = {
  grass: ['on grass', 'on the grass', 'in a meadow'],
  beach: ['on the beach', 'at the beach', 'on a beach'],
  snow: ['in the snow', 'in snow'],
  night: ['at night', 'in the night'],
  sky: ['in the sky', 'in the blue sky'],
  road: ['on a road', 'on the road', 'on the street'],
  desert: ['in the desert', 'in a desert'],
  room: ['in a room', 'in the room', 'at home'],
};

/** `{it}` is replaced by "it" or "them". */
export const backgroundEdits: Readonly<Record<Background, readonly string[]>> = {
  grass: ['put {it} on grass', 'change the background to grass', 'make the background a meadow'],
  beach: ['put {it} on the beach', 'change the background to a beach', 'make the background a beach'],
  snow: ['put {it} in the snow', 'make it snow', 'change the background to snow', 'make it winter'],
  night: ['make it night', 'turn it into night', 'change the background to night', 'turn day into night'],
  sky: ['put {it} in the sky', 'change the background to the sky'],
  road: ['put {it} on a road', 'change the background to a road', 'put {it} on the street'],
  desert: ['put {it} in the desert', 'change the background to a desert'],
  room: ['put {it} in a room', 'change the background to a room'],
};
