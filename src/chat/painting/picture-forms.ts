import { sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import type { PictureNode } from '../../sessions/session.ts';
import type { Interaction } from '../command.ts';
import type { Button } from '../message.ts';
import { weightsOf, writeWeights } from '../requests/weights.ts';

/** Where words cannot be read (a reply without ping) or typed (a phone), a button asks for them. */
const INSTRUCTION_LENGTH = 1000;

/** The field of an edit's form that takes a mask. */
export const MASK_FIELD = 'mask';
export const maskLabel = sentence('forms.mask');

/** "Edit…": says what to change in this picture. */
export const editButton = ({ idOf }: Pick<Interaction, 'idOf'>, { number }: PictureNode): Button<Said> => ({
  id: idOf('edit', { picture: number }),
  label: sentence('forms.edit'),
  style: 'primary',
  ask: {
    title: sentence('forms.editTitle', { number: String(number) }),
    fields: [
      { name: 'instruction', label: sentence('forms.change'), isLong: true, isRequired: true },
      { name: MASK_FIELD, label: maskLabel, isPicture: true },
    ],
  },
});

/** "Edit the plan": the plan of this picture in words, to be changed and done again on the picture before it. */
export function planButtons(
  { idOf }: Pick<Interaction, 'idOf'>,
  { number, parent, steps }: PictureNode,
): readonly Button<Said>[] {
  const words = steps.flatMap((step) => ('instruction' in step ? [step.instruction] : []));
  if (parent === undefined || words.length === 0) return [];
  const value = words.join('\n').slice(0, INSTRUCTION_LENGTH);
  return [
    {
      id: idOf('edit', { picture: parent }),
      label: sentence('forms.editPlan'),
      ask: {
        title: sentence('forms.planTitle', { number: String(number) }),
        fields: [
          {
            name: 'instruction',
            label: sentence('forms.planParts', { number: String(parent) }),
            value,
            isLong: true,
            isRequired: true,
          },
        ],
      },
    },
  ];
}

/** "Weights": how much each part of an edit, or each word of a prompt, counts; none for photos. */
export function weightsButton(
  { idOf }: Pick<Interaction, 'idOf'>,
  node: PictureNode,
): readonly Button<Said>[] {
  const weights = weightsOf(node);
  if (weights.length === 0) return [];
  return [
    {
      id: idOf('weights', { picture: node.number }),
      label: sentence('forms.weights'),
      ask: {
        title: sentence('forms.weightsTitle', { number: String(node.number) }),
        fields: [
          {
            name: 'weights',
            label: sentence('forms.weightsParts'),
            value: writeWeights(weights),
            isLong: true,
            isRequired: true,
          },
        ],
      },
    },
  ];
}
