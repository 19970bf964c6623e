import { pattern } from './patterns.ts';
import { anyOf, PLACES, TIMES, WEATHER } from './lexicon.ts';
import { isColour } from './colours.ts';
import { bare, cuts, isWhole, type Reader, whole } from './instruct-step.ts';
import { isKnownThing } from './scene.ts';

const TIME = anyOf(TIMES);
const SKY = anyOf(WEATHER);
const GLOBAL_PLACE = anyOf(PLACES);
const AMBIENT = new RegExp(
  `^(?:(?:at|in|during|on|to|into|like|look like|look like it's|be|feel like|more like|more|a|an|the|some|early|late|deep|dark|full|bright|nice|heavy|light|thick|falling|starry|it's|it is|as if it were|as if it was)\\s+)*(?:${TIME}|${SKY})(?: time| day| weather| season| evening| morning| night| scene| light| lighting| sky| mood| atmosphere)*(?: (?:with|and) (?:an? |the |some )?[a-z]+(?: [a-z]+)?)?$`,
);
/** True for times of the day, seasons and weather: they change the whole picture. */
const isAmbient = (words: string): boolean => AMBIENT.test(words);

/** Reads "change the background to a forest", "remove the background". */
export const readBackground: Reader = (clause) => {
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
  const fresh =
    /^(?:give|add|use|have|get|try)(?: it| them| us| me)? (?:an?|the|some) (?:new |different )?(.+) background$/.exec(
      clause,
    );
  if (fresh !== null) return [whole(clause, { action: 'background', target: fresh[1] ?? '' })];
  const bareBackground =
    /^(?:with )?(?:an? |the )?(?:new )?((?:[a-z-]+ )?[a-z-]+) background$/.exec(clause) ??
    /^(?:the )?background ?[:=,]? ?(?:should be |is |to |-> )?(.+)$/.exec(clause);
  if (bareBackground !== null && clause.split(' ').length <= 6)
    return [whole(clause, { action: 'background', target: bare(bareBackground[1] ?? '') })];
  return undefined;
};

/** Reads times, seasons, weather and places: "make it night", "put them on the beach". */
export const readAmbient: Reader = (clause, scene) => {
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
  const said =
    /^(?:make|let|add|have|start)(?: it| there be| some| more| a bit of| a little| lots of| a)* (.+)$/.exec(
      clause,
    );
  if (
    said !== null &&
    isAmbient(said[1] ?? '') &&
    !/^(?:add|have) (?:a |the )?(?:sunset|moonlight|christmas|halloween|easter|night|day|morning|evening)/.test(
      clause,
    ) &&
    pattern(`(?:${SKY})$`).test(clause)
  )
    return [whole(clause, { action: 'background', target: ambientTarget(said[1] ?? '') })];
  const day = pattern(
    `^(?:turn|change|make|convert|switch|swap) (?:the )?(${TIME}) (?:in)?to (?:the |a )?(.+)$`,
  ).exec(clause);
  if (day !== null) return [whole(clause, { action: 'background', target: ambientTarget(day[2] ?? '') })];
  const version = /^(?:an? |the )?(.+?) (?:version|edition|mood|atmosphere|vibes?)$/.exec(clause);
  if (version !== null && isAmbient(version[1] ?? ''))
    return [whole(clause, { action: 'background', target: ambientTarget(version[1] ?? '') })];
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
    /^(?:put|place|move|bring|send|take|set|transport|relocate|show) (.+?) (?:in|into|on|onto|at|to|inside|under|out in|outside in)(?: the middle of)? (?:the |a |an |some )?(.+)$/.exec(
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
      pattern(`^(?:${GLOBAL_PLACE}|${TIME}|${SKY})(?: at .+| in .+)?$`).test(place) &&
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
