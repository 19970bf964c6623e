import type { StepOf } from '../plan.ts';
import { takeStrength } from './amounts.ts';
import { isPlural, tag } from './grammar.ts';
import {
  anyOf,
  COLOURS,
  MOODS,
  PLACES,
  QUALITIES,
  SHADES,
  STYLES,
  TIMES,
  WEATHER,
  WHOLE,
} from './lexicon.ts';
import { lacksNoun, shareDeterminer, splitList } from './references.ts';
import { isKnownThing, PRONOUN, resolve, type Scene } from './scene.ts';

type Instruct = StepOf<'instruct'>;

/** Reads one clause as sub-instructions of InstructPix2Pix and FoI; a list of objects gives one step each. */
export function readInstruct(clause: string, scene: Scene): Instruct[] | undefined {
  const { rest, strength } = takeStrength(clause);
  const attempts = strength === 1 ? [clause] : [rest, clause];
  for (const attempt of attempts) {
    for (const reader of READERS) {
      const steps = reader(attempt, scene);
      if (steps === undefined) continue;
      return steps.map((step) => ({
        ...step,
        instruction:
          steps.length === 1 && attempt === rest && strength !== 1
            ? fill(clause, attempt, step)
            : step.instruction,
        strength: attempt === clause && strength !== 1 ? step.strength : strength,
      }));
    }
  }
  return undefined;
}

/** Keeps "slightly" in the instruction unless pronouns were replaced in it. */
const fill = (clause: string, attempt: string, step: Instruct): string =>
  step.instruction === attempt ? clause.slice(0, 400) : step.instruction;

type Reader = (clause: string, scene: Scene) => Instruct[] | undefined;

interface Fields {
  readonly action: Instruct['action'];
  readonly target?: string | undefined;
  readonly keyword?: string;
}

function local(clause: string, scene: Scene, object: string, fields: Fields): Instruct {
  const phrase = resolve(object, scene);
  if (!phrase.isKnown) return whole(clause, fields);
  return {
    kind: 'instruct',
    instruction: phrase.replaceIn(clause).slice(0, 400),
    keyword: (fields.keyword ?? phrase.head).slice(0, 60),
    action: fields.action,
    ...targetOf(fields.target),
    object: phrase.reference,
    scope: 'local',
    strength: 1,
  };
}

function whole(clause: string, { action, target }: Fields): Instruct {
  return {
    kind: 'instruct',
    instruction: clause.slice(0, 400),
    keyword: '',
    action,
    ...targetOf(target),
    scope: 'global',
    strength: 1,
  };
}

const targetOf = (target: string | undefined): { target?: string } =>
  target === undefined || target === '' ? {} : { target: bare(target).slice(0, 120) };

/** Without its first article: "a horse" → "horse". */
export const bare = (phrase: string): string => phrase.replace(/^(?:an?|the|some|my)\s+/, '').trim();

const WHOLE_PHRASE = new RegExp(`^(?:(?:the |this |my |of )*(?:${anyOf(WHOLE)})|the rest|it all|all of it)$`);
const isWhole = (phrase: string): boolean => WHOLE_PHRASE.test(phrase);
const isBackground = (phrase: string): boolean =>
  /^(?:the |its |his |her )?(?:whole |entire )?(?:background|backdrop|setting|surroundings|scenery|location|place|environment)$/.test(
    phrase,
  );

const COLOUR = anyOf(COLOURS);
const SHADE = anyOf(SHADES);
const COLOURED = new RegExp(
  `^(?:(?:in |a |an |the |all |colou?r(?:ed)? )*)(?:(?:${SHADE})[ -])*(?:${COLOUR})(?:[ -]?ish)?(?:(?:,| and| or| with|, and|-|/| to)? ?(?:(?:${SHADE})[ -])*(?:${COLOUR}))*(?: colou?r(?:ed)?| shade| tone| stripes| dots| spots)?$`,
);

/** True for "blue", "dark red", "black and white", "less red", "a brighter green". */
export const isColour = (words: string): boolean => COLOURED.test(words);

