import { bare } from '../../english/articles.ts';
import { shareDeterminer, splitList } from '../../english/lists.ts';
import { isWhole, PRONOUN } from '../../english/things.ts';
import type { StepOf } from '../plan.ts';
import { resolve, type Scene } from './scene.ts';

export type Instruct = StepOf<'instruct'>;
export type Place = StepOf<'place'>;

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

/** A move unless `fields` say otherwise, of an object in the words of the clause. */
export function placeStep(
  clause: string,
  scene: Scene,
  object: string,
  fields: Omit<Partial<Place>, 'kind'>,
): Place {
  const phrase = resolve(object, scene);
  return {
    kind: 'place',
    instruction: phrase.replaceIn(clause).slice(0, 400),
    object: phrase.reference,
    operation: 'move',
    ...fields,
  };
}

/** True when the words mean the whole picture, said or silently. */
export const isAntecedentPicture = (object: string, scene: Scene): boolean =>
  isWhole(object) || (PRONOUN.test(object) && !resolve(object, scene).isKnown);

/** The single things of "both the cat and the dog". */
export const membersOf = (things: string): string[] =>
  shareDeterminer(splitList(things.replace(/^both (?=.+ and )/, '')));

/** One step for each member of "the cat and the dog"; a single member keeps the words as typed. */
export function distribute(
  clause: string,
  scene: Scene,
  object: string,
  target: string,
  action: Instruct['action'],
  phrase?: (member: string) => string,
): Instruct[] {
  const members = membersOf(object);
  if (members.length === 1 || phrase === undefined)
    return [local(clause, scene, members[0] ?? object, { action, target })];
  return members.map((member) => local(phrase(member), scene, member, { action, target }));
}
