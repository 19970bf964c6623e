import type { PlannedBy, PlanStep } from '../planning/plan.ts';

/** Says a step in a few words: "replace the cat with a horse", "move the dog left". */
export function describeStep(step: PlanStep): string {
  if (step.kind === 'instruct' || step.kind === 'place')
    return step.instruction + strengthNote('strength' in step ? step.strength : 1);
  if (step.kind === 'generate') return `paint "${step.prompt}"`;
  if (step.kind === 'reword') return `${step.edit} words: "${step.prompt}"`;
  if (step.kind === 'layout') return `lay out "${step.prompt}"`;
  if (step.kind === 'redraw') return `draw as "${step.prompt}"`;
  if (step.kind === 'inspect')
    return step.question === 'objects' ? 'look what is in it' : `look where ${step.words?.join(', ')} is`;
  return step.number === undefined ? step.action : `${step.action} ${step.number}`;
}

const strengthNote = (strength: number): string => {
  if (strength === 1) return '';
  return ` (${strength < 1 ? 'weaker' : 'stronger'}, ×${Number(strength.toFixed(2))})`;
};

/** Writes a plan as one line: `1 · replace the cat with a horse  2 · make the dog blue`. */
export function planLine({ plan, by, fallback }: PlannedBy): string {
  const [only] = plan.steps;
  const steps =
    plan.steps.length === 1 && only !== undefined
      ? describeStep(only)
      : plan.steps.map((step, index) => `${index + 1} · ${describeStep(step)}`).join('  ');
  const kept = plan.protect.length === 0 ? '' : `  (keeping ${plan.protect.join(', ')})`;
  return `${steps}${kept} — planned by ${by}${fallback === undefined ? '' : `, because ${fallback}`}`;
}
