import { type Instruct, isWhole, local, type Reader } from './instruct-step.ts';
import { shareDeterminer, splitList } from './lists.ts';
import { definite } from './replacements.ts';
import { resolve } from './scene.ts';

/** Reads "remove X", "take X off Y", "no more X". */
export const readRemove: Reader = (clause, scene) => {
  const found =
    /^(?:remove|delete|erase|eliminate|take away|take out|take off|get rid of|drop|lose|cut out|cut away|clear|clear away|wipe|wipe out|hide|strip|discard|kill|ditch|rm|subtract|exclude|scrap|clean up|clean|wash off|shave off|shave|cut off) (?:away |out |off )?(.+?)(?: (?:from|off|out of) (?!(?:the )?(?:left|right|top|bottom)\b)(.+?))?(?: away| out| off| completely| entirely| altogether)?$/.exec(
      clause,
    ) ??
    /^(?:take|cut|shave|wash|wipe|get|pull) (.+?) (?:away|out|off)(?: (?:from|of|the) (.+))?$/.exec(clause) ??
    /^(?:take|get) (.+?) (?:from|off|out of) (.+)$/.exec(clause) ??
    /^(?:make|let|have) (.+?) (?:disappear|vanish|go away|gone)$/.exec(clause) ??
    /^(?:no more|without|no|minus|--no|lose|not any|get .+ without) (.+)$/.exec(clause);
  if (found === null) return undefined;
  const [, object = '', from] = found;
  if (
    /^(?:it|that|them)? ?(?:again|back)$/.test(object) ||
    /^(?:clean|clear|clean up) (?:the )?(?:picture|image|it)$/.test(clause)
  )
    return undefined;
  const members = shareDeterminer(splitList(object.replace(/^both (?=.+ and )/, '')));
  const tail = from === undefined || isWhole(from) ? '' : ` from ${from}`;
  const isOrder = members.length === 1 && !/^(?:no|without|minus|--no)/.test(clause);
  return members.map((member): Instruct => {
    const order = isOrder ? clause : `remove ${definite(member)}${tail}`;
    const step = local(order, scene, member, { action: 'remove' });
    if (tail === '' || step.object === undefined || step.object.relation !== undefined) return step;
    const relation = { kind: 'on' as const, noun: resolve(from ?? '', scene).reference.noun };
    return Object.assign({}, step, { object: { ...step.object, relation } });
  });
};
