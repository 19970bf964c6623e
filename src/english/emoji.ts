/** Emoji that people type in place of a noun. */
const NOUNS: ReadonlyMap<string, string> = new Map(
  `🐱cat 🐈cat 😺cat 🐶dog 🐕dog 🦮dog 🐩poodle 🐴horse 🐎horse 🦄unicorn 🐮cow 🐄cow 🐷pig 🐖pig 🐑sheep 🐐goat 🐰rabbit 🐇rabbit
  🦊fox 🐺wolf 🐻bear 🐼panda 🐨koala 🐯tiger 🐅tiger 🦁lion 🐵monkey 🐒monkey 🐘elephant 🦒giraffe 🦓zebra 🐭mouse 🐁mouse 🐹hamster
  🐸frog 🐢turtle 🐍snake 🦎lizard 🐊crocodile 🐉dragon 🐲dragon 🦕dinosaur 🦖dinosaur 🐔chicken 🐓rooster 🐤chick 🐦bird 🦜parrot
  🦅eagle 🦉owl 🦆duck 🐧penguin 🐟fish 🐠fish 🦈shark 🐬dolphin 🐳whale 🐋whale 🐙octopus 🦋butterfly 🐝bee 🐛caterpillar 🐞ladybug
  🕷️spider 🐌snail 🌳tree 🌲tree 🎄christmas_tree 🌴palm_tree 🌵cactus 🌷tulip 🌹rose 🌻sunflower 🌸flower 🌼flower 💐flowers 🍄mushroom
  🍎apple 🍏apple 🍌banana 🍊orange 🍋lemon 🍐pear 🍓strawberry 🍒cherry 🍇grapes 🍉watermelon 🍍pineapple 🥕carrot 🍞bread
  🍕pizza 🍔burger 🌭hot_dog 🍦ice_cream 🎂cake 🍰cake 🧁cupcake 🍩donut 🍪cookie ☕coffee_cup 🍺beer 🚗car 🚙car 🏎️race_car
  🚕taxi 🚌bus 🚚truck 🚛truck 🚒fire_truck 🚓police_car 🚲bicycle 🏍️motorcycle 🚂train 🚆train ✈️airplane 🚀rocket 🚁helicopter
  ⛵boat 🚢ship 🏠house 🏡house 🏰castle 🏯castle ⛪church 🗼tower 🌉bridge ⛺tent ⚽ball 🏀basketball 🎈balloon 🎁gift 🎩top_hat
  👑crown 👒hat 🧢cap 👓glasses 🕶️sunglasses 👗dress 👕shirt 🧣scarf 👟shoe 🌂umbrella ☂️umbrella 🎸guitar 🎹piano 📚books 📖book
  🪑chair 🛋️sofa 🛏️bed 🚪door 🪟window 💡light_bulb 🕯️candle ⌚watch 📱phone 💻laptop 📺television 👨man 👩woman 👦boy 👧girl 👶baby
  🧙wizard 🤖robot 👽alien 👻ghost ⛄snowman ☃️snowman 🧍person 🌙moon 🌛moon ☀️sun 🌞sun ⭐star 🌟star ☁️cloud 🌈rainbow 🔥fire 🏔️mountain
  ⛰️mountain 🌋volcano 🏖️beach 🏝️island 🏜️desert 🗿statue 🐿️squirrel 🦔hedgehog`
    .split(/\s+/)
    .map((pair) => /^(\P{L}+)(.+)$/u.exec(pair))
    .flatMap((pair) =>
      pair === null ? [] : [[plain(pair[1] ?? ''), (pair[2] ?? '').replace('_', ' ')] as const],
    ),
);

/** Without the selectors that only choose how an emoji is drawn. */
function plain(emoji: string): string {
  return emoji.replace(/[\u{FE0E}\u{FE0F}]|\p{Emoji_Modifier}/gu, '');
}

const EMOJI = /\p{Extended_Pictographic}[\u{FE0E}\u{FE0F}]?\p{Emoji_Modifier}?/gu;
/** Words behind which a noun must come: an emoji there stands for it. */
const OPEN =
  /(?:^|\s)(?:the|a|an|my|this|that|both|with|into|to|by|remove|delete|erase|add|of|and|for|replace|swap|some|two|three|\S+->)$/i;

/**
 * Puts nouns for emoji: "make the 🐱 blue" → "make the cat blue".
 *
 * An emoji that only decorates ("make the cat blue 🐱") is left for others to take out.
 */
export const nameEmoji = (text: string): string =>
  text.replace(EMOJI, (emoji, at: number) => {
    const noun = NOUNS.get(plain(emoji));
    const before = text.slice(0, at).trimEnd();
    const after = text.slice(at + emoji.length).trimStart();
    const isNoun =
      OPEN.test(before) || /^(?:->|→|should|is too|to the)/.test(after) || /(?:->|→)$/.test(before);
    return noun !== undefined && isNoun ? ` ${noun} ` : emoji;
  });
