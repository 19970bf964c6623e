import type { ObjectReference, Plan, PlanStep } from './plan.ts';

/**
 * Writes a plan as one line for the chat: "1. cat → horse · 2. dog → blue".
 *
 * Edits of the whole picture are marked "(whole picture)"; protected things and a changed strength are named.
 */
export function describePlan(plan: Plan): string {
  if (plan.question !== undefined) return plan.question;
  const steps = plan.steps.map(describeStep);
  const line =
    steps.length === 1 ? (steps[0] ?? '') : steps.map((step, index) => `${index + 1}. ${step}`).join(' · ');
  return plan.protect.length === 0 ? line : `${line} · keep ${plan.protect.join(', ')}`;
}

const WHOLE = '(whole picture)';

/** Writes one step of a plan in a few words: "cat → horse (local)". */
export function describeStep(step: PlanStep): string {
  switch (step.kind) {
    case 'generate':
      return `paint ${quote(step.prompt)}`;
    case 'instruct':
      return describeInstruct(step);
    case 'place':
      return describePlace(step);
    case 'reword':
      return step.edit === 'reweight'
        ? `weigh ${Object.entries(step.weights ?? {})
            .map(([word, weight]) => `${word} × ${weight}`)
            .join(', ')}`
        : `prompt → ${quote(step.prompt)}`;
    case 'layout':
      return `lay out ${step.segments.map((segment) => segment.words).join(' | ')}`;
    case 'redraw':
      return `redraw as ${quote(step.prompt)} (strength ${step.strength})`;
    case 'inspect':
      return step.question === 'attention'
        ? `show where I looked${step.words === undefined ? '' : ` for ${step.words.join(', ')}`}`
        : `look for ${step.words?.join(', ') ?? 'objects'}`;
    default:
      return [
        step.action,
        step.number === undefined ? '' : `${step.action === 'goto' ? '#' : ''}${step.number}`,
        step.object?.words ?? '',
      ]
        .filter(Boolean)
        .join(' ');
  }
}

function describeInstruct(step: Extract<PlanStep, { kind: 'instruct' }>): string {
  const scope = step.scope === 'global' ? WHOLE : '(local)';
  const strength = step.strength === 1 ? '' : ` × ${step.strength}`;
  const name = step.object === undefined ? step.keyword : short(step.object);
  const words = ((): string => {
    switch (step.action) {
      case 'remove':
        return `remove ${name}`;
      case 'add':
        return `add ${step.target ?? step.keyword}${step.object === undefined ? '' : ` to ${name}`}`;
      case 'background':
        return `background → ${step.target ?? step.instruction}`;
      case 'style':
        return `style → ${step.target ?? step.instruction}`;
      default:
        return name === '' || step.target === undefined ? clip(step.instruction) : `${name} → ${step.target}`;
    }
  })();
  return `${words} ${scope}${strength}`;
}

function describePlace(step: Extract<PlanStep, { kind: 'place' }>): string {
  const name = short(step.object);
  const other = step.other === undefined ? '' : short(step.other);
  switch (step.operation) {
    case 'swap':
      return `swap ${name} and ${other}`;
    case 'resize':
      return `resize ${name} to ${Math.round((step.scale ?? 1) * 100)} %`;
    case 'remove':
      return `remove ${name}`;
    case 'front':
      return `bring ${name} to the front`;
    default: {
      const verb = step.operation === 'move' ? 'move' : 'duplicate';
      return [verb, name, ...where(step, other)].join(' ');
    }
  }
}

function where(step: Extract<PlanStep, { kind: 'place' }>, other: string): string[] {
  if (step.relation !== undefined) return [step.relation, other];
  const parts: string[] = [];
  if (step.dx !== undefined && step.dx !== 0)
    parts.push(`${Math.round(Math.abs(step.dx) * 100)} % ${step.dx < 0 ? 'left' : 'right'}`);
  if (step.dy !== undefined && step.dy !== 0)
    parts.push(`${Math.round(Math.abs(step.dy) * 100)} % ${step.dy < 0 ? 'up' : 'down'}`);
  if (step.toX !== undefined) parts.push(`to ${Math.round(step.toX * 100)} % across`);
  if (step.toY !== undefined) parts.push(`to ${Math.round(step.toY * 100)} % down`);
  return parts;
}

const short = (reference: ObjectReference): string =>
  clip(reference.words.replace(/^(?:the|a|an) /, '') || reference.noun);
const clip = (text: string, length = 60): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
const quote = (text: string): string => `"${clip(text, 80)}"`;
