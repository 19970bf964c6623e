import type { StepOf } from '../../planning/plan.ts';
import type { Interaction } from '../command.ts';

/** Does what words like "undo", "go back to #2", "stronger", "only the first" ask for: each is a command. */
export async function callSessionStep(
  { call }: Pick<Interaction, 'call'>,
  { action, number, object }: StepOf<'session'>,
): Promise<void> {
  switch (action) {
    case 'goto':
      return call('goto', { picture: number });
    case 'undo':
      return call('undo', { times: number });
    case 'again':
      return call('again');
    case 'stronger':
    case 'weaker':
      return call('again', { change: action });
    case 'only':
      return call('again', { only: number ?? 1 });
    case 'seed':
      return number === undefined ? call('info') : call('again', { seed: number });
    case 'pick':
      return call('pick', number === undefined ? { which: object?.words } : { number });
    default:
      return call(action);
  }
}
