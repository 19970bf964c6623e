import { bare, definite, indefinite } from '../../english/articles.ts';
import { takeStrength } from '../../english/amounts.ts';
import { isColour } from '../../english/colours.ts';
import { readBy, type Rule } from '../../english/forms.ts';
import { MATERIALS } from '../../english/lexicon.ts';
import { lacksNoun, splitList } from '../../english/lists.ts';
import { isMood, isQuality, isState, isStyle, qualityTarget, styleTarget } from '../../english/looks.ts';
import { isPlural } from '../../english/nouns.ts';
import { areNew, isBackground, isIndefinite, isThing, isWhole, PRONOUN } from '../../english/things.ts';
import { ADDITIONS } from './additions.ts';
import { BACKGROUNDS, BARE_AMBIENT, STYLES_OF_PICTURES } from './pictures.ts';
import { resolve } from './scene.ts';
import { edit, type Reading } from './slots.ts';
import { distribute, type Instruct, isAntecedentPicture, local, membersOf, whole } from './steps.ts';

type Edits = readonly Rule<Instruct[], Reading>[];

const COLOURING =
  'make|paint|color|colour|recolor|recolour|dye|tint|turn|change|render|spray|spray-paint|draw|have|get|convert|let|repaint|want|keep';

/** Colours a thing; the background and the whole picture have their own ways. */
function recolour(text: string, { scene }: Reading, things: string, colour: string): Instruct[] | undefined {
  const verb = /^(?:turn|paint|dye|color|colour|recolor)\b/.exec(text)?.[0] ?? 'make';
  const target = bare(colour.replace(/^in /, ''));
  if (isBackground(things)) return [whole(text, { action: 'background', target: colour })];
  if (/^black (?:and|&) white$/.test(colour) && isAntecedentPicture(things, scene))
    return [whole(text, { action: 'style', target: 'black and white' })];
  if (isWhole(things)) return [whole(text, { action: 'style', target: colour })];
  if (lacksNoun(things) && !PRONOUN.test(things) && things !== 'the orange') return undefined;
  return distribute(text, scene, things, colour, 'recolor', (member) => `${verb} ${member} ${target}`);
}

