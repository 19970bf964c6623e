import type { Checkpoint } from '../../models/family.ts';
import type { RunRequest } from '../components.ts';

/** Where FoI's masks shall come from: as was asked for, else as the model's card says. */
export const maskSourceOf = ({ settings }: RunRequest, { card }: Checkpoint): string =>
  settings.maskSource ?? card.defaults.maskSource;

/**
 * True where found objects are outlined instead of looking where the model attends: unless something else was asked
 * for, since an outline is the surer mask.
 */
export const usesOutlines = ({ settings }: RunRequest): boolean =>
  settings.maskSource === undefined || settings.maskSource === 'detector';
