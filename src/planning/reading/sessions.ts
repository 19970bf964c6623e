import {
  cutWords,
  findMatch,
  fits,
  form,
  type Form,
  readBy,
  rule,
  type Rule,
  type Slots,
} from '../../english/forms.ts';
import { readNumber, readOrdinal } from '../../english/numbers.ts';
import { readReference } from '../../english/phrases.ts';
import type { ObjectReference, StepOf } from '../plan.ts';
import { createScene, type Scene } from './scene.ts';

type Session = StepOf<'session'>;
type Action = Session['action'];

const MACROS: Readonly<Record<string, string>> = {
  it: '(it / this / that / the picture|image|photo|drawing|one|thing|result)',
  more: '[a_bit|a_little|even|much|way|slightly|a_lot|lots|so]',
  picture: 'picture|image|version|photo|one|pic|edit',
  last: 'last|previous|old|prior',
  make: '[make (it / that / this / the effect|edit|change)] [do_it|apply|apply_it]',
  number: '(number|picture|image|version|edit|pic|# [number|#] NUMBER / #NUMBER)',
  set: 'use|try|set|with|change|same_but|same_with|again_with|redo_with|do_it_with|it_with|make_it_with|repeat_with|but_with|now|give_me|pick',
};

/** Whole messages that no model is asked about. */
const FORMS: readonly (readonly [Action, readonly string[]])[] = [
  [
    'undo',
    [
      'undo|revert [<it> / the|my last [one|change|edit|step|thing] / last [change|edit|one]] [please]',
      'rollback|roll_back|ctrl_z|ctrl+z|ctrl-z|back|go_back|step_back|go_back_please',
      '[go] [one] step back / one back / go back one|a [step]',
      'take <it> back / take_it_back / put <it> back [how it was] / change <it> back / bring (<it> / the <last> [one|version]) back',
      'restore (it / the <last> [<picture>])',
      '[go] back to [the] (<last> [<picture>] / one before / before / how it was / what it was)',
      '[show|see|use|give] [me] [the] previous [<picture>] / never_mind|nevermind [that] / scratch_that / forget (<it> / the last one|change)',
      'i liked|preferred (the <last> [one|version] / it) [better] [before]',
      '[it|that] was better before / that was better / make it like|as [it was] before / [just] like|as before / as it was / [put|make] it [back] [to] how it was [before]',
      '(bring|get|put) PRONOUN back / (i|we) want PRONOUN back',
    ],
  ],
  [
    'redo',
    [
      'redo|re-do [it|that] / undo the undo / forward / go|step forward / restore the undo / next version / ctrl_y|ctrl+y|ctrl-y',
      'bring it back again / no [,] redo [it]',
    ],
  ],
  [
    'again',
    [
      'again / once_more / one_more_time / do <it> (again / once_more / one_more_time) / try [<it>] again / retry',
      'another try|attempt / repeat [<it> / the last one|edit|step] / rerun|re-run [it|that] / run <it> again / same again',
      'regenerate|re-generate|reroll|re-roll [it] / roll again / have another go / give it another go|try|shot',
    ],
  ],
  [
    'variation',
    [
      '<some> <kind> [of <it> / on <it>]'
        .replace(
          '<some>',
          '[make|give|show|create|do|generate|try|see|have|i_want|get [me|us]] [a|another|one_more|some|more|a_few|a_few_more|the|NUMBERED|a_couple|a_couple_of] [more|other|different|new]',
        )
        .replace(
          '<kind>',
          'variation|variations|variant|variants|alternative|alternatives|version|versions|option|options',
        ),
      'vary [it|this] / something similar / similar one|ones / another one / a different one / surprise me / new version',
      '[give|show] [me] (a|another|some|NUMBERED [more] one|ones / a_few|some|NUMBERED more) [like <it>]',
      'i_want|give_me|show_me|use|try|pick|set a|an|another [new|different|random|other] [random] seed',
      'new|another|different|random|other [random] seed / change [the] seed / randomize|randomise [the seed]',
      'a|another different|other <picture> [please] / different <picture> / more like <it> / try something else|different',
    ],
  ],
  [
    'stronger',
    [
      '<make> <more> stronger / <make> <more> more [strongly|intense|intensely|extreme] [of <it>] / harder / <more> harder',
      'more [of <it>] / <more> more / some|a_bit|a_little more / crank_it_up / intensify [it] / turn_it_up / more|stronger effect',
      'go|push [it] further / not enough / (it|that) is not enough / not strong enough / too weak|subtle / not strong enough',
      'increase [the] strength|effect|intensity',
    ],
  ],
  [
    'weaker',
    [
      '<make> <more> weaker|subtler|gentler|milder / <make> <more> more subtle|gently / softer|less|weaker effect',
      '<make> <more> less [strong|strongly|intense|intensely|extreme] [of <it>] / tone_it_down [a_bit] / turn_it_down / dial it back|down',
      'too much|strong|intense / (it|that) is too much|strong / not so|that much|strong / overdone / too extreme',
      'reduce|lower|decrease [the] strength|effect|intensity',
    ],
  ],
  [
    'upscale',
    [
      'upscale|upres|up-res [<it>] / hd|4k|2x|8k|hi-res|high-res [version] / [a] bigger|larger picture|image|photo / super_resolution',
      '[make|get|give_me|i_want|can_i_have|have] [<it>] [in|a] higher|high|more|better|full res|resolution|definition|quality [version]',
      'make|get <it> [in|into|to] 4k|8k|hd|full_hd|2x|high_res|higher_res|1080p / increase|raise|double|improve [the] resolution',
      'enlarge the [whole] picture|image|photo / make (the [whole|entire] picture|image|photo|thing) bigger|larger|twice_as_big|twice_as_large',
      '[can_i] download <it> in high|higher|full|better res|resolution|quality',
    ],
  ],
  [
    'history',
    [
      'history|versions|timeline|all_versions / show [me] [the|my|all] history|versions|pictures|steps|timeline|edits',
      'show [me] [the] previous|earlier pictures|versions|ones / list [the|all] versions|pictures|edits|steps',
      'what did we|i|you do|change [so far] / what have we|i|you done|changed [so far]',
    ],
  ],
  [
    'info',
    [
      'info|information|details|stats|parameters|seed / settings used / show [me] [the] info|details|parameters|seed|settings|prompt',
      "what's|what_is|what_was|whats [the|your|its] seed|prompt|model|settings|setting|parameters [used]",
      'which seed|model|prompt|sampler [did you use / was|is it|that]',
      'how was|is it|this|that made / how did you make|do <it> / how long did it|that take / what model is this / what model did you use',
    ],
  ],
  [
    'cancel',
    [
      "cancel|stop|abort [it / that / this / everything / the job / now] / halt|quit|enough / don't do it|that / wait [,] stop / no stop",
      'stop stop [stop] / kill it / nevermind [,] stop',
    ],
  ],
  [
    'help',
    [
      'help [me] / ? / commands|usage|instructions|manual / i need help / i_am_lost / examples|example / give me an|some example|examples',
      "what can you|i do|say|type|ask [here|with_it] / what do you do / how does this|it work / how do i use this|you|it / i'm lost",
      'how do|can i edit|start|begin|undo|go_back / how do|can i use|change REST / what are you / what are the commands / who are you',
      'list [of] commands / show [me] [the] commands|help / are you a REST / can you draw|paint|edit',
    ],
  ],
  [
    'describe',
    [
      'describe|caption [it / this / that / everything / what you see / what is [in] it|there / the picture|image|photo|scene] [to me]',
      'alt_text / give it|me [a|an] caption|description|alt_text / what does it|this|the_picture|the_image look like / read it [out] to me',
    ],
  ],
];
const slots: Slots = {
  NUMBER: (words) => /^\d{1,10}$/.test(words) || readNumber(words) !== undefined,
  '#NUMBER': () => false,
  NUMBERED: (words) => (readNumber(words) ?? 0) > 1,
  PRONOUN: (words) => /^(?:it|him|her|them|that|this)$/.test(words),
  ORDINAL: (words) => readOrdinal(words) !== undefined || words === 'original',
  REST: () => true,
  NOUNS: (words) => /^[a-z ]+$/.test(words) && words.split(' ').length <= 4,
};

