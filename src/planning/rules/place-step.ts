import type { StepOf } from '../plan.ts';
import { resolve, type Scene } from './scene.ts';

export type Place = StepOf<'place'>;

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

/** A number with point or comma. */
export const readDecimal = (digits: string): number => Number(digits.replace(',', '.'));
