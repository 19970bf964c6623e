import type { Job } from '../../jobs/job.ts';
import { scaleStep } from '../../planning/index.ts';
import type { PlanStep } from '../../planning/plan.ts';
import { sentence } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import { commandButton } from '../command.ts';
import type { Interaction } from '../command.ts';
import type { Button } from '../message.ts';

/** Buttons that drop one part; a plan of more parts is changed in words. */
const DROPS = 4;
const PLAN_LENGTH = 1000;

/** A plan in the words it was made of, one part a line. */
export const planText = (steps: readonly PlanStep[]): string =>
  steps
    .flatMap((step) => ('instruction' in step ? [step.instruction] : 'prompt' in step ? [step.prompt] : []))
    .join('\n')
    .slice(0, PLAN_LENGTH);

/**
 * The buttons under a plan that waits or runs: stop it, leave a part out, do it stronger or weaker, say it in other
 * words. A new picture has nothing to change but to be stopped.
 */
export function receiptButtons(interaction: Interaction, { id: job, request }: Job): readonly Button<Said>[] {
  const { steps } = request;
  const cancel = commandButton(interaction, sentence('buttons.cancel'), 'cancel', { job }, 'danger');
  const isEdit = request.source !== undefined && steps.every(({ kind }) => kind !== 'inspect');
  if (!isEdit) return [cancel];
  const change = (label: Said, options: Readonly<Record<string, string | number>>) =>
    commandButton(interaction, label, 'plan', { job, ...options });
  const drops = steps.length < 2 || steps.length > DROPS ? [] : steps.map((_, index) => index + 1);
  const hasStrength = steps.some((step) => scaleStep(step, 1) !== undefined);
  return [
    cancel,
    ...drops.map((drop) => change(sentence('buttons.without', { number: String(drop) }), { drop })),
    ...(hasStrength
      ? [
          change(sentence('buttons.stronger'), { change: 'stronger' }),
          change(sentence('buttons.weaker'), { change: 'weaker' }),
        ]
      : []),
    {
      id: interaction.idOf('plan', { job }),
      label: sentence('buttons.rephrase'),
      ask: {
        title: sentence('forms.plan'),
        fields: [
          {
            name: 'instruction',
            label: sentence('forms.onePartALine'),
            value: planText(steps),
            isLong: true,
            isRequired: true,
          },
        ],
      },
    },
  ];
}
