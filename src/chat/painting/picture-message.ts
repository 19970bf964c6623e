import { lines, row, sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import type { PictureNode, PictureStore, Session } from '../../sessions/session.ts';
import { canRedo } from '../../sessions/tree.ts';
import { altText } from './alt-text.ts';
import { commandButton } from '../command.ts';
import type { Interaction } from '../command.ts';
import type { Button, Draft, OutgoingPicture } from '../message.ts';
import { editButton, planButtons, weightsButton } from './picture-forms.ts';

/** Discord takes ten files; one is the picture. */
const MASKS = 9;
/** Pixels of the longer side above which nobody is offered a larger one. */
const LARGE = 1024;

/** What is only known at the moment a picture was painted. */
export interface PictureExtra {
  readonly key?: string;
  /** Makes a sentence around the line of figures: "Back at {line}". */
  readonly before?: (line: Said) => Said;
  readonly notes?: readonly Said[];
  /** Share of the picture inside each mask, 0…1. */
  readonly coverages?: readonly number[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Writes seconds as people read them: "1.9 s", "34 s", "2 min 5 s". */
export function describeSeconds(seconds: number): Said {
  if (seconds < 10) return sentence('units.seconds', { seconds: { amount: seconds, decimals: 1 } });
  const whole = Math.round(seconds);
  if (whole < 60) return sentence('units.seconds', { seconds: { amount: whole, decimals: 0 } });
  return sentence('units.minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 });
}

/** Writes a share as a percentage that never says 0 for something or 100 for not everything. */
export function describeShare(share: number): Said {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return sentence('units.lessThanOnePercent');
  return sentence('units.percent', { percent: percent === 100 ? 100 : Math.min(99, Math.round(percent)) });
}

/** The line of figures of a picture: `#3 · seed 7 · changed 8 % of the picture · 1.9 s`. */
export function pictureLine(node: PictureNode): Said {
  const { number, parent, settings, steps, changed, seconds } = node;
  if (steps.length === 0 && parent !== undefined)
    return row(' · ', [
      `#${number}`,
      sentence('picture.enlarged', {
        parent: String(parent),
        width: String(node.width),
        height: String(node.height),
      }),
    ]);
  if (steps.length === 0) return row(' · ', [`#${number}`, sentence('picture.yours')]);
  return row(' · ', [
    `#${number}`,
    sentence('picture.seed', { seed: String(settings.seed) }),
    parent === undefined ? undefined : sentence('picture.changedShare', { share: describeShare(changed) }),
    describeSeconds(seconds),
  ]);
}

/** Makes the message of a picture: line, picture, a mask for each sub-instruction, alt texts, buttons. */
export async function pictureMessage(
  interaction: Pick<Interaction, 'idOf'>,
  pictures: PictureStore,
  session: Session,
  node: PictureNode,
  { key, before, notes = [], coverages = [], facts = {} }: PictureExtra = {},
): Promise<Draft> {
  const { number, masks, changed, seconds, settings } = node;
  const attached: OutgoingPicture<Said>[] = [
    {
      name: `picture-${number}.png`,
      role: 'picture',
      alt: altText(node),
      mediaType: 'image/png',
      data: await pictures.get(node.picture),
    },
  ];
  for (const [index, mask] of masks.slice(0, MASKS).entries()) {
    const coverage = coverages[index];
    const { instruction } = mask;
    attached.push({
      name: `mask-${number}-${index + 1}.png`,
      role: 'mask',
      alt:
        coverage === undefined
          ? sentence('picture.mask', { instruction })
          : sentence('picture.maskShare', {
              instruction,
              share: describeShare(coverage),
            }),
      mediaType: 'image/png',
      data: await pictures.get(mask.picture),
    });
  }
  const line = pictureLine(node);
  return {
    text: lines(before === undefined ? line : before(line), ...notes),
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
): readonly Button<Said>[] {
  const { number, parent, steps } = node;
  const button = (label: Said, name: string, more: Readonly<Record<string, string>> = {}) =>
    commandButton(interaction, label, name, { picture: number, ...more });
  const isEdit = parent !== undefined && steps.some((step) => step.kind === 'instruct');
  return [
    editButton(interaction, node),
    ...planButtons(interaction, node),
    ...(parent === undefined ? [] : [button(sentence('buttons.undo'), 'undo')]),
    ...(steps.length === 0 ? [] : [button(sentence('buttons.variation'), 'variation')]),
    ...(isEdit
      ? [
          button(sentence('buttons.stronger'), 'again', { change: 'stronger' }),
          button(sentence('buttons.weaker'), 'again', { change: 'weaker' }),
        ]
      : []),
    ...weightsButton(interaction, node),
    ...(Math.max(node.width, node.height) > LARGE ? [] : [button(sentence('buttons.upscale'), 'upscale')]),
    ...(canRedo(session) ? [commandButton(interaction, sentence('buttons.redo'), 'redo')] : []),
    button(sentence('buttons.info'), 'info'),
  ];
}
