import { bare } from '../../english/articles.ts';
import { isColour } from '../../english/colours.ts';
import type { Rule } from '../../english/forms.ts';
import { TIMES, WEATHER } from '../../english/lexicon.ts';
import { ambientTarget, isAmbient, isMood, isPlace, isStyle, styleTarget } from '../../english/looks.ts';
import { isDefinite, isIndefinite, isWhole, PRONOUN } from '../../english/things.ts';
import { isKnownThing } from './scene.ts';
import { edit, type Reading } from './slots.ts';
import { type Instruct, whole } from './steps.ts';

/** Edits of the whole picture: its background, time, weather, style and light. */

const background = (text: string, target: string): Instruct[] => [
  whole(text, { action: 'background', target }),
];
const style = (text: string, target: string): Instruct[] => [whole(text, { action: 'style', target })];

const BACKGROUND =
  'background|backdrop|setting|scenery|surroundings|location|weather|season|time_of_day|time|environment';
const CHANGE = 'change|replace|set|switch|swap|turn|make|convert|transform|put|alter|update|swap_out';
const FILTER =
  'blur|sharpen|brighten|darken|lighten|desaturate|colorize|colourize|saturate|enhance|soften|stylize|cartoonize|pixelate|vectorize|modernize|beautify|invert|defocus|fade|simplify';
const LEVEL =
  'contrast|brightness|saturation|exposure|sharpness|lighting|light|lights|color|colour|colors|colours|quality|vibrance|warmth|temperature|detail|details|shadows|shadow|noise|grain|tones|tone|blur|mood|atmosphere';
/** Light and weather that one can add as well as a thing: then it is one. */
const ADDED = /^(?:an? |the )?(?:sunset|moonlight|christmas|halloween|easter|night|day|morning|evening)\b/;
const endsInWeather = (words: string): boolean =>
  [...WEATHER].some((name) => words === name || words.endsWith(` ${name}`));

export const BACKGROUNDS: readonly Rule<Instruct[], Reading>[] = [
  edit(
    [
      `${CHANGE} [the|its|his|her] [whole|entire] ${BACKGROUND} [to_be|to|with|into|for|by|as|look_like|be|like] [something_like|that_of] REST`,
    ],
    ({ rest = '' }, text) =>
      / and | the \S+ (?:red|blue|green)$|\.\.|^(?:to|of|by)\b/.test(rest)
        ? undefined
        : background(text, bare(rest.replace(/^(?:be|look like) /, ''))),
  ),
  edit(
    [
      'remove|delete|erase|get_rid_of|cut_out|clear|drop|strip|no|without [the|its] [whole|entire] background',
    ],
    (_found, text) => background(text, 'plain'),
  ),
  edit([`way=${FILTER} [out] [the|its] [whole|entire] background`], ({ way = '' }, text) =>
    background(text, way),
  ),
  edit(
    [
      'give|add|use|have|get|try [it|them|us|me] a|an|the|some [new|different] REST background',
      '[with] [a|an|the] [new] REST background',
      '[the] background [should_be|is|to|->|=|,|:] REST',
    ],
    ({ rest = '' }, text) =>
      rest.split(' ').length <= 4 &&
      !/\b(?:the|is|and|make|remove|of|in)\b/.test(rest) &&
      text.split(' ').length <= 8
        ? background(text, bare(rest))
        : undefined,
  ),
  edit(
    [
      'make|turn|change|set|have|let|switch|convert|transform|get|paint|render WHOLEISH [into|to|in|be|at] AMBIENT',
    ].map((form) =>
      form.replace(
        'WHOLEISH',
        '(it / WHOLE / there / the weather|time|season|day|night|sky|summer|winter|lighting|light|scene)',
      ),
    ),
    ({ ambient = '' }, text) =>
      /^\S+ the sky /.test(text) && isColour(ambient) ? undefined : background(text, ambientTarget(ambient)),
  ),
  edit(
    ['make|let|add|have|start [it|there_be] [some|more|a_bit_of|a_little|lots_of|a] AMBIENT'],
    ({ ambient = '' }, text) =>
      endsInWeather(ambient) && !(/^(?:add|have)/.test(text) && ADDED.test(text.replace(/^\S+ /, '')))
        ? background(text, ambientTarget(ambient))
        : undefined,
  ),
  edit(
    [
      'turn|change|make|convert|switch|swap [the] TIME [in]to|into [the|a] AMBIENT'.replace(
        '[in]to|into',
        'into|to',
      ),
    ],
    ({ ambient = '' }, text) => background(text, ambientTarget(ambient)),
  ),
  edit(
    [
      'AMBIENT instead [of TIME]',
      '[let_it|it_should|should] [be|to_be] AMBIENT',
      '[i_want|want] it [to_be] AMBIENT',
    ],
    ({ ambient = '' }, text) => background(text, ambientTarget(ambient)),
  ),
  edit(['[a|an|the] AMBIENT version|edition|mood|atmosphere|vibe|vibes'], ({ ambient = '' }, text) =>
    background(text, ambientTarget(ambient)),
  ),
  edit(
    [
      'put|place|move|bring|send|take|set|transport|relocate|show (OBJECTS / WHOLE) in|into|on|onto|at|to|inside|under|out_in|outside_in [the middle of] PLACE',
    ],
    ({ objects = 'it', place = '' }, text, { scene }) => {
      const named = bare(place).replace(
        /^(?:nice|sunny|tropical|busy|dark|beautiful|green|sandy|snowy|big|old|lush|quiet|crowded) /,
        '',
      );
      const isThere =
        isWhole(objects) || isDefinite(objects) || PRONOUN.test(objects) || isKnownThing(objects, scene);
      if (isIndefinite(objects) || !isThere || isKnownThing(named, scene)) return undefined;
      return background(text, bare(place));
    },
  ),
];

