import { couldFit, cutWords, findMatch, type Form, form, type Found } from '../../english/forms.ts';
import { isDefinite } from '../../english/things.ts';
import type { Slots } from '../../english/forms.ts';

const MACROS: Readonly<Record<string, string>> = {
  should:
    'should|must|needs_to|need_to|has_to|have_to|ought_to|could|can|may|might|is_supposed_to|are_supposed_to|had_better',
  is: '(is / are / looks / look / seems / seem / feels)',
  really: '[just|still|really|now|kinda|kind_of|sort_of|a_bit|a_little|way|much|far]',
  too: '[just|still|really|now|kinda|kind_of|sort_of] [a_bit|a_little|way|much|far|kinda] too',
  want: "(i want|need|wish|prefer [you|for] / i'd|i_would like|love|prefer|go_for / i'd_go_with / i'd_rather_have / we need|want / let's have / could|can we|i have / give_me / how|what about / what if / what would it look|be [like] [if] / how would it look|be [like] [if] / would be nice|cool|great if)",
  be: 'to_be|be|was|were|to_become|became|becomes|to_look|is|are|look|looked',
  there:
    '(there should|could|must|might be / there has|needs to_be / i_wish there was|were / (let|have there be) / what|how about adding / what if there was|were|is|are / what if we add|added / could|can there be / i miss / i want to see / could_use / it needs|lacks / needs / we need / i_want)',
  some: 'a|an|some|two|three|four|another|more|many',
};

/** What people complain of, and what they would have instead. */
const REMEDIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['big', 'large', 'huge', 'tall', 'massive'].map((word) => [word, 'make $object smaller']),
  ),
  ...Object.fromEntries(['small', 'little', 'tiny', 'short'].map((word) => [word, 'make $object bigger'])),
  dark: 'make $object brighter',
  black: 'make $object brighter',
  bright: 'make $object darker',
  light: 'make $object darker',
  white: 'make $object darker',
  'far left': 'move $object to the right',
  'far to the left': 'move $object to the right',
  'far right': 'move $object to the left',
  'far to the right': 'move $object to the left',
  high: 'move $object down',
  'far up': 'move $object down',
  low: 'move $object up',
  'far down': 'move $object up',
};

type Order = string | ((found: Found) => string | undefined);
const wish = (source: string, order: Order): readonly [Form, Order] => [form(source, MACROS), order];

