import { pattern } from './patterns.ts';
import { tag } from './grammar.ts';
import {
  cuts,
  distribute,
  type Instruct,
  isAntecedentPicture,
  isBackground,
  isWhole,
  local,
  type Reader,
  whole,
} from './instruct-step.ts';
import { QUALITIES } from './lexicon.ts';
import { lacksNoun, shareDeterminer, splitList } from './lists.ts';
import { PRONOUN, type Scene } from './scene.ts';
import { MOOD, styleTarget } from './styles.ts';

/** Reads "make the dog happy", "make the old man laugh". */
export const readMakeQuality: Reader = (clause, scene) => {
  const made = /^(?:make|let|have|get|keep|render|set|turn|leave|want) (.+)$/.exec(clause);
  if (made === null || /^turn (?:on|off|up|down)\b/.test(clause)) return undefined;
  const cut = cutQuality(made[1] ?? '');
  if (cut === undefined) return undefined;
  const [object, said] = cut;
  const result = said.replace(
    /^(?:look|looks|seem|appear|be|become) (?:like )?(?!(?:to|at|up|down|left|right|away|into|towards?|out|over|back)\b)(?=\S)/,
    '',
  );
  if (isBackground(object)) return [whole(clause, { action: 'background', target: result })];
  if (
    isWhole(object.replace(/ (?:to|around|closer|upside|so|by|in) .+$/, '')) ||
    isAntecedentPicture(object, scene)
  )
    return [
      whole(clause, {
        action: isWhole(object) || MOOD.test(result) ? 'style' : 'change',
        target: styleTarget(result),
      }),
    ];
  const action =
    /^(?:much |a bit |slightly |a lot )?(?:taller|wider|thinner|slimmer|longer|shorter|fatter|thicker|narrower|higher|rounder|flatter)$/.test(
      result,
    )
      ? 'resize'
      : 'change';
  return distribute(clause, scene, object, result, action, (member) => `make ${member} ${result}`);
};

/** Words that begin what an object shall be or do. */
export const MARKERS =
  /^(?:look|looks|looking|into|be|become|appear|seem|as|more|less|very|much|slightly|even|super|too|really|extremely|completely|fully|half|made|like|out|glow|smile|laugh|cry|sleep|sit|stand|jump|run|fly|swim|dance|walk|eat|drink|sing|look|wave|face|lie|hold|wear|open|close|say|says|dream|think|drive|ride|float|fall|burn|melt|explode|bark|meow|roar|kiss|hug|fight|chase|carry|throw|catch|kick|read|write|play|cook|work|yawn|wink|blink|hide|climb|crawl|roll|spin|turn|lean|bow|kneel|stretch|stare|point|frown|scream|shout|talk|whisper|pray|surf|ski|skate|go|come|grow|shine|sparkle|breathe|melt|bloom|swing|leap|rest|relax|cuddle|lick|bite|howl|sneeze|cheer|clap|shrug|nod)$/;

/** Cuts "the old man laugh" into object and result: where the first noun phrase ends. */
function cutQuality(rest: string): readonly [string, string] | undefined {
  const tokens = rest.split(' ');
  if (tokens.length < 2) return undefined;
  if (PRONOUN.test(tokens[0] ?? '')) return [tokens[0] ?? '', tokens.slice(1).join(' ')];
  for (const [object, result] of cuts(rest)) {
    const next = result.split(' ')[0] ?? '';
    if (
      (MARKERS.test(next) || QUALITIES.has(next)) &&
      !lacksNoun(object) &&
      !/ (?:and|or|with|of|on|in|the|next|to)$/.test(` ${object}`) &&
      (MARKERS.test(next) || lacksNoun(result))
    )
      return [object, result];
  }
  const terms = tag(`make ${rest}`).slice(1);
  let seen = false;
  for (const [index, term] of terms.entries()) {
    const isVerb =
      term.tags.includes('Verb') || term.tags.includes('Adjective') || term.tags.includes('Adverb');
    if (seen && isVerb && terms.length === tokens.length)
      return [tokens.slice(0, index).join(' '), tokens.slice(index).join(' ')];
    seen ||= term.tags.includes('Noun');
  }
  const object = tokens.slice(0, -1).join(' ');
  return lacksNoun(object) || /(?:^| )(?:and|or|with|of|on|in|the|a|an)$/.test(object)
    ? undefined
    : [object, tokens.at(-1) ?? ''];
}