const STYLE_VERBS =
  'make|turn|change|convert|transform|render|redo|paint|draw|give|do|show|put|recreate|restyle|have|let|get|i_want|want';

export const STYLES_OF_PICTURES: readonly Rule<Instruct[], Reading>[] = [
  edit(
    [`${STYLE_VERBS} (whole=it|this|that / WHOLE) [into|to|in|be|as] (STYLE / MOOD)`],
    ({ whole: object = '', style: styled, mood }, text, { scene }) => {
      const result = styled ?? mood ?? '';
      if (object === 'it' && scene.isSpoken && isMood(result)) return undefined;
      if (isWhole(result.split(' ')[0] ?? '') && !isStyle(result)) return undefined;
      return style(text, styleTarget(result));
    },
  ),
  edit(
    [
      'change|set|switch [the] [art] style to|into|of REST',
      `use|apply|try|go_for|add|give_it|give_me [a|an|the|some] REST style|look|effect|filter|vibe|vibes`,
    ],
    ({ rest = '' }, text) =>
      /^(?:more|some) /.test(rest) || rest.split(' ').length > 5 ? undefined : style(text, styleTarget(rest)),
  ),
  edit(
    [`convert|change|turn|transform to|into [a|an] STYLE`, `go|make_it_go STYLE`],
    ({ style: styled = '' }, text) => style(text, styleTarget(styled)),
  ),
  edit(
    [
      `way=increase|raise|boost|lower|decrease|reduce|up|turn_up|turn_down|adjust|bump|bump_up|fix|improve|enhance [the] level=${LEVEL} [a_bit|a_little|a_lot|slightly|please]`,
    ],
    ({ way = '', level = '' }, text) =>
      style(text, `${/lower|decrease|reduce|down/.test(way) ? 'less' : 'more'} ${level}`),
  ),
  edit([`filter=${FILTER} [up] [it|this|the_rest|WHOLE]`], ({ filter = '' }, text, { scene }) =>
    text.endsWith(' it') && scene.isSpoken ? undefined : style(text, filter),
  ),
  edit(
    [
      `[give|make it|the_picture|the_image|the_photo] [a_bit|a_little|much|a_lot|way] more|less|better|nicer|stronger|softer|warmer|cooler|colder|brighter|darker|deeper|richer [dramatic|moody|natural] ${LEVEL}`,
      `[give|make it] [a_bit|a_little|much|a_lot|way] more|less saturated|contrasty|colorful|colourful|vibrant`,
    ],
    (_found, text) => style(text, text.replace(/^(?:give|make) (?:it|the \w+) /, '')),
  ),
  edit(['STYLE', 'make|do [it] STYLE'], ({ style: styled = '' }, text) => {
    const plain = styled.replace(/ (?:version|style|look|please|vibes?)$/, '');
    const isBare =
      isStyle(plain) && !/^(?:an?|the|some|two|three) /.test(plain) && plain.split(' ').length <= 4;
    const isSaid = /^(?:in|as|like)\b/.test(styled) || / (?:style|vibes?|aesthetic)$/.test(styled);
    return isBare || isSaid ? style(text, styleTarget(styled.replace(/ version$/, ''))) : undefined;
  }),
  edit(['MOOD'], ({ mood = '' }, text, { scene }) =>
    scene.isSpoken ? undefined : style(text, styleTarget(mood)),
  ),
];

/** A bare time or weather: "at night", "rainy day". */
export const BARE_AMBIENT: readonly Rule<Instruct[], Reading>[] = [
  edit(['AMBIENT'], ({ ambient = '' }, text) =>
    TIMES.has(ambient) || isAmbient(ambient) || isPlace(ambient)
      ? background(text, ambientTarget(ambient))
      : undefined,
  ),
];