const TIME = anyOf(TIMES);
const SKY = anyOf(WEATHER);
const GLOBAL_PLACE = anyOf(PLACES);
const AMBIENT = new RegExp(
  `^(?:(?:at|in|during|on|to|into|like|look like|look like it's|be|feel like|more like|more|a|an|the|some|early|late|deep|dark|full|bright|nice|heavy|light|thick|falling|starry|it's|it is|as if it were|as if it was)\\s+)*(?:${TIME}|${SKY})(?: time| day| weather| season| evening| morning| night| scene| light| lighting| sky| mood| atmosphere)*$`,
);
/** True for times of the day, seasons and weather: they change the whole picture. */
const isAmbient = (words: string): boolean => AMBIENT.test(words);

const STYLE = anyOf(STYLES);
const STYLED = new RegExp(
  `^(?:(?:look(?:s|ing)? like|look|like|as if it was|as if|as though|into|in|to|as|be|more like|more|feel like|seem like|resemble|a|an|the|style of|style|kind of)\\s+)*(?:(?:[a-z-]+ ){0,2})(?:${STYLE})(?: style| drawing| painting| film| picture| image| photo| character| look| poster| art| version| movie| effect| game| render| still)*(?: (?:by|from|of|in|with|on) .+)?$`,
);
const isStyle = (words: string): boolean =>
  STYLED.test(words) ||
  /^(?:in|with) (?:the |an? )?(?:style|manner|spirit|look) of /.test(words) ||
  / style$/.test(words);

const MOOD = new RegExp(
  `^(?:(?:look|feel|seem|be|be a bit|more|less|very|much|a lot|even|way|really|slightly|a bit|a little|far|super|so|too|all) )*(?:${anyOf(MOODS)})(?: and (?:more |less )?(?:${anyOf(MOODS)}))?$`,
);

const isAntecedentPicture = (object: string, scene: Scene): boolean =>
  isWhole(object) || (PRONOUN.test(object) && !resolve(object, scene).isKnown);

// ------------------------------------------------------------------ the readers, the most telling first

const readBackground: Reader = (clause) => {
  const set =
    /^(?:change|replace|set|switch|swap|turn|make|convert|transform|put|alter|update|swap out) (?:the |its |his |her )?(?:whole |entire )?(background|backdrop|setting|scenery|surroundings|location|weather|season|time of day|time|environment) (?:to be |to |with |into |for |by |as |look like |be |like )?(.+)$/.exec(
      clause,
    );
  if (set !== null) {
    const target = bare((set[2] ?? '').replace(/^(?:be|to|look like|something like|that of) /, ''));
    if (/^(?:blurr(?:y|ed|ier)|out of focus|softer|sharper|darker|brighter|lighter|more|less)/.test(target))
      return [whole(clause, { action: 'background', target })];
    return [whole(clause, { action: 'background', target })];
  }
  const gone =
    /^(?:remove|delete|erase|get rid of|cut out|clear|drop|strip) (?:the |its )?(?:whole |entire )?background$/.exec(
      clause,
    );
  if (gone !== null) return [whole(clause, { action: 'background', target: 'plain' })];
  const blurred =
    /^(blur|darken|brighten|lighten|defocus|soften|sharpen|fade|simplify|desaturate) (?:out )?(?:the |its )?(?:whole |entire )?background$/.exec(
      clause,
    );
  if (blurred !== null) return [whole(clause, { action: 'background', target: blurred[1] ?? '' })];
  const new_ =
    /^(?:give|add|use|have|get|try)(?: it| them| us| me)? (?:an?|the|some) (?:new |different )?(.+) background$/.exec(
      clause,
    );
  if (new_ !== null) return [whole(clause, { action: 'background', target: new_[1] ?? '' })];
  return undefined;
};