/** Turns wishes into orders: "the car should be red" → "make the car red". The first that fits is taken. */
const WISHES: readonly (readonly [Form, Order])[] = [
  wish('+ REST', 'add $rest'),
  wish('verb=convert|change|turn|transform|switch to|into REST', '$verb the picture to $rest'),
  wish('<want> (PRONOUN / WHOLE) [in|as|to_be|to_look|like] STYLE', 'make it $style'),
  wish('<want> OBJECTS had|has|have INDEFINITE', 'give $objects $indefinite'),
  wish('<want> INDEFINITE PREPOSED', 'add $indefinite $preposed'),
  wish('<there> INDEFINITE [PREPOSED]', ({ indefinite = '', preposed = '' }) =>
    `add ${indefinite} ${preposed}`.trim(),
  ),
  wish('<there> NEW [PREPOSED]', ({ new: thing = '', preposed = '' }) =>
    isDefinite(thing) ? undefined : `add ${thing} ${preposed}`.trim(),
  ),
  wish('i miss|missed the OBJECT', 'add the $object'),
  wish('<want> [that] OBJECTS <be> REST', 'make $objects $rest'),
  wish('<want> OBJECTS in COLOUR', 'make $objects $colour'),
  wish(
    '<want> OBJECTS (COLOUR / COMPARED / result=gone|removed)',
    ({ objects = '', colour, compared, result }) => `make ${objects} ${colour ?? compared ?? result ?? ''}`,
  ),
  wish('<want> OBJECTS DEST', 'move $objects $dest'),
  wish(
    "(i don't|do_not want|need|wish / we don't need / there should not be / there must|can not be / no need for) [any|to_see|to_have] OBJECTS [in_it|there|anymore|any_more|here]",
    'remove $objects',
  ),
  wish(
    'can|could|should|may OBJECTS verb=be|become|have|wear|get|go|move|look REST',
    '$objects should $verb $rest',
  ),
  wish(
    'OBJECTS <should> [be] wearing|wear|have|get|carry|carrying|hold|holding|own NEW',
    'give $objects $new',
  ),
  wish(
    'OBJECTS needs|need|wants|deserves|is_missing|lacks|misses|could_use INDEFINITE',
    'add $indefinite to $objects',
  ),
  wish('OBJECTS <should> not be there|here|visible', 'remove $objects'),
  wish(
    'OBJECTS <should> [be|stand|sit|go|appear|lie] [placed|moved|located|more] DEST',
    ({ objects = '', dest = '' }) =>
      /^(?:left|right|up|down|to|far|a )/.test(dest) ? undefined : `move ${objects} ${dest}`,
  ),
  wish('OBJECTS <should> verb=look|face|turn way=left|right|up|down|away', 'make $objects $verb $way'),
  wish('OBJECTS <should> verb=look|stare at OBJECT:other', 'make $objects $verb at $other'),
  wish('OBJECTS <should> be|become|get|turn|look [like|into] REST', 'make $objects $rest'),
  wish('OBJECTS <should> go|go_away|disappear|be_gone|be_removed|vanish|leave', 'remove $objects'),
  wish('OBJECTS <should> go|move|be_moved|come DEST', 'move $objects $dest'),
  wish(
    'OBJECT and OBJECT:other <should> swap|trade|switch|exchange places|positions|spots',
    'swap $object and $other',
  ),
  wish('OBJECTS <should> REST', 'make $objects $rest'),
  wish('OBJECTS goes|go DEST', 'move $objects $dest'),
  wish('OBJECT <is> <too> REST', ({ object = '', rest = '' }) => remedy(object, rest)),
  wish('OBJECT <is> not that|so WORD', 'make $object more $word'),
  wish('OBJECT <is> not WORD enough', 'make $object more $word'),
  wish('<too> WORD to_see|cant_see_anything REST', ({ word = '' }) => remedy('it', word)),
  wish("<too> WORD [,] can't|cannot see REST", ({ word = '' }) => remedy('it', word)),
  wish(
    'OBJECT <is> [kinda|kind_of|a_bit|really|so] big|huge|large [,] shrink|reduce it',
    'make $object smaller',
  ),
  wish('verb=make|turn|have|get OBJECTS gone', 'remove $objects'),
  wish('i want|need|wish|prefer NEW instead_of|rather_than|not [a|an] OBJECTS', '$new instead of $objects'),
  wish('have|let|get OBJECTS be|to_be|become REST', ({ objects = '', rest = '' }) =>
    /^(?:holding|wearing|carrying) /.test(rest) ? undefined : `make ${objects} ${rest}`,
  ),
  wish(
    'make (sure / [it] so) [that] OBJECTS verb=is|are|looks|look|has|have|gets REST',
    ({ objects = '', verb = '', rest = '' }) =>
      `${verb.startsWith('ha') ? 'give' : 'make'} ${objects} ${rest}`,
  ),
  wish(
    '(the|this scene|picture|story|whole_thing / it / scene) [should|must|could] takes_place|take_place|happens|plays|be_set|is_set|be in|on|at REST',
    'change the background to $rest',
  ),
  wish('([there are|is] / you made|painted) [way|far] too many|much OBJECTS', 'remove some of the $objects'),
  wish('fewer|less|not_so_many|not_that_many [of] [the] PLURAL', 'remove some of the $plural'),
  wish('one|1 WORD less|fewer', 'remove one $word'),
  wish('factor=half|double|twice|triple|three_times the size of|for OBJECTS', 'make $objects $factor as big'),
  wish('the OBJECT [,] [but] wearing|with|holding|carrying INDEFINITE', 'give the $object $indefinite'),
  wish('OBJECT , [but] wearing|with|holding|carrying INDEFINITE', 'give $object $indefinite'),
  wish('get|buy|bring|dress OBJECTS [in] INDEFINITE', 'give $objects $indefinite'),
  wish('OBJECTS be_gone|begone|away_with_it', 'remove $objects'),
  wish('one for OBJECTS [too|as_well]', 'the same for $objects'),
  wish('make|let OBJECTS have|get INDEFINITE', 'give $objects $indefinite'),
  wish('have OBJECTS have|get INDEFINITE', 'give $objects $indefinite'),
  wish('OBJECTS , make|paint|turn|color|colour it|them REST', 'make $objects $rest'),
  wish('only change|edit|touch OBJECTS : REST', '$rest'),
];

function remedy(object: string, complaint: string): string | undefined {
  const known = Object.hasOwn(REMEDIES, complaint) ? REMEDIES[complaint] : undefined;
  if (known === undefined && complaint.includes(' ')) return undefined;
  return (known ?? 'make $object less $complaint')
    .replace('$object', object)
    .replace('$complaint', complaint);
}

/** Rewrites a wish as an order, or returns the words as they are; a wish in other words may take two rewrites. */
export function readWish(clause: string, slots: Slots): string {
  let kept = clause;
  for (let round = 0; round < 2; round += 1) {
    const order = rewrite(kept, slots);
    if (order === undefined) break;
    kept = order;
  }
  return kept;
}

function rewrite(clause: string, slots: Slots): string | undefined {
  const words = cutWords(clause);
  const said = new Set(words);
  for (const [wished, order] of WISHES) {
    if (!couldFit(wished.parts, said)) continue;
    const text = findMatch(wished, words, slots, (found) =>
      typeof order === 'function'
        ? order(found)
        : order.replace(/\$(\w+)/g, (_whole, name: string) => found[name] ?? ''),
    );
    if (text !== undefined) return text.trim();
  }
  return undefined;
}
