/**
 * Words that ask for pictures which a server shows in age-restricted channels only. A list of words is a fence, no
 * wall: it keeps honest people from mistakes and lets those who manage a server say what they want.
 */
const WORDS = [
  'nsfw', 'nude', 'nudes', 'nudity', 'naked', 'topless', 'porn', 'porno', 'pornographic', 'hentai', 'erotic', 'erotica',
  'sexual', 'sexually', 'genitals', 'genitalia', 'penis', 'vagina', 'nipples', 'masturbating', 'orgasm', 'gore', 'gory',
  'beheaded', 'beheading', 'dismembered', 'mutilated', 'nackt', 'nackte', 'nackter', 'desnuda', 'desnudo',
]; // prettier-ignore
const PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${WORDS.join('|')})(?![\\p{L}\\p{N}])|ヌード|全裸|エロ`,
  'iu',
);

/** The first such word of a text. */
export const findAdultWord = (text: string): string | undefined => PATTERN.exec(text)?.[0];
