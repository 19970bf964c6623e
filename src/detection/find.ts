/**
 * Finding what a phrase names: a pass for the noun with its attributes, a pass for the noun alone, and a choice.
 *
 * Source: Palaev et al. 2024, https://github.com/Palandr123/DiffusionU-NetLLM. Differs from it: where the phrase with
 * the attribute is not found the noun is asked for (there it is lost), and colours are also measured.
 */
import type { RgbImage } from '../image/image.ts';
import { isAmong, SAME_THING } from './boxes.ts';
import { COLOURED, colourShare, isColourWord } from './colours.ts';
import type { Detection, Detector } from './detector.ts';
import { knownNoun } from './nouns.ts';
import { suppressDoubles } from './owl-boxes.ts';
import { type Distinction, isSizeWord, type Resolution, resolveReference } from './resolve.ts';

/** A phrase about one kind of thing; the planner's `ObjectReference` is one. */
export interface Phrase extends Distinction {
  readonly noun: string;
}

/** The lead that a thing's share of a colour must have over others'. */
const LEAD = 1.5;

/** Looks for things of one noun, and of those for the ones that have the attributes when that tells them apart. */
export async function findNoun(
  detector: Detector,
  image: RgbImage,
  { noun, attributes = [] }: Phrase,
  signal?: AbortSignal,
): Promise<readonly Detection[]> {
  const { traits } = detector;
  const name = knownNoun(noun, traits);
  const plain = await findNamed(detector, image, name, signal);
  const told = attributes.filter((word) => !isSizeWord(word) && word !== 'other');
  if (told.length === 0) return plain;
  const phrase = `${told.join(' ')} ${name}`;
  const described = await detector.detect(image, [phrase], { threshold: traits.attribute, signal });
  // Where only the whole phrase finds it ("blue motorcycle"), that is the answer.
  if (plain.length === 0) return described.map(({ box, score }) => ({ label: name, score, box }));
  if (plain.length === 1) return plain;
  return byAttributes(image, plain, described, told);
}

/**
 * Things of one noun. A detector of few words is asked for all of them at once, so that a dog is not taken for a cat
 * when nobody asks for dogs; what it finds under no other name it is asked for alone.
 */
async function findNamed(
  detector: Detector,
  image: RgbImage,
  name: string,
  signal?: AbortSignal,
): Promise<readonly Detection[]> {
  const { noun, vocabulary = [] } = detector.traits;
  if (vocabulary.includes(name)) {
    const among = (await findAll(detector, image, vocabulary, signal)).filter(({ label }) => label === name);
    if (among.length > 0) return among;
  }
  return detector.detect(image, [name], { threshold: noun, signal });
}

function byAttributes(
  image: RgbImage,
  plain: readonly Detection[],
  described: readonly Detection[],
  attributes: readonly string[],
): readonly Detection[] {
  const colours = attributes.filter(isColourWord);
  if (colours.length > 0) {
    const shares = plain.map(({ box }) =>
      colours.reduce((sum, colour) => sum + colourShare(image, box, colour), 0),
    );
    const most = Math.max(...shares);
    // Pixels are surer about a colour than words are.
    if (most >= COLOURED) return plain.filter((_, index) => shares[index]! * LEAD >= most);
  }
  const places = described.map(({ box }) => box);
  const chosen = plain.filter(({ box }) => isAmong(box, places));
  return chosen.length > 0 ? chosen : plain;
}

/** Finds what a phrase means, with its landmark when it names one. */
export async function findPhrase(
  detector: Detector,
  image: RgbImage,
  phrase: Phrase,
  signal?: AbortSignal,
): Promise<Resolution> {
  const candidates = await findNoun(detector, image, phrase, signal);
  const landmarks =
    phrase.relation === undefined || candidates.length < 2
      ? []
      : await findNoun(detector, image, { noun: phrase.relation.noun }, signal);
  return resolveReference(candidates, phrase, { ...image, landmarks });
}

/** Everything of a list of nouns that is in the picture; one thing gets one name. */
export async function findAll(
  detector: Detector,
  image: RgbImage,
  nouns: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Detection[]> {
  const names = [...new Set(nouns.map((noun) => knownNoun(noun, detector.traits)))];
  const found = await detector.detect(image, names, { threshold: detector.traits.noun, signal });
  return suppressDoubles(found, SAME_THING);
}
