import type { StepOf } from '../plan.ts';
import { anyOf, WHOLE } from './lexicon.ts';
import { shareDeterminer, splitList } from './lists.ts';
import { PRONOUN, resolve, type Scene } from './scene.ts';

export type Instruct = StepOf<'instruct'>;

/** Reads one clause, or says nothing. */
export type Reader = (clause: string, scene: Scene) => Instruct[] | undefined;

/** What a sub-instruction does. */
export interface Fields {
  readonly action: Instruct['action'];
  readonly target?: string | undefined;
  readonly keyword?: string;
}

/** A step on one object; the whole picture when "it" stands for nothing. */
export function local(clause: string, scene: Scene, object: string, fields: Fields): Instruct {
  const phrase = resolve(object, scene);
  if (!phrase.isKnown) return whole(clause, fields);
  return {
    kind: 'instruct',
    instruction: phrase.replaceIn(clause).slice(0, 400),
    keyword: (fields.keyword ?? phrase.head).slice(0, 60),
    action: fields.action,
    ...targetOf(fields.target),
    object: phrase.reference,
    scope: 'local',
    strength: 1,
  };
}

/** A step on the whole picture. */
export function whole(clause: string, { action, target }: Fields): Instruct {
  return {
    kind: 'instruct',
    instruction: clause.slice(0, 400),
    keyword: '',
    action,
    ...targetOf(target),
    scope: 'global',
    strength: 1,
  };
}

export const targetOf = (target: string | undefined): { target?: string } =>
  target === undefined || target === '' ? {} : { target: bare(target).slice(0, 120) };

/** Without its first article: "a horse" → "horse". */
export const bare = (phrase: string): string => phrase.replace(/^(?:an?|the|some|my)\s+/, '').trim();

const WHOLE_PHRASE = new RegExp(`^(?:(?:the |this |my |of )*(?:${anyOf(WHOLE)})|the rest|it all|all of it)$`);
/** True for "the picture", "everything". */
export const isWhole = (phrase: string): boolean => WHOLE_PHRASE.test(phrase);
/** True for "the background", "the scenery". */
export const isBackground = (phrase: string): boolean =>
  /^(?:the |its |his |her )?(?:whole |entire )?(?:background|backdrop|setting|surroundings|scenery|location|place|environment)$/.test(
    phrase,
  );
/** True when the words mean the whole picture, said or silently. */
export const isAntecedentPicture = (object: string, scene: Scene): boolean =>
  isWhole(object) || (PRONOUN.test(object) && !resolve(object, scene).isKnown);

/** One step for each member of "the cat and the dog"; a single member keeps the words as typed. */
export function distribute(
  clause: string,
  scene: Scene,
  object: string,
  target: string,
  action: Instruct['action'],
  phrase?: (member: string) => string,
): Instruct[] {
  const members = shareDeterminer(splitList(object.replace(/^both (?=.+ and )/, '')));
  if (members.length === 1 || phrase === undefined)
    return [local(clause, scene, members[0] ?? object, { action, target })];
  return members.map((member) => local(phrase(member), scene, member, { action, target }));
}

/** Every way to cut words into two, the shorter first part first. */
export function* cuts(words: string): Generator<readonly [string, string]> {
  const tokens = words.split(' ');
  for (let cut = 1; cut < tokens.length; cut += 1)
    yield [tokens.slice(0, cut).join(' '), tokens.slice(cut).join(' ')];
}
