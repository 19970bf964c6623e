import { cutWords, findMatch, form, type Form, type Found, type Slots } from '../../english/forms.ts';
import { shareDeterminer, splitList } from '../../english/lists.ts';
import { singular } from '../../english/nouns.ts';
import { readReference } from '../../english/phrases.ts';
import { tag } from '../../english/tagging.ts';
import { PRONOUN } from '../../english/things.ts';
import { resolve, type Scene } from './scene.ts';

const MACROS = {
  never: "[but|and] [please] [just] don't|do_not|dont|never|don't_you",
  hurt: 'touch|change|alter|modify|edit|move|affect|mess_with|mess_up|ruin|paint_over|repaint|recolor|recolour|replace|remove|delete|erase|cover|hide|lose|do_anything_to|change_anything_about',
  hurting: 'touching|changing|altering|affecting|modifying|moving|editing|ruining|messing_with|messing_up',
  as: '(alone / as (it|they is|are|was|were) / as_is / unchanged / untouched / intact / the_same / exactly the_same / exactly as it|they is|are / like it|that|this [is] / in_place / the_way it|they is|are / out_of it|this / like_that / there / put)',
};
const forms = (...sources: readonly string[]): readonly Form[] =>
  sources.map((source) => form(source, MACROS));
const KEPT = forms(
  '<never> <hurt> THINGS',
  '[but|and] [please] [just] leave|leaving|keep|keeping|preserve|protect|spare|save|lock|freeze|retain|maintain THINGS [<as>]',
  '[but|and] without|not <hurting> THINGS',
  '[but|and] [everything|all] except|except_for|apart_from|other_than|excluding|but_not THINGS',
  '[but] not MINE',
  'THINGS should|must|has_to|have_to|needs_to|can stay|remain|be_kept|be_left [<as>]',
);
const ONLY = forms(
  'keep|leave|show only|just THINGS',
  'only keep THINGS',
  'isolate THINGS',
  'remove|take_away|delete|erase|get_rid_of|hide everything|all|anything [else] but|except|except_for|apart_from|other_than THINGS',
);
const slots: Slots = {
  THINGS: (words) => words !== '',
  MINE: (words) => /^(?:the|my|any|his|her|its|their|that) /.test(words),
};
const TURNS =
  "don't|do not|dont|never|without|except|except for|apart from|other than|but not|leave|keep|leaving|keeping|not touching|and leave|and keep";
const TRAILING = new RegExp(`^(.+?),? (?:but )?((?:${TURNS})\\b.+)$`);

export interface Protection {
  readonly clauses: readonly string[];
  readonly protect: readonly string[];
}

/** Takes "don't touch the sky" and "but leave the dog alone" out of the clauses. */
export function takeProtection(clauses: readonly string[], scene: Scene): Protection {
  const kept: string[] = [];
  const protect: string[] = [];
  for (const clause of clauses) {
    const alone = first(ONLY, clause)?.['things'];
    if (alone !== undefined) {
      kept.push('remove the background');
      protect.push(...namesOf(alone, scene));
      continue;
    }
    const { rest, things } = takeBrackets(
      clause.replace(/\b(everything|all) but (?=the|my)/, '$1 except '),
      scene,
    );
    protect.push(...things);
    const whole = protectedThings(rest, scene);
    if (whole !== undefined) protect.push(...whole);
    else kept.push(takeTrailing(rest, scene, protect));
  }
  return { clauses: kept, protect: [...new Set(protect)].slice(0, 8) };
}

/** "the cat (not the dog)": what is in brackets stays as it is. */
function takeBrackets(clause: string, scene: Scene): { rest: string; things: readonly string[] } {
  const found = /^(.*?) ?\((?:but )?(?:not|except|without|leave|keep) ([^()]+)\) ?(.*)$/.exec(clause);
  if (found === null) return { rest: clause, things: [] };
  const rest = `${found[1] ?? ''} ${found[3] ?? ''}`.trim();
  return { rest, things: namesOf((found[2] ?? '').replace(/ alone$/, ''), scene) };
}

function takeTrailing(clause: string, scene: Scene, protect: string[]): string {
  const [, before = '', after = ''] = TRAILING.exec(clause) ?? [];
  if (before === '') return clause;
  if (/\bones?\b/.test(after) && scene.noun === '')
    scene.noun = singular(tag(before).find((term) => term.tags.includes('Noun'))?.text ?? '');
  const things = protectedThings(
    after.replace(/^and /, '').replace(/^not touching/, 'without touching'),
    scene,
  );
  if (things === undefined) return clause;
  protect.push(...things);
  return before.replace(/[,\s]+$/, '');
}

const first = (among: readonly Form[], clause: string): Found | undefined => {
  for (const one of among) {
    const match = findMatch(one, cutWords(clause), slots, (found) => found);
    if (match !== undefined) return match;
  }
  return undefined;
};

const NOTHING = /^(?:it|this|that|going|on|out|only|me|you|in mind|calm|up|doing|trying|being)\b/;
const THE_REST = /^(?:the )?(?:rest|others?|everything(?: else)?|anything(?: else)?|all(?: of)? the rest)$/;

function protectedThings(clause: string, scene: Scene): string[] | undefined {
  const found = first(KEPT, clause);
  const things = found?.['things'] ?? found?.['mine'];
  if (things === undefined || /^(?:keep|leave) (?:only|just) /.test(clause)) return undefined;
  // "keep it", "leave it": nothing that could be protected
  const isKnownPronoun = PRONOUN.test(things) && resolve(things, scene).isKnown;
  if (NOTHING.test(things) && !isKnownPronoun) return undefined;
  return THE_REST.test(things) ? [] : namesOf(things, scene);
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