const session = (action: Action, number?: number): Session => ({
  kind: 'session',
  action,
  ...(number !== undefined && { number }),
});
const numberIn = (words = ''): number | undefined =>
  readNumber(words) ?? (/^\d+$/.test(words) ? Number(words) : undefined);
const READY: readonly (readonly [Action, readonly Form[]])[] = FORMS.map(([action, sources]) => [
  action,
  sources.map((source) => form(source.replace('#NUMBER', 'NUMBER'), MACROS)),
]);

const to = (forms: readonly string[], read: Rule<Session, Scene>['read']): Rule<Session, Scene> =>
  rule(forms, read, MACROS);

/** Words about the session that name a number: pictures, seeds, steps. */
const NUMBERED: readonly Rule<Session, Scene>[] = [
  to(
    [
      '[<set>] [the|a] seed [number] [to|=|:|is] [#] NUMBER [again|instead]',
      '<set> <set> [the|a] seed [number] [to|=|:|is] NUMBER',
    ],
    ({ number }) => session('seed', Math.min(numberIn(number) ?? 0, 2 ** 32 - 1)),
  ),
  to(
    [
      "[let's] go|come|take_me|jump|return|switch|revert|roll_back|restore|bring_me|bring_us|load|open|show|show_me|continue|use|take|start|start_again|work|back|goto [back] [to|from|with] [the] #|no|nr|number|picture|image|version|edit|pic [number|#] NUMBER",
      'go_back_to|back_to|return_to|revert_to|goto|go_to NUMBER',
      '# NUMBER',
      'picture|image|version|pic [number|#] NUMBER',
    ],
    ({ number }) => session('goto', numberIn(number)),
  ),
  to(
    [
      'go|take_me|jump|return|switch|revert|restore|bring_me|start|start_over|start_again|use|show|show_me|i_want|give_me|back [back] [to|from|with] [the] ORDINAL one|picture|image|version|photo|pic',
      '[the] original [one|picture|image]',
    ],
    ({ ordinal = 'original' }) => {
      const number = ordinal === 'original' ? 1 : readOrdinal(ordinal);
      return number === -1 ? session('undo') : session('goto', number);
    },
  ),
  to(
    [
      '[go] back to [the] start|beginning|original / start_over|start_again|reset|restart|from_scratch [please]',
      'undo|revert everything|all|it_all|all_changes|all_edits|all_of_it / restore|revert_to [the] original',
    ],
    () => session('goto', 1),
  ),
  to(
    ['[make|do] [the] (ORDINAL / NUMBER) [one|step|edit|change|part] [much|a_bit|even] way=stronger|weaker'],
    ({ ordinal, number, way }) => {
      const at = ordinal === undefined ? numberIn(number) : readOrdinal(ordinal);
      return session(way === 'weaker' ? 'weaker' : 'stronger', at !== undefined && at > 0 ? at : undefined);
    },
  ),
  to(
    [
      'undo|go_back|step_back|back|revert [the] [last] (NUMBER / twice=twice) [times|steps|edits|changes|versions]',
    ],
    ({ number, twice }) => session('undo', twice === undefined ? numberIn(number) : 2),
  ),
  to(
    [
      '[do|apply|keep|run|use|make|i_want|take] only|just [do|apply|keep] [the] (ORDINAL / [#|number|step] NUMBER) [one|step|edit|change|part|instruction|thing|half]',
    ],
    ({ ordinal, number }, _text, scene) => {
      const at = ordinal === undefined ? numberIn(number) : readOrdinal(ordinal);
      return session('only', at === -1 ? Math.max(1, lastSteps(scene).length) : (at ?? 1));
    },
  ),
  to(['drop|skip|without [the] ORDINAL one|step|edit|change|part'], ({ ordinal = '' }, _text, scene) => {
    if (lastSteps(scene).length !== 2) return undefined;
    return session('only', readOrdinal(ordinal) === 1 ? 2 : 1);
  }),
  to(
    ['[do|apply|keep|run] only|just [the|with_the] NOUNS [part|edit|change|one]'],
    ({ nouns = '' }, _text, scene) => onlyAbout(nouns, scene),
  ),
];

