import { openCheckpoint } from '../../models/index.ts';
import type { Checkpoint } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { Components } from '../components.ts';

/**
 * Makes what puts a checkpoint that a person has chosen in place of the usual one: one that follows instructions for edits, any
 * other for pictures from words, the embedded one for both. Each is opened once; weights come and go with the cache.
 *
 * @param find path of a checkpoint by its name; without it there is no choice
 */
export function createCheckpointLoader(find: ((name: string) => Promise<string>) | undefined) {
  const opened = new Map<string, Promise<Checkpoint>>();
  const open = (name: string, finder: NonNullable<typeof find>): Promise<Checkpoint> => {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const opening = finder(name).then((path) => openCheckpoint(path));
    opened.set(name, opening);
    // What failed (no network, no space) may work the next time.
    opening.catch(() => opened.delete(name));
    return opening;
  };
  /** @throws {UserError} `NO_CHOICE_OF_MODELS` · whatever finding and opening throw */
  return async (components: Components, name: string | undefined): Promise<Components> => {
    if (name === undefined) return components;
    if (find === undefined) throw new UserError('NO_CHOICE_OF_MODELS', sentence('model.noChoice'));
    const chosen = await open(name, find);
    if (chosen.edits === 'none') return { ...components, imageModel: chosen };
    const paintsToo = chosen.card.imageConditionZeroIsTextToImage === true;
    return { ...components, editModel: chosen, ...(paintsToo && { imageModel: chosen }) };
  };
}
