import type { Checkpoint } from '../../models/family.ts';
import type { Order } from './workshop.ts';

/** Where FoI's masks shall come from: as was asked for, else as the model's card says. */
export const maskSourceOf = ({ settings }: Order, { card }: Checkpoint): string =>
  settings.maskSource ?? card.defaults.maskSource;
