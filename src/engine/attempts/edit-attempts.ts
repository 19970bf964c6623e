import { wasThere } from '../../detection/boxes.ts';
import { hasColour, isColourWord } from '../../detection/colours.ts';
import type { Detection } from '../../detection/detector.ts';
import { findAll } from '../../detection/find.ts';
import { knownNoun } from '../../detection/nouns.ts';
import type { RgbImage } from '../../image/image.ts';
import type { StepOf } from '../../planning/plan.ts';
import { bestTry, triesOf } from './best-try.ts';
import type { EngineResult } from '../engine.ts';
import { instruct } from '../steps/instruct.ts';
import type { RunRequest, Components } from '../components.ts';

/** What there was and what there is now. */
interface Views {
  readonly before: readonly Detection[];
  readonly after: readonly Detection[];
  readonly picture: RgbImage;
}
type Wish = (views: Views) => boolean;

/**
 * Edits, and looks whether it was done: while something that must be gone is there, or something new is not, the edit
 * is painted again from other noise, as often as `settings.attempts`, else the card, allows. The try that did most is
 * the result. Only with a detector of few words, which costs a blink, and only what it can judge.
 */
export async function instructSeen(
  components: Components,
  steps: readonly StepOf<'instruct'>[],
  request: RunRequest,
): Promise<Omit<EngineResult, 'seconds'>> {
  const { detector, editModel } = components;
  const { source } = request;
  const vocabulary = detector?.traits.vocabulary;
  const tries = request.region === undefined ? triesOf(request, editModel) : 1;
  if (tries === 1 || detector === undefined || vocabulary === undefined || source === undefined)
    return instruct(components, steps, request);
  const wishes = steps.flatMap((step) =>
    wishOf(step, (noun) => knownNoun(noun, detector.traits), vocabulary),
  );
  if (wishes.length === 0) return instruct(components, steps, request);
  const before = await findAll(detector, source, vocabulary, request.signal);
  return bestTry(
    request,
    tries,
    (each) => instruct(components, steps, each),
    async (picture) => {
      const found = await findAll(detector, picture, vocabulary, request.signal);
      const score = wishes.filter((isDone) => isDone({ before, after: found, picture })).length;
      return { found, score, isPerfect: score === wishes.length };
    },
  );
}

const count = (seen: readonly Detection[], name: string): number =>
  seen.filter(({ label }) => label === name).length;

const isMore =
  (name: string): Wish =>
  ({ before, after }) =>
    count(after, name) > count(before, name);

const isFewer =
  (name: string): Wish =>
  ({ before, after }) =>
    count(after, name) < count(before, name);

/** What can be seen of a step when it is done; nothing for what a detector of things cannot judge. */
function wishOf(
  { action, keyword, object, target = '' }: StepOf<'instruct'>,
  known: (noun: string) => string,
  vocabulary: readonly string[],
): readonly Wish[] {
  const noun = known(object?.noun ?? keyword);
  const words = target.toLowerCase().split(/\s+/u);
  const colour = words.find(isColourWord);
  const result = words.map(known).find((word) => vocabulary.includes(word));
  if (action === 'add') return vocabulary.includes(known(keyword)) ? [isMore(known(keyword))] : [];
  if (!vocabulary.includes(noun)) return [];
  if (action === 'remove') return [isFewer(noun)];
  if (action === 'replace') return result === undefined ? [] : [isFewer(noun), isMore(result)];
  if (action === 'recolor' && colour !== undefined)
    return [
      ({ before, after, picture }) => {
        const places = before.filter(({ label }) => label === noun).map(({ box }) => box);
        return after.some(
          ({ label, box }) => label === noun && hasColour(picture, box, colour) && wasThere(box, places),
        );
      },
    ];
  return [];
}
