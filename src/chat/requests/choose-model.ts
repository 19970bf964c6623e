import { UserError } from '../../errors.ts';
import { sentence } from '../../sentence.ts';
import type { Services } from '../command.ts';

/**
 * Checks the name of a model that somebody has chosen.
 *
 * @throws {UserError} `NO_SUCH_MODEL`, naming those that there are
 */
export function assertModel(name: string | undefined, { models = [] }: Pick<Services, 'models'>): void {
  if (name === undefined || models.includes(name)) return;
  throw new UserError(
    'NO_SUCH_MODEL',
    models.length === 0
      ? sentence('model.noChoice')
      : sentence('model.unknown', { name: name.slice(0, 80), models }),
  );
}