/** "just the cat": the step of the last turn that was about it. */
function onlyAbout(words: string, scene: Scene): Session | undefined {
  const steps = lastSteps(scene);
  const { noun } = readReference(`the ${words}`).reference;
  const index = steps.findIndex((step) => {
    if (step.kind === 'place') return step.object.noun === noun;
    return (
      step.kind === 'instruct' &&
      (step.object?.noun === noun || step.keyword === noun || step.target === words)
    );
  });
  return steps.length < 2 || index === -1 ? undefined : session('only', index + 1);
}

const lastSteps = (scene: Scene) => scene.context.turns?.at(-1)?.steps ?? [];

/** What people cry before they take something back. */
const CRIES =
  /^(?:no+|nope|nah|oh no|oh|oops|whoops|ah+|argh|ugh|hm+|wait|hold on|please|eww?)[,.!\s]+(?=undo|revert|go back|put|bring|stop|cancel|too |take|(?:number |#)?\d{1,2}$)/;

/** Reads a whole message as a word about the session; undefined when it is something else. */
export function readSession(text: string, scene: Scene): Session | undefined {
  const said = text
    .replace(/[.!,\s]+$/, '')
    .replace(/(\S)\?+$/, '$1')
    .replace(CRIES, '')
    .replace(/#(?=\d)/g, '# ')
    .replace(/(?<=\w) ?([=:]) ?(?=\d)/g, ' $1 ');
  if (said.split(' ').length > 12) return undefined;
  return (
    readUndos(said) ?? readBy(NUMBERED, said, slots, scene) ?? readForm(said, scene) ?? readPick(said, scene)
  );
}

/** "undo, undo". */
function readUndos(said: string): Session | undefined {
  const times = said.split(/,? (?:and )?|,/).filter(Boolean);
  return times.length > 1 && times.every((word) => word === 'undo')
    ? session('undo', times.length)
    : undefined;
}

function readForm(said: string, scene: Scene): Session | undefined {
  const words = cutWords(said);
  const action = READY.find(([, forms]) => forms.some((one) => fits(one, words, slots)))?.[0];
  // "a bit more" after a move is more of the move, not a stronger edit
  const isOfPlace =
    (action === 'stronger' || action === 'weaker') && lastSteps(scene).at(-1)?.kind === 'place';
  return action === undefined || isOfPlace ? undefined : session(action);
}

/** Reads words as an answer to "which one?"; undefined when they are something else. */
export function readWhich(words: string): ObjectReference | undefined {
  const said = words
    .trim()
    .toLowerCase()
    .replace(/[.!?,\s]+$/, '');
  const step = readPick(said, createScene({ hasPicture: true }));
  if (step === undefined) return undefined;
  return step.object ?? { words, noun: '', ordinal: step.number ?? 1, order: 'left' };
}

const POSITIONS =
  'left|right|top|bottom|upper|lower|middle|center|centre|leftmost|rightmost|topmost|biggest|largest|smallest|bigger|smaller|larger|other|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|front|back';
const LIKED =
  '[i like|liked|prefer|love|want|choose|pick|take] [the] (NTH [one] / one NUMBER / NUMBER) [is|was|looks] [better|best|nicer|more|the_best|most]';
const PICKS = {
  number: form('[number|no|nr|option|i_mean|i_meant|take|pick|choose|select] [number|#] NUMBER'),
  liked: [
    form(LIKED),
    form(
      '[the] (NTH [one] / number|#|no NUMBER) [is|was|looks] better|nicer|best|great|good|cooler|the_best',
    ),
  ],
  all: form(
    'both|all [of them|those] / every_one|everyone|each|each_one / them_all|all_three / all the WORD',
  ),
  placed: form(
    `[the] [${POSITIONS}] [${POSITIONS}] [WORD] one|ones [on|to|at|in|next_to|near|behind|from|with|under|above|by|beside|wearing|of REST]`,
  ),
  bare: form(`the ${POSITIONS} [from|on|at the left|right|top|bottom]`),
} as const;
const pickSlots: Slots = {
  NUMBER: (words) => /^\d{1,2}$/.test(words),
  NTH: (words) => (readOrdinal(words) ?? -1) > 0,
  WORD: (words) => /^[a-z]+$/.test(words),
  REST: () => true,
};
const picks = (one: Form, said: string): boolean => fits(one, cutWords(said), pickSlots);

/** "I liked the second one better". */
function readLiked(said: string): Session | undefined {
  if (!/like|prefer|better|nicer|best|cooler|great|good/.test(said)) return undefined;
  for (const liked of PICKS.liked) {
    const found = findMatch(liked, cutWords(said), pickSlots, (one) => one);
    if (found !== undefined)
      return session('pick', numberIn(found['number']) ?? readOrdinal(found['nth'] ?? ''));
  }
  return undefined;
}

/** An answer to "which one?": "2", "the left one", "both", "all of them". */
function readPick(said: string, scene: Scene): Session | undefined {
  const number = findMatch(PICKS.number, cutWords(said), pickSlots, (found) => found['number']);
  if (number !== undefined) return session('pick', Number(number));
  const liked = readLiked(said);
  if (liked !== undefined) return liked;
  const words = said.replace(
    /^(?:i mean(?:t)?|take|pick|choose|select|i want|use|that would be|it is|it's)\s+/,
    '',
  );
  if (picks(PICKS.all, words)) return { ...session('pick'), object: { words, noun: '', count: 'all' } };
  if (/^(?:left|right|top|bottom|middle|first|second|third|last|biggest|smallest|other)$/.test(words))
    return lastSteps(scene).at(-1)?.kind === 'place'
      ? undefined
      : { ...session('pick'), object: { ...readReference(`the ${words}`).reference, words, noun: '' } };
  const isPlaced =
    picks(PICKS.placed, words) && /^(?:the |\S+ ones?\b)/.test(words) && !/^(?:a|another|one)\b/.test(words);
  if (!isPlaced && !picks(PICKS.bare, words)) return undefined;
  if (!words.startsWith('the ') && !new RegExp(`^(?:${POSITIONS}) one`).test(words)) return undefined;
  const { reference } = readReference(words, '');
  return {
    ...session('pick'),
    object: { ...reference, noun: scene.context.turns === undefined ? '' : reference.noun },
  };
}
