import { pattern } from './patterns.ts';
import type { ObjectReference, StepOf } from '../plan.ts';
import { readNumber, readOrdinal } from './position-words.ts';
import { readReference } from './references.ts';
import { createScene, type Scene } from './scene.ts';

type Session = StepOf<'session'>;
type Action = Session['action'];

const NUMBER = String.raw`(?:#|no\.? ?|nr\.? ?|number |picture |image |version |step )*\s?(\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)`;
const MOST = String.raw`(?:the )?(first|second|third|fourth|fifth|sixth|last|original)`;

/** Whole messages that no model is asked about: undo, "go back to #2", "seed 42", "the left one". */
const FORMS: readonly (readonly [RegExp, Action])[] = [
  [
    /^(?:undo|revert|roll ?back|ctrl[ +-]?z|take (?:it|that) back|go back|back|step back|one (?:step )?back|go back (?:one|a) step|undo (?:it|that|this|the last(?: (?:one|change|edit|step))?|last(?: (?:change|edit))?|please)|revert (?:it|that|this|the last (?:change|edit))|restore (?:it|the (?:previous|last)(?: (?:one|picture|version))?)|bring (?:it|the old one|the previous one) back|back to (?:the )?(?:previous|last)(?: (?:one|picture|version|image))?|go back to (?:the )?(?:previous|last|one before)(?: (?:one|picture|version|image))?|previous(?: (?:one|version|picture))?|never ?mind(?: that)?|put it back|change it back|i liked (?:the (?:previous|last) one|it) better(?: before)?|that was better before|make it (?:like|as) (?:it was )?before|like before|as before|as it was|scratch that|forget (?:it|that|the last (?:one|change)))$/,
    'undo',
  ],
  [
    /^(?:redo|re-do|redo (?:it|that)|undo the undo|forward|go forward|step forward|restore the undo|next version|ctrl[ +-]?y|bring it back again|no,? redo(?: it)?)$/,
    'redo',
  ],
  [
    /^(?:again|once more|one more time|do (?:it|that|this) (?:again|once more|one more time)|try (?:it |that )?again|another try|another attempt|retry|repeat(?: (?:it|that|this|the last (?:one|edit|step)))?|re-?run(?: (?:it|that))?|run (?:it|that) again|same again|regenerate(?: it)?|re-?roll(?: it)?|roll again|re-?generate)$/,
    'again',
  ],
  [
    /^(?:(?:a |another |one more |make |give me |show me |create |do |generate |some |more |i want )*(?:a |another |one more |some )*(?:variations?|variants?|alternatives?|alternative version|different version|other version|versions?)(?: (?:of )?(?:it|this|that|the picture|this one|the image|on this|on it))?|vary(?: (?:it|this))?|something similar|similar ones?|show me (?:another|other) (?:one|options?)|another one|a different one|surprise me|new version|v[1-4]?)$/,
    'variation',
  ],
  [
    /^(?:(?:make (?:it|that|this|the (?:effect|edit|change)) |a bit |a little |even |much |way |slightly |a lot |do it |more |apply (?:it )?|please )*(?:stronger|more strongly|more intense(?:ly)?|harder|more effect|more extreme(?:ly)?|crank it up|intensify(?: it)?)|more|more of (?:that|this|it)|a bit more|a little more|even more|much more|some more|go further|push it further|turn it up|not enough|more please|too weak|that's not enough|increase (?:the )?(?:strength|effect|intensity)|stronger effect|not strong enough|too subtle)$/,
    'stronger',
  ],
  [
    /^(?:(?:make (?:it|that|this|the (?:effect|edit|change)) |a bit |a little |even |much |way |slightly |a lot |do it |apply (?:it )?)*(?:weaker|more subtle|subtler|softer effect|less strong(?:ly)?|less intense(?:ly)?|gentler|milder|less extreme|more gently|less effect|tone it down(?: a bit)?)|less|less of (?:that|this|it)|a bit less|a little less|much less|less please|too much|too strong|that's too (?:much|strong)|turn it down|(?:reduce|lower|decrease) (?:the )?(?:strength|effect|intensity)|dial it (?:back|down)|weaker effect|not so (?:much|strong)|too intense|overdone)$/,
    'weaker',
  ],
  [
    /^(?:upscale(?: (?:it|this|that|the (?:picture|image)))?|up-?res(?: it)?|(?:make|get|give me|i want|increase|raise)?(?: (?:it|the|this|a|picture|image|in))* ?(?:higher|high|more|better|bigger|full) (?:res(?:olution)?|quality version|definition)|(?:increase|raise|double|improve) (?:the )?resolution|hd(?: version)?|4k|2x|enlarge the (?:picture|image|photo|whole picture)|make the (?:whole |entire )?(?:picture|image|photo|thing) (?:bigger|larger|twice as (?:big|large))|bigger (?:picture|image)|larger (?:picture|image)|u[1-4]?)$/,
    'upscale',
  ],
  [
    /^(?:history|show (?:me )?(?:the |my )?(?:history|versions|all (?:pictures|versions)|steps|timeline|edits)|what (?:did (?:we|i|you) do|have (?:we|i) done)(?: so far)?|list (?:the |all )?(?:versions|pictures|edits|steps)|versions|timeline|all versions|show (?:me )?(?:the )?(?:previous|earlier) (?:pictures|versions|ones))$/,
    'history',
  ],
  [
    /^(?:info|information|details|stats|parameters|settings used|show (?:me )?(?:the )?(?:info|details|parameters|seed|settings|prompt)|what(?:'s| is| was) (?:the |your |its )?(?:seed|prompt|model|settings?|parameters)(?: (?:of|for|used for) .+)?|which (?:seed|model|prompt|sampler)(?: (?:did you use|was (?:that|it)|is (?:that|it)))?|how (?:was|is) (?:it|this|that) made|how did you (?:make|do) (?:it|this|that)|how long did (?:it|that) take|what model (?:is this|did you use|was used)|seed)$/,
    'info',
  ],
  [
    /^(?:cancel(?: (?:it|that|this|everything|the job|please))?|stop(?: (?:it|that|this|now|everything|please|the job))?|abort(?: it)?|halt|quit|don't do (?:it|that)|wait,? stop|stop stop(?: stop)*|nevermind,? stop|kill it|no stop|enough)$/,
    'cancel',
  ],
  [
    /^(?:help(?: me)?|\?|what can (?:you|i) (?:do|say|type|ask)(?: here)?|how does (?:this|it) work|how do i use (?:this|you|it)|how (?:do|can) i (?:edit|start|begin|use .+|change .+|undo|go back)|commands|usage|instructions|manual|what are (?:you|the commands)|who are you|list (?:of )?commands|show (?:me )?(?:the )?(?:commands|help)|i need help|i'm lost|examples?|give me (?:an example|examples))$/,
    'help',
  ],
  [
    /^(?:describe(?: (?:it|this|that|everything|what you see|what is (?:in )?(?:it|there)|the (?:picture|image|photo|scene)))?(?: to me)?|caption(?: (?:it|this))?|alt text|give (?:it|me) (?:a |an )?(?:caption|description|alt text)(?: of .+)?|what does (?:it|the (?:picture|image)|this) look like|read (?:it|the picture) (?:out )?to me)$/,
    'describe',
  ],
];

/** Reads a whole message as a word about the session; undefined when it is something else. */
export function readSession(text: string, scene: Scene): Session | undefined {
  const said = text
    .replace(/[.!?,\s]+$/, '')
    .replace(
      /^(?:no+|nope|nah|oh no|oh|oops|ah+|argh|ugh|hm+|wait|hold on|please)[,.!\s]+(?=undo|revert|go back|stop|cancel|too |take|(?:number |#)?\d{1,2}$)/,
      '',
    );
  return readNumbered(said) ?? readForm(said, scene) ?? readOnly(said, scene) ?? readPick(said, scene);
}

function readForm(said: string, scene: Scene): Session | undefined {
  const action = FORMS.find(([form]) => form.test(said))?.[1];
  // "a bit more" after a move is more of the move, not a stronger edit
  const isOfPlace =
    (action === 'stronger' || action === 'weaker') && lastSteps(scene).at(-1)?.kind === 'place';
  return action === undefined || isOfPlace ? undefined : { kind: 'session', action };
}

const session = (action: Action, number?: number): Session => ({
  kind: 'session',
  action,
  ...(number === undefined ? {} : { number }),
});

function readNumbered(said: string): Session | undefined {
  const seed =
    /^(?:use |try |set |with |change |same (?:but|with) |again with |redo with |do it with |it with |make it with |repeat with |but with |now )*(?:the |a )?(?:seed)(?: number)?(?: ?(?:to|=|:|is))? ?#?(\d{1,10})(?: again| instead)?$/.exec(
      said,
    );
  if (seed !== null) return session('seed', Math.min(Number(seed[1]), 2 ** 32 - 1));
  if (
    /^(?:(?:use |try |with |give me |pick |set )*(?:a |an )?(?:new|another|different|random|other) (?:random )?seed|change (?:the )?seed|random seed|randomi[sz]e(?: the seed)?)$/.test(
      said,
    )
  )
    return session('variation');
  const goto =
    pattern(
      `^(?:(?:let's )?(?:go|come|take me|jump|return|switch|revert|roll back|restore|bring (?:me|us)|load|open|show(?: me)?|continue (?:with|from)|use|take|start (?:again )?from|work with|back)(?: back)?(?: to| from)?|back to|goto) (?:the )?(?:#|no\\.? ?|nr\\.? ?|number |picture |image |version |edit )+(?:number |#)?\\s?(\\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten)$`,
    ).exec(said) ??
    /^(?:go back to|back to|return to|revert to|goto|go to) (\d{1,4})$/.exec(said) ??
    /^#(\d{1,4})$/.exec(said) ??
    /^(?:picture|image|version) (?:number )?#?(\d{1,4})$/.exec(said);
  if (goto !== null) return session('goto', readNumber(goto[1] ?? '') ?? Number(goto[1]));
  const most = pattern(
    `^(?:(?:go|take me|jump|return|switch|revert|restore|bring (?:me|us)|start (?:again |over )?(?:from|with))?(?: ?back)?(?: ?to| ?from)?|use|restore|show(?: me)?|i want|give me) ?${MOST} (?:one|picture|image|version|photo)$`,
  ).exec(said);
  if (most !== null && /back|return|revert|restore|use|show|take|go|jump|original|start/.test(said)) {
    const ordinal = most[1] === 'original' ? 1 : readOrdinal(most[1] ?? '');
    return ordinal === -1 ? session('undo') : session('goto', ordinal);
  }
  if (
    /^(?:(?:go )?back to (?:the )?(?:start|beginning|original)|(?:start over|start again|reset|restart|from scratch|undo (?:everything|all|it all|all (?:changes|edits|of it)))(?: please)?|restore the original|revert (?:everything|all|to (?:the )?original)|the original(?: (?:one|picture))?)$/.test(
      said,
    )
  )
    return session('goto', 1);
  const stepped = pattern(
    `^(?:make |do )?(?:${MOST}|${NUMBER})(?: (?:one|step|edit|change|part))? (?:much |a bit |even )?(stronger|weaker)$`,
  ).exec(said);
  if (stepped !== null) {
    const number =
      stepped[1] === undefined
        ? (readNumber(stepped[2] ?? '') ?? Number(stepped[2]))
        : readOrdinal(stepped[1]);
    return session(
      stepped[3] === 'weaker' ? 'weaker' : 'stronger',
      number !== undefined && number > 0 ? number : undefined,
    );
  }
  const undoMany =
    /^(?:undo|go back|step back|back|revert)(?: the)?(?: last)? (\d{1,2}|two|three|four|five|twice)(?: (?:times|steps|edits|changes|versions))?$/.exec(
      said,
    );
  if (/^undo(?:,? (?:and )?undo)+$/.test(said)) return session('undo', said.match(/undo/g)?.length);
  if (undoMany !== null)
    return session('undo', undoMany[1] === 'twice' ? 2 : (readNumber(undoMany[1] ?? '') ?? 1));
  return undefined;
}

function readOnly(said: string, scene: Scene): Session | undefined {
  const only =
    pattern(
      `^(?:(?:do|apply|keep|run|use|make|i want|take) )?(?:only|just) (?:do |apply |keep |the )*(?:(first|second|third|fourth|fifth|last)|${NUMBER})(?: (?:one|step|edit|change|part|instruction|thing|half))?$`,
    ).exec(said) ??
    pattern(`^(?:drop|skip|without) (?:the )?(?:(first|second|last)) (?:one|step|edit|change|part)$`).exec(
      said,
    );
  const steps = lastSteps(scene);
  if (only !== null) {
    const number =
      only[1] === undefined ? (readNumber(only[2] ?? '') ?? Number(only[2])) : readOrdinal(only[1]);
    const index = number === -1 ? Math.max(1, steps.length) : (number ?? 1);
    const isDropped = /^(?:drop|skip|without)/.test(said);
    if (isDropped) return steps.length === 2 ? session('only', index === 1 ? 2 : 1) : undefined;
    return session('only', index);
  }
  const part =
    /^(?:(?:do|apply|keep|run) )?(?:only|just) (?:the |with the )?([a-z ]+?)(?: part| edit| change| one)?$/.exec(
      said,
    );
  if (part === null || steps.length < 2) return undefined;
  const { reference } = readReference(`the ${part[1] ?? ''}`);
  const index = steps.findIndex((step) =>
    step.kind === 'instruct'
      ? step.object?.noun === reference.noun || step.keyword === reference.noun || step.target === part[1]
      : step.kind === 'place' && step.object.noun === reference.noun,
  );
  return index === -1 ? undefined : session('only', index + 1);
}

/** Reads words as an answer to "which one?"; undefined when they are something else. */
export function readWhich(words: string): ObjectReference | undefined {
  const step = readPick(
    words
      .trim()
      .toLowerCase()
      .replace(/[.!?,\s]+$/, ''),
    createScene({ hasPicture: true }),
  );
  if (step === undefined) return undefined;
  return step.object ?? { words, noun: '', ordinal: step.number ?? 1, order: 'left' };
}

const lastSteps = (scene: Scene) => scene.context.turns?.at(-1)?.steps ?? [];

const POSITION =
  '(?:left|right|top|bottom|upper|lower|middle|center|centre|leftmost|rightmost|topmost|biggest|largest|smallest|bigger|smaller|larger|other|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|front|back)';

/** An answer to "which one?": "2", "the left one", "both", "all of them". */
function readPick(said: string, scene: Scene): Session | undefined {
  const number =
    /^(?:number |no\.? ?|nr\.? ?|option |i mean |i meant |take |pick |choose |select )*(?:number )?(\d{1,2})$/.exec(
      said,
    );
  if (number !== null) return session('pick', Number(number[1]));
  const words = said.replace(
    /^(?:i mean(?:t)?|take|pick|choose|select|i want|use|that would be|it's)\s+/,
    '',
  );
  if (
    /^(?:both|both of them|all|all of them|every one|everyone|each|each one|all of those|them all|all three|all the .+s)$/.test(
      words,
    )
  )
    return { ...session('pick'), object: { words, noun: '', count: 'all' } };
  if (
    /^(?:left|right|top|bottom|middle|first|second|third|last|biggest|smallest|other)$/.test(words) &&
    lastSteps(scene).at(-1)?.kind !== 'place'
  )
    return { ...session('pick'), object: { ...readReference(`the ${words}`).reference, words, noun: '' } };
  const isPlaced = pattern(
    `^(?:the )?(?:${POSITION} )?(?:${POSITION} )?(?:[a-z]+ )?(?:one|ones)(?: (?:on|to|at|in|next to|near|behind|from|with|under|above|by|beside|wearing|of).+)?$`,
  ).test(words);
  const isBare = pattern(`^the ${POSITION}(?: (?:from|on|at) the (?:left|right|top|bottom))?$`).test(words);
  if (!isPlaced && !isBare) return undefined;
  if (
    /^(?:a|another|one)\b/.test(words) ||
    (!words.startsWith('the ') && !pattern(`^${POSITION} one`).test(words))
  )
    return undefined;
  const { reference } = readReference(words, '');
  return {
    ...session('pick'),
    object: { ...reference, noun: scene.context.turns === undefined ? '' : reference.noun },
  };
}
