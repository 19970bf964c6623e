import { isPlural, tag } from './grammar.ts';
import { type Instruct, isWhole, local, type Reader, targetOf, whole } from './instruct-step.ts';
import { lacksNoun, shareDeterminer, splitList } from './lists.ts';
import { isKnownThing, PRONOUN, resolve, type Scene } from './scene.ts';

const WHERE =
  /^(.+?) ((?:on top of|on|onto|to|in front of|in|into|inside|at|next to|beside|behind|above|over|under|below|around|near|by|between|with|for|upon|across|along|against|to the left of|to the right of|left of|right of) .+)$/;

/** Reads "add X to Y", "give Y an X", "write … on Y". */
export const readAdd: Reader = (clause, scene) => {
  const given =
    /^(?:give|grant|lend|buy) ((?:the |a |an |my |that |this |his |her |both |all |every |each )?.+?) ((?:an?|some|two|three|four|another|more|big|small|long|short|red|blue|green|yellow|black|white|pink|purple|golden|new) .+|[a-z]+s|wings|horns|glasses)$/.exec(
      clause,
    );
  if (given !== null && !/^(?:it|me|us)$/.test(given[1] ?? '') && !PRONOUN.test(given[1] ?? '')) {
    const receivers = shareDeterminer(splitList(given[1] ?? ''));
    return receivers.flatMap((receiver) =>
      splitList(given[2] ?? '').map((thing) =>
        addition(
          receivers.length === 1 && splitList(given[2] ?? '').length === 1
            ? clause
            : `give ${receiver} ${thing}`,
          scene,
          thing,
          receiver,
        ),
      ),
    );
  }
  if (/^give (?:it|them|him|her) /.test(clause)) {
    const [, receiver = 'it', thing = ''] = /^give (it|them|him|her) (.+)$/.exec(clause) ?? [];
    if (resolve(receiver, scene).isKnown)
      return splitList(thing).map((piece) => addition(`give ${receiver} ${piece}`, scene, piece, receiver));
    return [addition(clause, scene, thing, undefined)];
  }
  const dressed =
    /^(?:make|let|have|dress) (.+?) (?:be )?(?:wear(?:ing)?|hold(?:ing)?|carry(?:ing)?|in) ((?:an?|some|two|the|red|blue|black|white)? ?.+)$/.exec(
      clause,
    );
  if (dressed !== null && !/^(?:make|let|have) .+ in /.test(clause))
    return splitList(dressed[2] ?? '').map((thing, _index, all) =>
      addition(
        all.length === 1 ? clause : `make ${dressed[1] ?? ''} wear ${thing}`,
        scene,
        thing,
        dressed[1],
      ),
    );
  const written =
    /^(?:write|print|engrave|carve|add|put|paint)(?: the)?(?: (?:text|words?|letters|caption|label|sign|title|name))?(?: saying| that says| reading)? (quote\d+)(?: (?:on|onto|to|in|at|above|below|under|over|across) (.+))?$/.exec(
      clause,
    );
  if (written !== null) {
    const place = written[2];
    if (
      place === undefined ||
      isWhole(place) ||
      /^(?:the )?(?:top|bottom|left|right|middle|center|centre|corner)\b/.test(place)
    )
      return [{ ...whole(clause, { action: 'add', target: written[1] }), scope: 'global' }];
    return [local(clause, scene, place, { action: 'add', target: written[1] })];
  }
  const found =
    /^(add|put|place|insert|include|attach|stick|hang|draw|paint|set|throw|drop|have|drape|wrap|plant|pop|slap|create|make|show|glue|append|sprinkle|scatter|stand|sit|lay|build|there should be|there could be|there must be|there has to be)(?: in| on)? (.+)$/.exec(
      clause,
    );
  if (found === null) return undefined;
  const [, verb = 'add', rest = ''] = found;
  const cut = WHERE.exec(rest);
  const [things, place] = cut === null ? [rest, undefined] : [cut[1] ?? rest, cut[2]];
  const isIndefinite =
    /^(?:an?|some|another|one more|more|two|three|four|five|six|seven|\d+|many|several|lots of|a few|a couple|no)\b/.test(
      things,
    ) ||
    isPlural(things.split(' ').at(-1) ?? '') ||
    (place !== undefined &&
      !/^(?:the|this|that|my|his|her|its|their|these|those|it|them|both|all|every)\b/.test(things) &&
      !isKnownThing(things, scene));
  if (!/^(?:add|insert|include|append)$/.test(verb) && !isIndefinite) return undefined;
  if (/^(?:make|create|set|have|show)$/.test(verb) && /^(?:the|all|both|these|those|my|it) /.test(things))
    return undefined;
  if (/^(?:make|draw|paint|create)$/.test(verb) && cut === null && !isIndefinite) return undefined;
  if (/^(?:the )?(?:same|it|that|this|them)$/.test(things)) return undefined;
  const members = splitList(things);
  if (
    members.some(
      (member) => lacksNoun(member) && member.split(' ').length > 0 && !/^an? orange$/.test(member),
    )
  )
    return undefined;
  return members.map((member) =>
    addition(
      members.length === 1 ? clause : `add ${member}${place === undefined ? '' : ` ${place}`}`,
      scene,
      member,
      place,
    ),
  );
};

/** Something new: the keyword is the new thing, the object is what it is put on. */
function addition(clause: string, scene: Scene, thing: string, place: string | undefined): Instruct {
  const named = resolve(
    withoutDoing(thing).replace(
      / (?:saying|that says|that reads|reading|with the (?:text|words?)|labelled|labeled) .*$/,
      '',
    ),
    scene,
  );
  const landmark = place?.replace(
    /^(?:(?:on top of|in front of|to the (?:left|right) of|next to|left of|right of|onto|on|to|into|in|inside|at|beside|behind|above|over|under|below|around|near|by|between|with|for|upon|across|along|against)\s+)/,
    '',
  );
  const isNowhere =
    landmark === undefined ||
    isWhole(landmark) ||
    /^(?:the )?(?:left|right|top|bottom|middle|cent(?:er|re)|corner|far|background|foreground|front|back|upper|lower|distance|air)\b/.test(
      landmark,
    );
  const nearest =
    place?.startsWith('between ') === true ? (splitList(landmark ?? '')[0] ?? '') : (landmark ?? '');
  const target = resolve(isNowhere ? 'it' : nearest, scene);
  const anchor = isNowhere || !target.isKnown ? undefined : target;
  return {
    kind: 'instruct',
    instruction: (anchor?.replaceIn(clause) ?? clause).slice(0, 400),
    keyword: named.head.slice(0, 60),
    action: 'add',
    ...targetOf(thing.replace(/^(?:one more|another|more) /, '')),
    ...(anchor === undefined ? {} : { object: anchor.reference }),
    scope: 'local',
    strength: 1,
  };
}

/** "birds flying" → "birds" */
function withoutDoing(thing: string): string {
  const words = thing.split(' ');
  const doing = tag(thing).findIndex((term, index) => index > 0 && term.tags.includes('Gerund'));
  return doing < 1 || tag(thing).length !== words.length || lacksNoun(words.slice(0, doing).join(' '))
    ? thing
    : words.slice(0, doing).join(' ');
}