const readAmbient: Reader = (clause, scene) => {
  const made =
    /^(?:make|turn|change|set|have|let|switch|convert|transform|get|paint|render) (.+?) (.+)$/.exec(clause);
  if (made !== null) {
    for (const [object, rest] of cuts(clause.replace(/^\S+ /, ''))) {
      const result = rest.replace(/^(?:in)?to (?:be )?/, '');
      if (
        (object === 'it' ||
          isWhole(object) ||
          /^(?:there|the (?:weather|time|season|day|night|sky|summer|winter|lighting|light|scene))$/.test(
            object,
          )) &&
        isAmbient(result) &&
        !(object === 'the sky' && isColour(result))
      )
        return [whole(clause, { action: 'background', target: ambientTarget(result) })];
    }
  }
  const bare_ =
    /^(?:make|let|add|have|start)(?: it| there be| some| more| a bit of| a little| lots of| a)* (.+)$/.exec(
      clause,
    );
  if (
    bare_ !== null &&
    isAmbient(bare_[1] ?? '') &&
    !/^(?:add|have) (?:a |the )?(?:sunset|moonlight|christmas|halloween|easter|night|day|morning|evening)/.test(
      clause,
    ) &&
    new RegExp(`(?:${SKY})$`).test(clause)
  )
    return [whole(clause, { action: 'background', target: ambientTarget(bare_[1] ?? '') })];
  const day = new RegExp(
    `^(?:turn|change|make|convert|switch|swap) (?:the )?(${TIME}) (?:in)?to (?:the |a )?(.+)$`,
  ).exec(clause);
  if (day !== null) return [whole(clause, { action: 'background', target: ambientTarget(day[2] ?? '') })];
  if (
    isAmbient(clause) ||
    /^(?:let it|it should|should) (?:rain|snow|be (?:night|day|winter|summer|dark))/.test(clause)
  )
    return [
      whole(clause, {
        action: 'background',
        target: ambientTarget(clause.replace(/^(?:let it|it should|should) (?:be )?/, '')),
      }),
    ];
  const put =
    /^(?:put|place|move|bring|send|take|set|transport|relocate|show) (.+?) (?:in|into|on|onto|at|to|inside|under|out in|outside in)(?: the middle of)? (?:the |a |an |some |outer )?(.+)$/.exec(
      clause,
    );
  if (put !== null && !/^(?:an?|some|another|\d+|two|three|more) /.test(put[1] ?? '')) {
    const place = bare(
      (put[2] ?? '').replace(
        /^(?:nice|sunny|tropical|busy|dark|beautiful|green|sandy|snowy|big|old|lush|quiet|crowded) /,
        '',
      ),
    );
    if (
      new RegExp(`^(?:${GLOBAL_PLACE}|${TIME}|${SKY})(?: at .+| in .+)?$`).test(place) &&
      !isKnownThing(place, scene)
    )
      return [whole(clause, { action: 'background', target: put[2] ?? '' })];
  }
  return undefined;
};

function ambientTarget(words: string): string {
  return words.replace(
    /^(?:(?:look like it's|look like it is|look like|feel like|at|in|during|to|into|be|like|a|an|the|some|it's|it is|as if it were|as if it was|more like|on)\s+)+/,
    '',
  );
}

