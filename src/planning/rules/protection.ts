import { singular, tag } from './grammar.ts';
import { shareDeterminer, splitList } from './lists.ts';
import { readReference } from './references.ts';
import { PRONOUN, resolve, type Scene } from './scene.ts';

const THINGS = String.raw`((?:the |my |his |her |its |their |any |that |this )?.+?)`;
const OPENERS: readonly RegExp[] = [
  new RegExp(
    `^(?:but |and |please |just )*(?:don't|do not|dont|never|don't you) (?:touch|change|alter|modify|edit|move|affect|mess with|mess up|ruin|paint over|repaint|recolou?r|replace|remove|delete|erase|cover|hide|lose|do anything to|change anything about) ${THINGS}$`,
  ),
  new RegExp(
    `^(?:but |and |please |just )*(?:leave|keep|preserve|protect|spare|save|lock|freeze|retain|maintain) ${THINGS}(?: (?:alone|as (?:it|they) (?:is|are|was|were)|as is|unchanged|untouched|intact|the same|exactly (?:the same|as (?:it|they) (?:is|are))|like (?:it|that|this)(?: is)?|in place|the way (?:it|they) (?:is|are)|out of (?:it|this)))?$`,
  ),
  new RegExp(
    `^(?:but |and )?(?:without|not) (?:touching|changing|altering|affecting|modifying|moving|editing|ruining|messing with|messing up) ${THINGS}$`,
  ),
  new RegExp(
    `^(?:but |and )?(?:everything |all )?(?:except|except for|apart from|other than|excluding|but not) ${THINGS}$`,
  ),
  new RegExp(`^(?:but )?not ((?:the|my|any|his|her|its|their|that) .+?)$`),
  new RegExp(
    `^${THINGS} (?:should|must|has to|have to|needs to|can) (?:stay|remain|be kept|be left)(?: (?:as (?:it|they) (?:is|are)|the same|unchanged|untouched|intact|alone|like that|exactly as is|there|put))?$`,
  ),
];
const TRAILING =
  /^(.+?),? (?:but )?((?:don't|do not|dont|never|without|except|except for|apart from|other than|but not|leave|keep|leaving|keeping|not touching|and leave|and keep)\b.+)$/;

export interface Protection {
  readonly clauses: readonly string[];
  readonly protect: readonly string[];
}

/** Takes "don't touch the sky" and "but leave the dog alone" out of the clauses. */
export function takeProtection(clauses: readonly string[], scene: Scene): Protection {
  const kept: string[] = [];
  const protect: string[] = [];
  for (const clause of clauses) {
    const alone =
      /^(?:(?:keep|leave|show) only|only keep|isolate|cut out|(?:remove|take away|delete|erase|get rid of|hide) (?:everything|all|anything)(?: else)? (?:but|except(?: for)?|apart from|other than)) (.+)$/.exec(
        clause,
      );
    if (alone !== null && !clause.startsWith('cut out')) {
      kept.push('remove the background');
      protect.push(...namesOf(alone[1] ?? '', scene));
      continue;
    }
    const whole = protectedThings(clause, scene);
    if (whole !== undefined) {
      protect.push(...whole);
      continue;
    }
    const trailing = TRAILING.exec(clause);
    if (trailing !== null && /\bones?\b/.test(trailing[2] ?? '') && scene.noun === '')
      scene.noun = singular(tag(trailing[1] ?? '').find((term) => term.tags.includes('Noun'))?.text ?? '');
    const tail =
      trailing === null
        ? undefined
        : protectedThings(
            (trailing[2] ?? '')
              .replace(/^and /, '')
              .replace(/^leaving/, 'leave')
              .replace(/^keeping/, 'keep')
              .replace(/^not touching/, 'without touching'),
            scene,
          );
    if (trailing !== null && tail !== undefined) {
      kept.push((trailing[1] ?? '').replace(/[,\s]+$/, ''));
      protect.push(...tail);
    } else kept.push(clause);
  }
  return { clauses: kept, protect: [...new Set(protect)].slice(0, 8) };
}

function protectedThings(clause: string, scene: Scene): string[] | undefined {
  for (const opener of OPENERS) {
    const found = opener.exec(clause);
    if (found === null) continue;
    const things = found[1] ?? '';
    // "keep it", "leave it": nothing that could be protected
    if (
      /^(?:it|this|that|going|on|out|only|me|you|in mind|calm|up|doing|trying|being)\b/.test(things) &&
      !(PRONOUN.test(things) && resolve(things, scene).isKnown)
    )
      return undefined;
    if (/^keep (?:only|just) /.test(clause)) return undefined;
    if (
      /^(?:the )?(?:rest|others?|everything(?: else)?|anything(?: else)?|all(?: of)? the rest)$/.test(things)
    )
      return [];
    return namesOf(things, scene);
  }
  return undefined;
}

/** The things of a list by noun and attributes: "the sky and the red car" → sky, red car. */
function namesOf(things: string, scene: Scene): string[] {
  return shareDeterminer(splitList(things.replace(/ or /g, ' and ')))
    .map((thing) => resolve(thing.replace(/^(?:any|anything about) /, ''), scene).reference)
    .map(({ attributes = [], noun, words, ordinal, side, order }) => {
      const name = noun || readReference(words).reference.noun;
      // "the first one": its place tells it from the others
      const isPlaced = ordinal !== undefined || side !== undefined || order !== undefined;
      const said = words.replace(/^(?:the|my|his|her) /, '').replace(/\bones?\b/, name);
      return (isPlaced ? said : [...attributes, name].join(' ')).trim().slice(0, 60);
    })
    .filter(Boolean);
}