const COLOURS_OF_THINGS: Edits = [
  edit(
    ['swap|exchange|switch the colors|colours|color|colour of OBJECT and OBJECT:other'],
    ({ object = '', other = '' }, _text, { scene }) =>
      [[object, other] as const, [other, object] as const].map(([thing, like]) =>
        local(`make ${thing} the color of ${like}`, scene, thing, {
          action: 'recolor',
          target: `color of ${like}`,
        }),
      ),
  ),
  edit(
    ['make|paint|color|colour|turn OBJECTS [in] the same color|colour as OBJECT:other'],
    ({ objects = '', other = '' }, text, { scene }) =>
      distribute(text, scene, objects, `same color as ${other}`, 'recolor'),
  ),
  edit(
    [
      'change|set|switch|turn|make|alter [the] color|colour of OBJECTS to_be|to|into|as COLOUR',
      'change|set|switch|turn|make|alter OWNER color|colour to_be|to|into|as|: COLOUR',
      'change|set|switch|turn|make|alter OBJECTS [to] color|colour to_be|to|into|as|: COLOUR',
      'change|set|switch|turn|make|alter its|their color|colour [to_be|to|into|as] COLOUR',
    ],
    ({ objects = 'it', owner: owned, colour = '' }, _text, { scene }) => {
      const owner = (owned ?? objects).replace(/'s?$/, '');
      return distribute(
        `make ${owner} ${bare(colour)}`,
        scene,
        owner,
        bare(colour),
        'recolor',
        (member) => `make ${member} ${bare(colour)}`,
      );
    },
  ),
  edit(
    [
      `${COLOURING} ANY [from WORD] [into|to|be|in|become|look|as|all|completely] COLOUR [color|colour]`,
      'COLOUR paint on ANY',
    ],
    ({ any = '', colour = '' }, text, reading) => recolour(text, reading, any, colour),
  ),
];

/** "replace X with Y": two lists of one length go pair by pair. */
function replace(
  text: string,
  { scene }: Reading,
  things: string,
  result: string,
  isPlainOrder: boolean,
): Instruct[] | undefined {
  if (isBackground(things) || isWhole(things)) return undefined;
  const members = membersOf(things);
  if (isColour(result) && !(isIndefinite(result) && isThing(result)))
    return members.map((member) =>
      local(`make ${member} ${bare(result)}`, scene, member, { action: 'recolor', target: result }),
    );
  if (!areNew(result)) return undefined;
  const results = splitList(result);
  if (members.length > 1 && results.length === members.length)
    return members.map((member, index) =>
      local(`replace ${definite(member)} with ${results[index] ?? result}`, scene, member, {
        action: 'replace',
        target: results[index],
      }),
    );
  const isKept = isPlainOrder && members.length === 1;
  return members.map((member) =>
    local(isKept ? text : `replace ${definite(member)} with ${result}`, scene, member, {
      action: 'replace',
      target: result,
    }),
  );
}

const REPLACEMENTS: Edits = [
  edit(
    [
      'replace|substitute|exchange|swap_out|switch_out|trade|sub_out OBJECTS with|by|for|to|into|->|through (NEW / COLOUR)',
      'change OBJECTS for|with (NEW / COLOUR)',
      'swap|switch OBJECTS with|for|to|into|-> (NEW / COLOUR)',
    ],
    ({ objects = '', new: thing, colour }, text, reading) =>
      replace(text, reading, objects, thing ?? colour ?? '', true),
  ),
  edit(
    [
      "use|put|have|i_want|paint|draw|give_me|show|make_it|place|let's_have|i'd_like|i_prefer|make NEW instead_of|in_place_of|rather_than|not [a|an|the] OBJECTS",
      'NEW instead_of|in_place_of|rather_than [a|an] OBJECTS',
      'instead_of|rather_than|in_place_of [a|an] OBJECTS [,] [use|put|have|paint|draw|make|i_want|give_me] NEW',
      'where OBJECTS is|are [,] put|place|draw|paint NEW',
    ],
    ({ objects = '', new: thing = '' }, text, reading) =>
      /^(?:more|less|same)\b/.test(thing) ? undefined : replace(text, reading, objects, thing, false),
  ),
  edit(
    ['[change|replace|swap|turn|make] OBJECT ->|becomes|should_become|to_become|turns_into|= REST'],
    ({ object = '', rest = '' }, _text, { scene }) => arrow(definite(object), rest, scene),
  ),
];

/** "cat -> fox", "car = blue". */
function arrow(object: string, result: string, scene: Reading['scene']): Instruct[] | undefined {
  if (isColour(result))
    return [local(`make ${object} ${bare(result)}`, scene, object, { action: 'recolor', target: result })];
  if (isQuality(result) || MATERIALS.has(result))
    return [local(`make ${object} ${result}`, scene, object, { action: 'change', target: result })];
  if (!isThing(result)) return undefined;
  return [
    local(`replace ${object} with ${indefinite(result)}`, scene, object, {
      action: 'replace',
      target: result,
    }),
  ];
}

const AWAY =
  'away|out|off|completely|entirely|altogether|please|too|from_there|from_here|out_of_there|out_of_here|out_of_it';
const REMOVE =
  'remove|delete|erase|eliminate|take_away|take_out|take_off|get_rid_of|drop|lose|cut_away|clear|clear_away|wipe|wipe_out|hide|strip|discard|kill|ditch|subtract|exclude|scrap|clean_up|wash_off|shave_off|shave|cut_off|yeet|nuke|banish|evict|axe|rid_of|dump|chuck|toss|toss_out|throw_out|throw_away|bin|trash|zap|vaporize';

const REMOVALS: Edits = [
  edit(
    [
      `${REMOVE} [away|out|off] OBJECTS [from|off|out_of (OBJECT:from / WHOLE)] [${AWAY}]`,
      `take|cut|shave|wash|wipe|get|pull|throw|kick OBJECTS away|out|off [from|of (OBJECT:from / WHOLE)]`,
      'take|get|kick|pull|throw OBJECTS from|off|out_of (OBJECT:from / WHOLE / there / here / it)',
      'make|let|have OBJECTS disappear|vanish|go_away|gone|leave|go',
      'no_more|without|no|minus|--no|not_any|bye_bye|bye|goodbye OBJECTS',
    ],
    ({ objects = '', from }, text, { scene }) => {
      if (
        /^(?:again|back|problem|way|thanks|worries|idea|clue|thing|one|matter)$/.test(objects) ||
        isBackground(objects)
      )
        return undefined;
      const members = membersOf(objects);
      const tail = from === undefined ? '' : ` from ${from}`;
      const isOrder = members.length === 1 && !/^(?:no|without|minus|--no|bye|goodbye)\b/.test(text);
      return members.map((member): Instruct => {
        const some = /^(?:some|a few|a couple) of (?=the )(.+)$/.exec(member)?.[1];
        if (some !== undefined) return removeSome(some, scene);
        const order = isOrder ? text : `remove ${definite(member)}${tail}`;
        const step = local(order, scene, member, { action: 'remove' });
        if (tail === '' || step.object === undefined || step.object.relation !== undefined) return step;
        const relation = { kind: 'on' as const, noun: resolve(from ?? '', scene).reference.noun };
        return { ...step, object: { ...step.object, relation } };
      });
    },
  ),
];

/** Some of the trees: half of those that are seen, else one. */
function removeSome(things: string, scene: Reading['scene']): Instruct {
  const step = local(`remove some of ${things}`, scene, things, { action: 'remove' });
  const { noun = '', count } = step.object ?? {};
  if (step.object === undefined || count !== 'all') return step;
  const seen = (scene.context.objects ?? []).filter(({ label }) => label === noun).length;
  return { ...step, object: { ...step.object, count: Math.max(1, Math.floor(seen / 2)) } };
}

const RESIZED =
  /^(?:much |a bit |slightly |a lot |way )?(?:taller|wider|thinner|slimmer|longer|shorter|fatter|thicker|narrower|higher|rounder|flatter|skinnier|chubbier)$/;

/** What a thing is made to be: another thing, a quality, or what it does. */
function become(text: string, { scene }: Reading, things: string, result: string): Instruct[] | undefined {
  if (isWhole(things) || isBackground(things)) return ofPicture(text, things, result);
  const isPicture = isAntecedentPicture(things, scene);
  if (isPicture && isMood(result)) return [whole(text, { action: 'style', target: styleTarget(result) })];
  if (PRONOUN.test(things) && isStyle(result) && !isQuality(result))
    return [whole(text, { action: 'style', target: styleTarget(result) })];
  if (isState(result) || isQuality(result)) {
    const said = qualityTarget(result);
    const action = RESIZED.test(said) ? 'resize' : 'change';
    return distribute(text, scene, things, said, action, (member) => `make ${member} ${result}`);
  }
  if (!areNew(result)) return undefined;
  const isLike = /^(?:make|let|have) .+ (?:look|resemble)/.test(text);
  return distribute(
    text,
    scene,
    things,
    result,
    isLike ? 'change' : 'replace',
    (member) => `turn ${member} into ${result}`,
  );
}

function ofPicture(text: string, things: string, result: string): Instruct[] | undefined {
  if (isBackground(things))
    return [whole(text, { action: 'background', target: bare(qualityTarget(result)) })];
  if (isStyle(result) || isMood(result) || isQuality(result) || isThing(result))
    return [whole(text, { action: 'style', target: styleTarget(result) })];
  return undefined;
}

const BECOMINGS: Edits = [
  edit(
    [
      'turn|change|convert|transform|morph|make|switch|modify|evolve|shapeshift|polymorph ANY into|to|in_to [be] (NEW / QUALITY / STYLE)',
      'make|let|have ANY into|resemble|become|look_like|look_more_like|be (NEW / STYLE)',
    ],
    ({ any = '', new: thing, quality, style: styled }, text, reading) => {
      const result = thing ?? quality ?? styled ?? '';
      if (quality !== undefined && lacksNoun(quality) && !isWhole(any))
        return [local(text, reading.scene, any, { action: 'change', target: quality })];
      return become(text, reading, any, result);
    },
  ),
  edit(
    ['make OBJECTS INDEFINITE', 'make OBJECTS NEW'],
    ({ objects = '', indefinite: thing, new: other = '' }, text, reading) => {
      const result = thing ?? other;
      const isMany = isPlural(objects.split(' ').at(-1) ?? '') && isPlural(result.split(' ').at(-1) ?? '');
      const isTelegram =
        /^[a-z-]+$/.test(objects) && objects !== 'it' && result.split(' ').length === 1 && !isQuality(result);
      if (thing === undefined && !isMany && !isTelegram) return undefined;
      if (PRONOUN.test(objects) && isStyle(result))
        return [whole(text, { action: 'style', target: styleTarget(result) })];
      return distribute(
        text,
        reading.scene,
        objects,
        result,
        'replace',
        (member) => `make ${member} ${result}`,
      );
    },
  ),
  edit(
    ['color|colour|paint|style|dress|make ANY like|as NEW'],
    ({ any = '', new: like = '' }, text, { scene }) =>
      isAntecedentPicture(any, scene)
        ? undefined
        : [local(text, scene, any, { action: 'change', target: `like ${like}` })],
  ),
  edit(
    ['make|let|have|get|keep|render|set|turn|leave|want|show ANY (QUALITY / STATE)'],
    ({ any = '', quality, state }, text, reading) => {
      if (/^turn (?:on|off|up|down)\b/.test(text)) return undefined;
      return become(text, reading, any, quality ?? state ?? '');
    },
  ),
  edit(['make the text|sign|caption|title|label say|read QUOTE'], ({ quote = '' }, text, { scene }) => [
    local(text, scene, text.split(' ').slice(1, 3).join(' '), { action: 'change', target: `say ${quote}` }),
  ]),
  edit(['make OBJECT MATERIAL'], ({ object = '', material = '' }, text, { scene }) => [
    local(text, scene, object, { action: 'change', target: material }),
  ]),
];

const DEEDS: Edits = [
  edit(
    [
      'DEED [up|down|out|off|on|in|around] ANY [up|down|out|off|on|around] [with|in|into|on|to|from|by|like|as|using|over (NEW:tail / COLOUR:tail / STATE:tail)]',
      'turn ANY tail=around|on|off',
      'set ANY on tail=fire',
    ],
    ({ any = '', tail, deed = '' }, text, { scene }) => {
      const isFilter =
        /^(?:blur|darken|brighten|lighten|sharpen|soften|desaturate|enhance|fade|smooth|highlight|pixelate|censor|straighten|tilt|spin)$/.test(
          deed,
        );
      const target = isFilter ? deed : tail;
      if (isWhole(any)) return isFilter ? [whole(text, { action: 'style', target: deed })] : undefined;
      if (isAntecedentPicture(any, scene) && !isFilter) return undefined;
      if (isAntecedentPicture(any, scene)) return [whole(text, { action: 'style', target: deed })];
      return membersOf(any).map((member, _index, all) =>
        local(all.length === 1 ? text : `${deed} ${member}`, scene, member, { action: 'change', target }),
      );
    },
  ),
];

/** In this order: what is more telling comes first. */
const TABLES: Edits = [
  ...BACKGROUNDS,
  ...STYLES_OF_PICTURES.slice(0, -2),
  ...COLOURS_OF_THINGS,
  ...REPLACEMENTS,
  ...REMOVALS,
  ...ADDITIONS,
  ...BECOMINGS,
  ...DEEDS,
  ...BARE_AMBIENT,
  ...STYLES_OF_PICTURES.slice(-2),
];

/** Reads one clause as sub-instructions of InstructPix2Pix and FoI; a list of objects gives one step each. */
export function readEdit(clause: string, reading: Reading): Instruct[] | undefined {
  const { rest, strength } = takeStrength(clause);
  const attempts = strength === 1 ? [clause] : [rest, clause];
  for (const attempt of attempts) {
    const steps = readBy(TABLES, attempt, reading.slots, reading);
    if (steps === undefined) continue;
    if (attempt === clause) return steps;
    return steps.map((step): Instruct => {
      // "slightly" stays in the instruction unless pronouns were replaced in it
      const instruction =
        steps.length === 1 && step.instruction === attempt ? clause.slice(0, 400) : step.instruction;
      return { ...step, instruction, strength };
    });
  }
  return undefined;
}