const readStyle: Reader = (clause, scene) => {
  const made =
    /^(?:make|turn|change|convert|transform|render|redo|paint|draw|give|do|show|put|recreate|restyle) (.+)$/.exec(
      clause,
    );
  if (made !== null) {
    for (const [object, result] of cuts(made[1] ?? '')) {
      if (!isWhole(object) && object !== 'it' && object !== 'this') continue;
      if (object === 'it' && scene.antecedent !== undefined && MOOD.test(result)) continue;
      if (isStyle(result) || MOOD.test(result))
        return [whole(clause, { action: 'style', target: styleTarget(result) })];
    }
  }
  const style =
    /^(?:change|set|switch)(?: the)? (?:art )?style (?:to|into|of) (.+)$/.exec(clause) ??
    /^(?:use|apply|try|go for|add|give it) (?:an? |the )?(.+?)(?: style| look| effect| filter)$/.exec(clause);
  if (style !== null && !/^(?:more|some) /.test(style[1] ?? ''))
    return [whole(clause, { action: 'style', target: styleTarget(style[1] ?? '') })];
  const level =
    /^(increase|raise|boost|lower|decrease|reduce|up|turn up|turn down|adjust|bump|fix|improve|enhance) (?:the )?(contrast|brightness|saturation|exposure|sharpness|lighting|light|colou?rs|quality|vibrance|warmth|temperature|details?|resolution|shadows)(?: .*)?$/.exec(
      clause,
    );
  if (level !== null)
    return [
      whole(clause, {
        action: 'style',
        target: `${/lower|decrease|reduce|down/.test(level[1] ?? '') ? 'less' : 'more'} ${level[2] ?? ''}`,
      }),
    ];
  const filter =
    /^(blur|sharpen|brighten|darken|lighten|desaturate|colou?rize|saturate|enhance|soften|stylize|improve|beautify|invert)(?: up)?(?: (?:it|this|the rest))?$/.exec(
      clause,
    ) ??
    /^(blur|sharpen|brighten|darken|lighten|desaturate|colou?rize|saturate|enhance|soften|stylize|improve|beautify|invert) (.+)$/.exec(
      clause,
    );
  if (
    filter !== null &&
    (filter[2] === undefined || isWhole(filter[2])) &&
    !(/ it$/.test(clause) && scene.antecedent !== undefined)
  )
    return [whole(clause, { action: 'style', target: filter[1] ?? '' })];
  if (
    /^(?:more|less|better|nicer|stronger|softer) (?:dramatic )?(?:lighting|light|contrast|colou?rs?|saturation|detail|details|brightness)$/.test(
      clause,
    )
  )
    return [whole(clause, { action: 'style', target: clause })];
  if (
    isStyle(clause) &&
    /^(?:in|as|like|black|b&w|bw|sepia|gr[ae]yscale|monochrome|.* style)/.test(clause) &&
    !lacksHead(clause)
  )
    return [whole(clause, { action: 'style', target: styleTarget(clause) })];
  if (MOOD.test(clause) && scene.antecedent === undefined)
    return [whole(clause, { action: 'style', target: styleTarget(clause) })];
  return undefined;
};

const lacksHead = (clause: string): boolean => clause.split(' ').length > 14;

const styleTarget = (words: string): string =>
  bare(
    words
      .replace(
        /^(?:(?:look(?:s|ing)? like|look|like|as if it was|into|to|as|be|in the (?:style|manner|spirit|look) of|in|with|more like|feel like|feel|seem|a|an|the)\s+)+/,
        '',
      )
      .replace(/ style$/, ''),
  );

