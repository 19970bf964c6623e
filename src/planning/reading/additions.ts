import type { Rule } from '../../english/forms.ts';
import { lacksNoun, splitList } from '../../english/lists.ts';
import { isPlural } from '../../english/nouns.ts';
import { tag } from '../../english/tagging.ts';
import { isDefinite, isIndefinite, isWhole } from '../../english/things.ts';
import { isKnownThing, resolve, type Scene } from './scene.ts';
import { edit, isArea, type Reading } from './slots.ts';
import { type Instruct, local, membersOf, targetOf, whole } from './steps.ts';

const WHERE =
  'on_top_of|on|onto|to|in_front_of|in|into|inside|at|next_to|beside|behind|above|over|under|below|around|near|by|between|with|for|upon|across|along|against|to_the_left_of|to_the_right_of|left_of|right_of';
const ADD =
  'add|put|place|insert|include|attach|stick|hang|draw|paint|set|throw|drop|have|drape|wrap|plant|pop|slap|create|make|show|glue|append|sprinkle|scatter|stand|sit|lay|build|there_should_be|there_could_be|there_must_be|there_has_to_be|give_me|spawn|chuck|plop';

/** New things: given to somebody, worn, written, or put somewhere. */
export const ADDITIONS: readonly Rule<Instruct[], Reading>[] = [
  edit(
    ['give|grant|lend|buy|hand OBJECTS (INDEFINITE / NEW)', 'give|grant|lend (INDEFINITE / NEW) to OBJECTS'],
    ({ objects = '', indefinite, new: other = '' }, text, { scene }) => {
      const things = splitList(indefinite ?? other);
      if (indefinite === undefined && (isDefinite(other) || /^(?:me|us|it)$/.test(objects))) return undefined;
      const receivers = membersOf(objects);
      const isPlainOrder = receivers.length === 1 && things.length === 1;
      return receivers.flatMap((receiver) =>
        things.map((thing) =>
          addition(isPlainOrder ? text : `give ${receiver} ${thing}`, scene, thing, receiver),
        ),
      );
    },
  ),
  edit(
    [
      'make|let|have OBJECTS [be] wear|wearing|hold|holding|carry|carrying NEW',
      'dress OBJECTS in NEW',
      'OBJECTS with|wearing|holding|carrying NEW',
    ],
    ({ objects = '', new: things = '' }, text, { scene }) => {
      const isOrder = /^(?:make|let|have|dress) /.test(text);
      const wearers = membersOf(objects);
      if (!isOrder && !wearers.every((wearer) => isKnownThing(wearer, scene))) return undefined;
      const all = wearers.flatMap((wearer) => splitList(things).map((thing) => ({ wearer, thing })));
      return all.map(({ wearer, thing }) =>
        addition(all.length === 1 && isOrder ? text : `give ${wearer} ${thing}`, scene, thing, wearer),
      );
    },
  ),
  edit(
    [
      `write|print|engrave|carve|add|put|paint|type [the|a|some] [text|word|words|letters|caption|label|sign|title|name] [saying|that_says|reading|:] QUOTE [on|onto|to|in|at|above|below|under|over|across LANDMARK]`,
      'write QUOTE [there|here]',
      'write|engrave|carve|print [the] [text|word|words] WRITTEN [on|onto|in|at|above|below|under|across LANDMARK]',
    ],
    ({ quote: quoted, written = '', landmark }, text, { scene }) => {
      const quote = quoted ?? written;
      const isNowhere = landmark === undefined || isWhole(landmark) || isArea(landmark);
      if (isNowhere) return [whole(text, { action: 'add', target: quote })];
      return [local(text, scene, landmark, { action: 'add', target: quote })];
    },
  ),
  edit(
    [
      `verb=${ADD} [in|on] NEW [[right] (preposition=${WHERE}) LANDMARK] [there|here|too|somewhere|around|in_there|into_it]`,
    ],
    ({ verb = '', new: things = '', preposition, landmark }, text, { scene }) => {
      if (!isAddition(verb, things, landmark, scene)) return undefined;
      const members = splitList(things);
      if (members.some((member) => lacksNoun(member) && !/^an? orange$/.test(member))) return undefined;
      const places = placesOf(landmark, preposition);
      const isOne = members.length * places.length === 1;
      return places.flatMap((place) =>
        members.map((member) =>
          addition(
            isOne ? text : `add ${member}${place === undefined ? '' : ` ${preposition ?? 'to'} ${place}`}`,
            scene,
            member,
            place,
          ),
        ),
      );
    },
  ),
];

/** False when the verb could as well be said of something that is there: "put the cat …", "make the sky …". */
function isAddition(verb: string, things: string, landmark: string | undefined, scene: Scene): boolean {
  const isNew = isIndefinite(things) || isPlural(things.split(' ').at(-1) ?? '');
  const isUnknown = landmark !== undefined && !isDefinite(things) && !isKnownThing(things, scene);
  const isPlain = /^(?:add|insert|include|append)$/.test(verb);
  if (!isPlain && !isNew && !isUnknown) return false;
  if (isDefinite(things) && !isPlain && !/^(?:put|draw|paint)$/.test(verb)) return false;
  const isShy = /^(?:make|have|show|set|paint|create|give me)$/.test(verb);
  return !isShy || landmark !== undefined || isIndefinite(things);
}

/** Where new things go: "between the cat and the dog" is one place, "on the cat and the dog" two. */
function placesOf(
  landmark: string | undefined,
  preposition: string | undefined,
): readonly (string | undefined)[] {
  if (landmark === undefined) return [undefined];
  return preposition === 'between' ? splitList(landmark).slice(0, 1) : membersOf(landmark);
}

/** "the left side of the bed" is at the bed. */
const SIDE_OF =
  /^(?:the )?(?:left|right|top|bottom|front|back|other|far)(?: (?:side|part|edge|end|corner))? of (?=(?:the|my|his|her|its) )/;

/** Something new: the keyword is the new thing, the object is what it is put on. */
function addition(clause: string, scene: Scene, thing: string, place: string | undefined): Instruct {
  const named = resolve(
    withoutDoing(thing).replace(
      / (?:saying|that says|that reads|reading|with the (?:text|words?)|labell?ed) .*$/,
      '',
    ),
    scene,
  );
  const isNowhere = place === undefined || isWhole(place) || isArea(place);
  const anchorWords = place?.replace(SIDE_OF, '') ?? 'it';
  const target = resolve(isNowhere ? 'it' : anchorWords, scene);
  const anchor = isNowhere || !target.isKnown ? undefined : target;
  return {
    kind: 'instruct',
    instruction: (anchor?.replaceIn(clause) ?? clause).slice(0, 400),
    keyword: named.head.slice(0, 60),
    action: 'add',
    ...targetOf(thing.replace(/^(?:one more|another|more) /, '')),
    ...(anchor !== undefined && { object: anchor.reference }),
    scope: 'local',
    strength: 1,
  };
}

/** "birds flying" → "birds" */
function withoutDoing(thing: string): string {
  const words = thing.split(' ');
  const terms = tag(thing);
  const doing = terms.findIndex((term, index) => index > 0 && term.tags.includes('Gerund'));
  const before = words.slice(0, doing).join(' ');
  return doing < 1 || terms.length !== words.length || lacksNoun(before) ? thing : before;
}
