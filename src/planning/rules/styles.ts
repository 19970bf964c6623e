import { anyOf, MOODS, STYLES } from './lexicon.ts';
import { bare, cuts, isWhole, type Reader, whole } from './instruct-step.ts';

const STYLE = anyOf(STYLES);
const STYLED = new RegExp(
  `^(?:(?:look(?:s|ing)? like|look|like|as if it was|as if|as though|into|in|to|as|be|more like|more|feel like|seem like|resemble|a|an|the|style of|style|kind of)\\s+)*(?:(?:[a-z-]+ ){0,4})(?:${STYLE})(?: style| drawing| painting| film| picture| image| photo| character| look| poster| art| version| movie| effect| game| render| still)*(?: (?:by|from|of|in|with|on) .+)?$`,
);
/** True for ways to paint: "like a watercolor", "in the style of …". */
export const isStyle = (words: string): boolean =>
  STYLED.test(words) ||
  /^(?:in|with) (?:the |an? )?(?:style|manner|spirit|look) of /.test(words) ||
  words.endsWith(' style');

/** Looks of a whole picture: "darker", "more colorful". */
export const MOOD = new RegExp(
  `^(?:(?:look|feel|seem|be|be a bit|more|less|very|much|a lot|even|way|really|slightly|a bit|a little|far|super|so|all) )*(?:${anyOf(MOODS)})(?: and (?:more |less )?(?:${anyOf(MOODS)}))?$`,
);

/** Reads "make it a watercolor", "increase the contrast", "black and white". */
export const readStyle: Reader = (clause, scene) => {
  const made =
    /^(?:make|turn|change|convert|transform|render|redo|paint|draw|give|do|show|put|recreate|restyle|have|let|get) (.+)$/.exec(
      clause,
    );
  if (made !== null) {
    for (const [object, result] of cuts(made[1] ?? '')) {
      if (!isWhole(object) && object !== 'it' && object !== 'this') continue;
      if (isWhole(result.split(' ')[0] ?? '')) continue;
      if (object === 'it' && scene.isSpoken && MOOD.test(result)) continue;
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
    /^(blur|sharpen|brighten|darken|lighten|desaturate|colou?rize|saturate|enhance|soften|stylize|cartoonize|pixelate|vectorize|modernize|improve|beautify|invert)(?: up)?(?: (?:it|this|the rest))?$/.exec(
      clause,
    ) ??
    /^(blur|sharpen|brighten|darken|lighten|desaturate|colou?rize|saturate|enhance|soften|stylize|cartoonize|pixelate|vectorize|modernize|improve|beautify|invert) (.+)$/.exec(
      clause,
    );
  if (
    filter !== null &&
    (filter[2] === undefined || isWhole(filter[2])) &&
    !(clause.endsWith(' it') && scene.isSpoken)
  )
    return [whole(clause, { action: 'style', target: filter[1] ?? '' })];
  if (
    /^(?:give (?:it|the picture|the image|the photo) )?(?:(?:a bit |a little |much |a lot |way )?(?:more|less|better|nicer|stronger|softer|warmer|cooler|colder|brighter|darker|deeper|richer) )(?:dramatic |moody |natural )?(?:lighting|light|lights|contrast|colou?rs?|saturation|details?|brightness|noise|grain|sharpness|shadows|tones?|blur|exposure|mood|atmosphere|warmth)$/.test(
      clause,
    )
  )
    return [whole(clause, { action: 'style', target: clause.replace(/^give (?:it|the \w+) /, '') })];
  if (STYLES.has(clause.replace(/ (?:version|style|look|please)$/, '')))
    return [whole(clause, { action: 'style', target: styleTarget(clause.replace(/ version$/, '')) })];
  if (
    isStyle(clause) &&
    /^(?:in|as|like|black|b&w|bw|sepia|gr[ae]yscale|monochrome|.* style)/.test(clause) &&
    !lacksHead(clause)
  )
    return [whole(clause, { action: 'style', target: styleTarget(clause) })];
  if (MOOD.test(clause) && !scene.isSpoken)
    return [whole(clause, { action: 'style', target: styleTarget(clause) })];
  return undefined;
};

const lacksHead = (clause: string): boolean => clause.split(' ').length > 14;

/** "look like an oil painting" → "oil painting". */
export const styleTarget = (words: string): string =>
  bare(
    words
      .replace(
        /^(?:(?:look(?:s|ing)? like|look|like|as if it was|into|to|as|be|in the (?:style|manner|spirit|look) of|in|with|more like|feel like|feel|seem|a|an|the)\s+)+/,
        '',
      )
      .replace(/ (?:style|look)$/, ''),
  );