const readReplace: Reader = (clause, scene) => {
  const found =
    /^(?:replace|substitute|exchange|swap out|switch out|trade) (.+?) (?:with|by|for|to|into|->|through) (.+)$/.exec(
      clause,
    ) ??
    /^(?:swap|switch) (.+?) (?:with|for|to|into|->) (.+)$/.exec(clause) ??
    /^(?:use|put|have|i want|paint|draw|give me|show|make it|place|let's have|i'd like) (.+?) (?:instead of|in place of|rather than|not) (.+)$/.exec(
      clause,
    ) ??
    /^(?!more |less |same )((?:an?|some|two|three|four|the) .+?) (?:instead of|in place of|rather than) (.+)$/.exec(
      clause,
    ) ??
    /^(?:instead of|rather than|in place of) (.+?)(?:,| (?:use|put|have|paint|draw|make)) (.+)$/.exec(clause);
  if (found === null) {
    const arrow = /^(.+?) (?:->|becomes|should become|to become|turns into) (.+)$/.exec(clause);
    if (arrow === null) return undefined;
    const [object, result] = [
      arrow[1]?.replace(/^(?:change|replace|swap|turn|make) /, '') ?? '',
      arrow[2] ?? '',
    ];
    if (isColour(result))
      return [
        local(`make ${definite(object)} ${bare(result)}`, scene, definite(object), {
          action: 'recolor',
          target: result,
        }),
      ];
    return [
      local(`replace ${definite(object)} with ${indefinite(result)}`, scene, definite(object), {
        action: 'replace',
        target: result,
      }),
    ];
  }
  const isReversed =
    /(?:instead of|in place of|rather than| not )/.test(clause) &&
    !/^(?:instead of|rather than|in place of)/.test(clause);
  const [first = '', second = ''] = [found[1], found[2]];
  const [object, result] = isReversed ? [second, first] : [first, second];
  if (isBackground(object)) return undefined;
  if (/^(?:its|his|her|the) (.+?)'s? (?:head|face)$/.test(object) && result === '') return undefined;
  const members = shareDeterminer(splitList(object.replace(/^both (?=.+ and )/, '')));
  if (isColour(result) && !/^(?:an?|some) .+ \S+$/.test(result))
    return members.map((member) =>
      local(`make ${member} ${bare(result)}`, scene, member, { action: 'recolor', target: result }),
    );
  const rephrased = isReversed || members.length > 1 || /^(?:instead|rather|in place)/.test(clause);
  return members.map((member) => {
    const text = rephrased ? `replace ${definite(member)} with ${result}` : clause;
    return local(text, scene, member, { action: 'replace', target: result });
  });
};

/** "cat" → "the cat". */
const definite = (phrase: string): string =>
  /^(?:the|a|an|my|your|his|her|its|their|our|this|that|these|those|all|both|every|each|some|it|them|one|two|three|four|five)\b/.test(
    phrase,
  )
    ? phrase.replace(/^(?:a|an) /, 'the ')
    : `the ${phrase}`;

/** "dog" → "a dog"; plurals and articles stay. */
const indefinite = (phrase: string): string =>
  /^(?:the|a|an|my|some|two|three|four|five|\d+|many|several|lots)\b/.test(phrase) ||
  isPlural(phrase.split(' ').at(-1) ?? '')
    ? phrase
    : `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;

const readColour: Reader = (clause, scene) => {
  const property =
    /^(?:change|set|switch|turn|make|alter) (?:the )?colou?r (?:of )(.+?) (?:to be |to |into |from .+ to |as |be )?((?:an? )?[a-z -]+)$/.exec(
      clause,
    ) ??
    /^(?:change|set|switch|turn|make|alter) (.+?)'s? colou?r (?:to be |to |into |from .+ to |as |be )?((?:an? )?[a-z -]+)$/.exec(
      clause,
    ) ??
    /^(?:change|set|switch|turn|make) (its|their|his|her) colou?r (?:to be |to |into |as )?((?:an? )?[a-z -]+)$/.exec(
      clause,
    );
  if (property !== null) {
    const owner = /^(?:its|their|his|her)$/.test(property[1] ?? '') ? 'it' : (property[1] ?? '');
    return distribute(
      clause,
      scene,
      owner,
      property[2] ?? '',
      'recolor',
      owner === 'it' ? (member) => `make ${member} ${bare(property[2] ?? '')}` : undefined,
    );
  }
  const made =
    /^(?:make|paint|colou?r|recolou?r|dye|tint|turn|change|render|spray|spray-paint|draw|have|get|convert|let|repaint|want) (.+)$/.exec(
      clause,
    );
  if (made === null) return undefined;
  const verb = clause.split(' ')[0] ?? 'make';
  for (const [object, rest] of cuts(made[1] ?? '')) {
    const result = rest.replace(/^(?:from [a-z ]+ )?(?:in)?to (?:be )?|^(?:be|in|become|look|turn|as) /, '');
    if (!isColour(result) || (lacksNoun(object) && !PRONOUN.test(object) && object !== 'the orange'))
      continue;
    if (/ (?:with|on|in|of|next to|behind|by|under|from|to|and|or|more|less|very|a|an|the)$/.test(object))
      continue;
    if (isBackground(object)) return [whole(clause, { action: 'background', target: result })];
    if (/^black (?:and|&) white$/.test(result) && isAntecedentPicture(object, scene))
      return [whole(clause, { action: 'style', target: 'black and white' })];
    if (isWhole(object)) return [whole(clause, { action: 'style', target: result })];
    return distribute(
      clause,
      scene,
      object,
      result,
      'recolor',
      (member) =>
        `${/^(?:turn|paint|dye|color|colour|recolor)$/.test(verb) ? verb : 'make'} ${member} ${bare(result)}`,
    );
  }
  return undefined;
};

/** One step for each member of "the cat and the dog"; a single member keeps the words as typed. */
function distribute(
  clause: string,
  scene: Scene,
  object: string,
  target: string,
  action: Instruct['action'],
  phrase?: (member: string) => string,
): Instruct[] {
  const members = shareDeterminer(splitList(object.replace(/^both (?=.+ and )/, '')));
  if (members.length === 1 || phrase === undefined)
    return [local(clause, scene, members[0] ?? object, { action, target })];
  return members.map((member) => local(phrase(member), scene, member, { action, target }));
}

const readRemove: Reader = (clause, scene) => {
  const found =
    /^(?:remove|delete|erase|eliminate|take away|take out|take off|get rid of|drop|lose|cut out|cut away|clear|clear away|wipe|wipe out|hide|strip|discard|kill|ditch|rm|subtract|exclude|scrap|clean up|clean|wash off|shave off|shave|cut off) (?:away |out |off )?(.+?)(?: (?:from|off|out of|on) (.+?))?(?: away| out| off| completely| entirely| altogether)?$/.exec(
      clause,
    ) ??
    /^(?:take|cut|shave|wash|wipe|get|pull) (.+?) (?:away|out|off)(?: (?:from|of|the) (.+))?$/.exec(clause) ??
    /^(?:take|get) (.+?) (?:from|off|out of) (.+)$/.exec(clause) ??
    /^(?:make|let|have) (.+?) (?:disappear|vanish|go away|gone)$/.exec(clause) ??
    /^(?:no more|without|no|minus|--no|lose|not any|get .+ without) (.+)$/.exec(clause);
  if (found === null) return undefined;
  const [, object = '', from] = found;
  if (
    /^(?:it|that|them)? ?(?:again|back)$/.test(object) ||
    /^(?:clean|clear|clean up) (?:the )?(?:picture|image|it)$/.test(clause)
  )
    return undefined;
  const members = shareDeterminer(splitList(object.replace(/^both (?=.+ and )/, '')));
  const tail = from === undefined || isWhole(from) ? '' : ` from ${from}`;
  return members
    .map((member) =>
      local(
        members.length === 1 && !/^(?:no|without|minus|--no)/.test(clause)
          ? clause
          : `remove ${definite(member)}${tail}`,
        scene,
        `${member}${/ on /.test(clause) && tail !== '' ? ` on ${from ?? ''}` : ''}`,
        { action: 'remove' },
      ),
    )
    .map((step) =>
      tail === '' || step.object === undefined || step.object.relation !== undefined
        ? step
        : {
            ...step,
            object: {
              ...step.object,
              relation: { kind: 'on' as const, noun: resolve(from ?? '', scene).reference.noun },
            },
          },
    );
};

const WHERE =
  /^(.+?) ((?:on top of|on|onto|to|in front of|in|into|inside|at|next to|beside|behind|above|over|under|below|around|near|by|between|with|for|upon|across|along|against|to the left of|to the right of|left of|right of) .+)$/;

const readAdd: Reader = (clause, scene) => {
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
    /^(?:make|let|have|dress) (.+?) (?:wear(?:ing)?|hold(?:ing)?|carry(?:ing)?|in) ((?:an?|some|two|the|red|blue|black|white)? ?.+)$/.exec(
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
    ) || isPlural(things.split(' ').at(-1) ?? '');
  if (!/^(?:add|insert|include|append)$/.test(verb) && !isIndefinite) return undefined;
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
  const named = resolve(thing, scene);
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
  const target = resolve(isNowhere ? 'it' : landmark, scene);
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

const readTurnInto: Reader = (clause, scene) => {
  const found =
    /^(?:turn|change|convert|transform|morph|make|switch|modify|evolve|shapeshift) (.+?) (?:in)?to (?:be )?(.+)$/.exec(
      clause,
    ) ?? /^(?:make|let|have) (.+?) (?:look like|look more like|into|resemble|become|be) (.+)$/.exec(clause);
  if (found === null) return readMakeNoun(clause, scene);
  const [, object = '', result = ''] = found;
  if (isWhole(object)) return [whole(clause, { action: 'style', target: styleTarget(result) })];
  const isThing =
    /^(?:an?|some|two|three|four|the) /.test(result) || isPlural(result) || / into /.test(clause);
  if (!isThing && lacksNoun(result))
    return [local(clause, scene, object, { action: 'change', target: result })];
  return distribute(
    clause,
    scene,
    object,
    result,
    / look /.test(clause) ? 'change' : 'replace',
    (member) => `turn ${member} into ${result}`,
  );
};

/** "make the cat a dog" */
const readMakeNoun: Reader = (clause, scene) => {
  const found = /^make ((?:the |my |this |that |both |all )?(?:\S+ ){0,4}?\S+) (an? .+)$/.exec(clause);
  if (found === null) return undefined;
  const [, object = '', result = ''] = found;
  if (
    / (?:to|with|on|in|of|by|like|next|behind|under|for|more|less|as|a|an|the|wear|hold|and|or)$/.test(
      ` ${object}`,
    )
  )
    return undefined;
  if (isWhole(object) || PRONOUN.test(object)) {
    if (isStyle(result)) return [whole(clause, { action: 'style', target: styleTarget(result) })];
    if (isWhole(object)) return undefined;
  }
  if (lacksNoun(object) && !PRONOUN.test(object)) return undefined;
  return distribute(clause, scene, object, result, 'replace', (member) => `make ${member} ${result}`);
};

const readMakeQuality: Reader = (clause, scene) => {
  const made = /^(?:make|let|have|get|keep|render|set|turn|leave|want) (.+)$/.exec(clause);
  if (made === null) return undefined;
  const cut = cutQuality(made[1] ?? '');
  if (cut === undefined) return undefined;
  const [object, result] = cut;
  if (isBackground(object)) return [whole(clause, { action: 'background', target: result })];
  if (isWhole(object) || isAntecedentPicture(object, scene))
    return [whole(clause, { action: 'style', target: styleTarget(result) })];
  const action =
    /^(?:much |a bit |slightly |a lot )?(?:taller|wider|thinner|slimmer|longer|shorter|fatter|thicker|narrower|higher|rounder|flatter)$/.test(
      result,
    )
      ? 'resize'
      : 'change';
  return distribute(clause, scene, object, result, action, (member) => `make ${member} ${result}`);
};

const MARKERS =
  /^(?:look|looks|looking|into|be|become|appear|seem|as|more|less|very|much|slightly|even|super|too|really|extremely|completely|fully|half|made|like|out|glow|smile|laugh|cry|sleep|sit|stand|jump|run|fly|swim|dance|walk|eat|drink|sing|look|wave|face|lie|hold|wear|open|close)$/;

/** Cuts "the old man laugh" into object and result: where the first noun phrase ends. */
function cutQuality(rest: string): readonly [string, string] | undefined {
  const tokens = rest.split(' ');
  if (tokens.length < 2) return undefined;
  if (PRONOUN.test(tokens[0] ?? '')) return [tokens[0] ?? '', tokens.slice(1).join(' ')];
  for (const [object, result] of cuts(rest)) {
    const next = result.split(' ')[0] ?? '';
    if (
      (MARKERS.test(next) || QUALITIES.has(next)) &&
      !lacksNoun(object) &&
      !/ (?:and|or|with|of|on|in|the|next|to)$/.test(` ${object}`) &&
      (MARKERS.test(next) || lacksNoun(result))
    )
      return [object, result];
  }
  const terms = tag(`make ${rest}`).slice(1);
  let seen = false;
  for (const [index, term] of terms.entries()) {
    const isVerb =
      term.tags.includes('Verb') || term.tags.includes('Adjective') || term.tags.includes('Adverb');
    if (seen && isVerb && terms.length === tokens.length)
      return [tokens.slice(0, index).join(' '), tokens.slice(index).join(' ')];
    seen ||= term.tags.includes('Noun');
  }
  const object = tokens.slice(0, -1).join(' ');
  return lacksNoun(object) || /(?:^| )(?:and|or|with|of|on|in|the|a|an)$/.test(object)
    ? undefined
    : [object, tokens.at(-1) ?? ''];
}

/** Every way to cut words into two, the shorter first part first. */
function* cuts(words: string): Generator<readonly [string, string]> {
  const tokens = words.split(' ');
  for (let cut = 1; cut < tokens.length; cut += 1)
    yield [tokens.slice(0, cut).join(' '), tokens.slice(cut).join(' ')];
}

const ADJUST =
  'blur|darken|brighten|lighten|sharpen|soften|desaturate|enhance|fade|smooth|highlight|pixelate|censor|crop|rotate|flip|mirror|turn around|straighten|tilt|spin';
const readAdjust: Reader = (clause, scene) => {
  const found = new RegExp(`^(${ADJUST})(?: out| up)? (.+)$`).exec(clause);
  if (found === null) return undefined;
  const [, verb = '', object = ''] = found;
  if (isWhole(object) || isAntecedentPicture(object, scene))
    return [
      whole(clause, {
        action: /^(?:crop|rotate|flip|mirror|straighten|tilt|spin|turn around)$/.test(verb)
          ? 'change'
          : 'style',
        target: verb,
      }),
    ];
  const members = shareDeterminer(
    splitList(
      object.replace(/ (?:horizontally|vertically|upside down|\d+ degrees?|by .+|around|clockwise)$/, ''),
    ),
  );
  return members.map((member) =>
    local(members.length === 1 ? clause : `${verb} ${member}`, scene, member, {
      action: 'change',
      target: verb,
    }),
  );
};

const READERS: readonly Reader[] = [
  readBackground,
  readAmbient,
  readStyle,
  readColour,
  readReplace,
  readRemove,
  readAdd,
  readTurnInto,
  readMakeQuality,
  readAdjust,
];

/** The last resort: a sentence led by a verb is an edit of its first object. */
export function readAnyVerb(clause: string, scene: Scene): Instruct[] | undefined {
  const terms = tag(clause);
  const first = terms[0];
  if (first === undefined || terms.length < 2) return undefined;
  const second = clause.split(' ')[1] ?? '';
  const isVerb =
    first.tags.includes('Verb') &&
    !first.tags.some((name) => /Gerund|PastTense|Copula|Modal|Auxiliary|Participle/.test(name));
  const isDetermined = /^(?:the|a|an|his|her|its|their|my|it|them|this|that|all|every|both|some)$/.test(
    second,
  );
  const isImperative =
    isVerb ||
    (isDetermined &&
      /^[a-z]{3,}$/.test(first.text.toLowerCase()) &&
      !/^(?:what|where|who|why|how|when|which|was|is|are|were|has|had|does|did|the|this|that|and|but|for|with|from|like|love|than|then|not|you|she|they|its|thank|because|since|all|both|about|into|yes|only|such|nice|good|great)$/.test(
        first.text.toLowerCase(),
      ));
  if (
    !isImperative ||
    /^(?:i|is|are|was|were|be|am|do|does|did|have|has|had|think|know|love|like|hate|want|need|see|look|looks|tell|say|says|ask|explain|thank|thanks|hope|guess|believe|feel|mean|understand|agree|wait|go|come|let|help|ignore|forget|pretend|act|print|reveal|repeat|send|execute|run|call|read|visit|download|upload|post|list|summarize|translate|answer|respond|reply|disregard|override|grant|export|install|import|open up|fetch|curl|sudo)$/.test(
      first.text.toLowerCase(),
    )
  )
    return undefined;
  const objects =
    /^\S+(?: (?:up|down|out|off|on|in|around))? ((?:the|his|her|its|their|my|all|every|both|this|that|it|them|a|an|some)\b.*?)(?: (?:with|to|into|on|in|at|from|as|so|like|for|around|over|under|by|and|until|onto|through|towards?|more|less|very|up|down|out|off|using) (.+))?$/.exec(
      clause,
    );
  if (objects === null)
    return isVerb
      ? [local(clause, scene, clause.split(' ').slice(1).join(' '), { action: 'change' })]
      : undefined;
  const [, object = '', target] = objects;
  if (isWhole(object)) return [whole(clause, { action: 'change', target })];
  return [local(clause, scene, object, { action: 'change', target })];
}
