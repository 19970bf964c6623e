import type { PictureNode, PictureStore, Session } from '../sessions/session.ts';
import { canRedo } from '../sessions/tree.ts';
import { commandButton } from './command.ts';
import type { Interaction } from './command.ts';
import type { Button, OutgoingMessage, OutgoingPicture } from './message.ts';
import { editButton, planButtons } from './picture-forms.ts';

const ALT_LENGTH = 1000;
/** Discord takes ten files; one is the picture. */
const MASKS = 9;

/** What is only known at the moment a picture was painted. */
export interface PictureExtra {
  readonly key?: string;
  /** Goes before the line of figures: "Back at". */
  readonly before?: string;
  readonly notes?: readonly string[];
  /** Share of the picture inside each mask, 0…1. */
  readonly coverages?: readonly number[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Writes seconds as people read them: "1.9 s", "34 s", "2 min 5 s". */
export function describeSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Writes a share as a percentage that never says 0 for something or 100 for not everything. */
export function describeShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 1) return 'less than 1 %';
  return `${Math.min(99, Math.round(percent))} %`;
}

/** The line of figures of a picture: `#3 · seed 7 · changed 8 % of the picture · 1.9 s`. */
export function pictureLine({ number, parent, settings, steps, changed, seconds }: PictureNode): string {
  if (steps.length === 0) return `#${number} · your picture`;
  const parts = [`#${number}`, `seed ${settings.seed}`];
  if (parent !== undefined) parts.push(`changed ${describeShare(changed)} of the picture`);
  return [...parts, describeSeconds(seconds)].join(' · ');
}

/** Makes the message of a picture: line, picture, a mask for each sub-instruction, alt texts, buttons. */
export async function pictureMessage(
  interaction: Pick<Interaction, 'idOf'>,
  pictures: PictureStore,
  session: Session,
  node: PictureNode,
  { key, before, notes = [], coverages = [], facts = {} }: PictureExtra = {},
): Promise<OutgoingMessage> {
  const { number, masks, changed, seconds, settings } = node;
  const attached: OutgoingPicture[] = [
    {
      name: `picture-${number}.png`,
      role: 'picture',
      alt: node.caption.slice(0, ALT_LENGTH) || `Picture #${number}`,
      mediaType: 'image/png',
      data: await pictures.get(node.picture),
    },
  ];
  for (const [index, mask] of masks.slice(0, MASKS).entries()) {
    const coverage = coverages[index];
    const share = coverage === undefined ? '' : `, ${describeShare(coverage)} of the picture`;
    attached.push({
      name: `mask-${number}-${index + 1}.png`,
      role: 'mask',
      alt: `Mask: where I looked for "${mask.instruction}"${share}`.slice(0, ALT_LENGTH),
      mediaType: 'image/png',
      data: await pictures.get(mask.picture),
    });
  }
  const line = pictureLine(node);
  return {
    text: [before === undefined ? line : `${before} ${line}`, ...notes].join('\n'),
    pictures: attached,
    buttons: pictureButtons(interaction, session, node),
    ...(key !== undefined && { key }),
    facts: {
      plan: node.steps,
      ...facts,
      number,
      changed,
      seed: settings.seed,
      seconds,
      model: node.model,
      method: node.method,
      parent: node.parent,
      objects: node.objects,
    },
  };
}

function pictureButtons(
  interaction: Pick<Interaction, 'idOf'>,
  session: Session,
  node: PictureNode,
): readonly Button[] {
  const { number, parent, steps } = node;
  const button = (label: string, name: string, more: Readonly<Record<string, string>> = {}) =>
    commandButton(interaction, label, name, { picture: number, ...more });
  const isEdit = parent !== undefined && steps.some((step) => step.kind === 'instruct');
  return [
    editButton(interaction, node),
    ...planButtons(interaction, node),
    ...(parent === undefined ? [] : [button('Undo', 'undo')]),
    ...(steps.length === 0 ? [] : [button('Variation', 'variation')]),
    ...(isEdit
      ? [button('Stronger', 'again', { change: 'stronger' }), button('Weaker', 'again', { change: 'weaker' })]
      : []),
    ...(canRedo(session) ? [commandButton(interaction, 'Redo', 'redo')] : []),
    button('Info', 'info'),
  ];
}
