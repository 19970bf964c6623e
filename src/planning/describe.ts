import type { ObjectReference, Plan, PlanStep, StepOf } from './plan.ts';
import { row, sentence, word } from '../sentence.ts';
import type { Said } from '../sentence.ts';

/**
 * Writes a plan as one line for the chat: "1. cat → horse · 2. dog → blue".
 *
 * Edits of the whole picture are marked "(whole picture)"; protected things and a changed strength are named.
 */
export function describePlan({ steps, protect, question }: Plan): Said {
  if (question !== undefined) return question;
  const line = steps.map((step, index) =>
    steps.length === 1 ? describeStep(step) : row(' ', [`${index + 1}.`, describeStep(step)]),
  );
  return row(' · ', [
    ...line,
    protect.length === 0 ? undefined : sentence('keep {things}', { things: protect }),
  ]);
}

/** Writes one step of a plan in a few words: "cat → horse (local)". */
export function describeStep(step: PlanStep): Said {
  switch (step.kind) {
    case 'generate':
      return sentence('paint "{prompt}"', { prompt: clip(step.prompt, 80) });
    case 'instruct':
      return describeInstruct(step);
    case 'place':
      return describePlace(step);
    case 'reword':
      return step.edit === 'reweight'
        ? sentence('weigh {words}', {
            words: Object.entries(step.weights ?? {}).map(([name, weight]) => `${name} × ${weight}`),
          })
        : sentence('prompt → "{prompt}"', { prompt: clip(step.prompt, 80) });
    case 'layout':
      return sentence('lay out {regions}', {
        regions: row(
          ' | ',
          step.segments.map(({ words }) => words),
        ),
      });
    case 'redraw':
      return sentence('redraw as "{prompt}" (strength {strength})', {
        prompt: clip(step.prompt, 80),
        strength: step.strength,
      });
    case 'inspect':
      return describeInspect(step);
    default:
      return row(' ', [
        step.action,
        step.number === undefined ? undefined : `${step.action === 'goto' ? '#' : ''}${step.number}`,
        step.object?.words,
      ]);
  }
}

function describeInspect({ question, words }: StepOf<'inspect'>): Said {
  if (question === 'attention')
    return words === undefined
      ? sentence('show where I looked')
      : sentence('show where I looked for {words}', { words });
  return words === undefined ? sentence('look for objects') : sentence('look for {words}', { words });
}

function describeInstruct(step: StepOf<'instruct'>): Said {
  const scope = step.scope === 'global' ? sentence('(whole picture)') : sentence('(local)');
  const strength = step.strength === 1 ? undefined : row(' ', ['×', String(step.strength)]);
  return row(' ', [describeChange(step), scope, strength]);
}

/** Writes what an edit does, without how far it reaches: "cat → horse". */
export function describeChange(step: StepOf<'instruct' | 'place'>): Said {
  if (step.kind === 'place') return describePlace(step);
  const name = step.object === undefined ? step.keyword : short(step.object);
  switch (step.action) {
    case 'remove':
      return sentence('remove {name}', { name });
    case 'add': {
      const added = step.target ?? step.keyword;
      return step.object === undefined
        ? sentence('add {added}', { added })
        : sentence('add {added} to {name}', { added, name });
    }
    case 'background':
      return sentence('background → {target}', { target: step.target ?? step.instruction });
    case 'style':
      return sentence('style → {target}', { target: step.target ?? step.instruction });
    default:
      return name === '' || step.target === undefined ? clip(step.instruction) : `${name} → ${step.target}`;
  }
}

function describePlace(step: StepOf<'place'>): Said {
  const name = short(step.object);
  const other = step.other === undefined ? '' : short(step.other);
  switch (step.operation) {
    case 'swap':
      return other === ''
        ? sentence('swap {name}', { name })
        : sentence('swap {name} and {other}', { name, other });
    case 'resize':
      return sentence('resize {name} to {percent} %', { name, percent: Math.round((step.scale ?? 1) * 100) });
    case 'remove':
      return sentence('remove {name}', { name });
    case 'front':
      return sentence('bring {name} to the front', { name });
    default: {
      const parts = whereTo(step, other);
      const where = row(' ', parts);
      if (step.operation === 'move') return sentence('move {name} {where}', { name, where });
      return parts.length === 0
        ? sentence('duplicate {name}', { name })
        : sentence('duplicate {name} {where}', { name, where });
    }
  }
}

function whereTo(step: StepOf<'place'>, other: string): readonly Said[] {
  const { relation, dx = 0, dy = 0, toX, toY } = step;
  if (relation !== undefined) return [word(relation), other];
  const parts: Said[] = [];
  if (dx < 0) parts.push(sentence('{percent} % left', { percent: percent(dx) }));
  if (dx > 0) parts.push(sentence('{percent} % right', { percent: percent(dx) }));
  if (dy < 0) parts.push(sentence('{percent} % up', { percent: percent(dy) }));
  if (dy > 0) parts.push(sentence('{percent} % down', { percent: percent(dy) }));
  if (toX !== undefined) parts.push(sentence('to {percent} % across', { percent: percent(toX) }));
  if (toY !== undefined) parts.push(sentence('to {percent} % down', { percent: percent(toY) }));
  return parts;
}

const percent = (share: number): number => Math.round(Math.abs(share) * 100);
const short = (reference: ObjectReference): string =>
  clip(reference.words.replace(/^(?:the|a|an) /, '') || reference.noun);
const clip = (text: string, length = 60): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
