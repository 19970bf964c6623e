import { anyOf, COLOURS, SHADES } from './lexicon.ts';
import {
  bare,
  cuts,
  distribute,
  isAntecedentPicture,
  isBackground,
  isWhole,
  local,
  type Reader,
  whole,
} from './instruct-step.ts';
import { lacksNoun } from './lists.ts';
import { PRONOUN } from './scene.ts';

const COLOUR = anyOf(COLOURS);
const SHADE = anyOf(SHADES);
const COLOURED = new RegExp(
  `^(?:(?:in |a |an |the |all |colou?r(?:ed)? )*)(?:(?:${SHADE})[ -])*(?:${COLOUR}|(?:a )?(?:different|another|random|new|natural|other|mixed|various) colou?rs?)(?:[ -]?ish)?(?:(?:,| and| or| with|, and|-|/| to)? ?(?:(?:${SHADE})[ -])*(?:${COLOUR}))*(?: colou?r(?:ed)?| shade| tone| stripes| dots| spots)?$`,
);

/** True for "blue", "dark red", "black and white", "less red", "a brighter green". */
export const isColour = (words: string): boolean =>
  COLOURED.test(words) &&
  !/^an? (?:orange|rose|peach|lime|mint|olive|coral|rainbow|salmon|violet|ruby)$/.test(words);

/** Reads "paint the house yellow", "change the colour of the car to green". */
export const readColour: Reader = (clause, scene) => {
  const swapped = /^(?:swap|exchange|switch) the colou?rs? of (.+?) and (.+)$/.exec(clause);
  if (swapped !== null) {
    const [, first = '', second = ''] = swapped;
    return [
      [first, second],
      [second, first],
    ].map(([object = '', other = '']) =>
      local(`make ${object} the color of ${other}`, scene, object, {
        action: 'recolor',
        target: `color of ${other}`,
      }),
    );
  }
  const alike = /^(?:make|paint|colou?r|turn) (.+?) (?:in )?(the same colou?r as .+)$/.exec(clause);
  if (alike !== null) return distribute(clause, scene, alike[1] ?? '', alike[2] ?? '', 'recolor');
  const property =
    /^(?:change|set|switch|turn|make|alter) (?:the )?colou?r (?:of )(.+?) (?:to be |to |into |from .+ to |as )((?:an? )?[a-z -]+)$/.exec(
      clause,
    ) ??
    /^(?:change|set|switch|turn|make|alter) (.+?)(?:'s?)? colou?r (?:to be |to |into |from .+ to |as )((?:an? )?[a-z -]+)$/.exec(
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