const ADJUST =
  'blur|darken|brighten|lighten|sharpen|soften|desaturate|enhance|fade|smooth|highlight|pixelate|censor|crop|rotate|flip|mirror|turn around|straighten|tilt|spin';
/** Reads "blur the car", "rotate the banana". */
export const readAdjust: Reader = (clause, scene) => {
  const found = pattern(`^(${ADJUST})(?: out| up)? (.+)$`).exec(clause);
  if (found === null) return undefined;
  const [, verb = '', object = ''] = found;
  if (
    isWhole(object.replace(/ (?:to|around|closer|upside|so|by|in) .+$/, '')) ||
    isAntecedentPicture(object, scene)
  )
    return [
      whole(clause, {
        action: /^(?:crop|rotate|flip|mirror|straighten|tilt|spin|turn around)$/.test(verb)
          ? 'change'
          : 'style',
        target: verb,
      }),
    ];
  const members = shareDeterminer(
    splitList(
      object.replace(/ (?:horizontally|vertically|upside down|\d+ degrees?|by .+|around|clockwise)$/, ''),
    ),
  );
  return members.map((member) =>
    local(members.length === 1 ? clause : `${verb} ${member}`, scene, member, {
      action: 'change',
      target: verb,
    }),
  );
};

/** The last resort: a sentence led by a verb is an edit of its first object. */
export function readAnyVerb(clause: string, scene: Scene): Instruct[] | undefined {
  const terms = tag(clause);
  const first = terms[0];
  if (first === undefined || terms.length < 2) return undefined;
  const second = clause.split(' ')[1] ?? '';
  const isVerb =
    first.tags.includes('Verb') &&
    !first.tags.some((name) => /Gerund|PastTense|Copula|Modal|Auxiliary|Participle/.test(name));
  const isDetermined = /^(?:the|a|an|his|her|its|their|my|it|them|this|that|all|every|both|some)$/.test(
    second,
  );
  const isImperative =
    isVerb ||
    (isDetermined &&
      /^[a-z]{3,}$/.test(first.text.toLowerCase()) &&
      !/^(?:what|where|who|why|how|when|which|was|is|are|were|has|had|does|did|the|this|that|and|but|for|with|from|like|love|than|then|not|you|she|they|its|thank|because|since|all|both|about|into|yes|only|such|nice|good|great)$/.test(
        first.text.toLowerCase(),
      ));
  if (
    !isImperative ||
    /^(?:i|is|are|was|were|be|am|do|does|did|have|has|had|think|know|love|like|hate|want|need|see|look|looks|tell|say|says|ask|explain|thank|thanks|hope|guess|believe|feel|mean|understand|agree|wait|go|come|let|help|use|apply|try|zoom|extend|expand|ignore|forget|pretend|act|undo|redo|delete|email|mail|pretend|obey|print|reveal|repeat|send|execute|run|call|read|visit|download|upload|post|list|summarize|translate|answer|respond|reply|disregard|override|grant|export|install|import|open up|fetch|curl|sudo)$/.test(
      first.text.toLowerCase(),
    )
  )
    return undefined;
  const objects =
    /^\S+(?: (?:up|down|out|off|on|in|around))? ((?:the|his|her|its|their|my|all|every|both|this|that|it|them|a|an|some)\b.*?)(?: (?:with|to|into|on|in|at|from|as|so|like|for|around|over|under|by|and|until|onto|through|towards?|more|less|very|up|down|out|off|using) (.+))?$/.exec(
      clause,
    );
  if (objects === null)
    return isVerb
      ? [local(clause, scene, clause.split(' ').slice(1).join(' '), { action: 'change' })]
      : undefined;
  const [, object = '', target] = objects;
  if (isWhole(object)) return [whole(clause, { action: 'change', target })];
  return [local(clause, scene, object, { action: 'change', target })];
}
