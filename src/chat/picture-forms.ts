import type { PictureNode } from '../sessions/session.ts';
import type { Interaction } from './command.ts';
import type { Button } from './message.ts';

/** Where words cannot be read (a reply without ping) or typed (a phone), a button asks for them. */
const INSTRUCTION_LENGTH = 1000;

/** "Edit…": says what to change in this picture. */
export const editButton = ({ idOf }: Pick<Interaction, 'idOf'>, { number }: PictureNode): Button => ({
  id: idOf('edit', { picture: number }),
  label: 'Edit…',
  style: 'primary',
  ask: {
    title: `Edit #${number}`,
    fields: [{ name: 'instruction', label: 'What shall change?', isLong: true, isRequired: true }],
  },
});

/** "Edit the plan": the plan of this picture in words, to be changed and done again on the picture before it. */
export function planButtons(
  { idOf }: Pick<Interaction, 'idOf'>,
  { number, parent, steps }: PictureNode,
): readonly Button[] {
  const words = steps.flatMap((step) => ('instruction' in step ? [step.instruction] : []));
  if (parent === undefined || words.length === 0) return [];
  const value = words.join('\n').slice(0, INSTRUCTION_LENGTH);
  return [
    {
      id: idOf('edit', { picture: parent }),
      label: 'Edit the plan',
      ask: {
        title: `The plan of #${number}`,
        fields: [
          {
            name: 'instruction',
            label: `One part a line, done on #${parent}`,
            value,
            isLong: true,
            isRequired: true,
          },
        ],
      },
    },
  ];
}
