import type { ObjectReference, Plan, PlanStep, StepOf } from './plan.ts';
import { row, sentence, word } from '../sentence.ts';
import type { Said, Sentence } from '../sentence.ts';

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
function describeChange(step: StepOf<'instruct' | 'place'>): Said {
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

/** What an order has become when it is done; the values are those of the order. */
const DONE: Readonly<Record<string, Sentence>> = {
  'remove {name}': sentence('removed {name}', { name: '' }),
  'add {added}': sentence('added {added}', { added: '' }),
  'add {added} to {name}': sentence('added {added} to {name}', { added: '', name: '' }),
  'swap {name}': sentence('swapped {name}', { name: '' }),
  'swap {name} and {other}': sentence('swapped {name} and {other}', { name: '', other: '' }),
  'resize {name} to {percent} %': sentence('resized {name} to {percent} %', { name: '', percent: '' }),
  'bring {name} to the front': sentence('brought {name} to the front', { name: '' }),
  'move {name} {where}': sentence('moved {name} {where}', { name: '', where: '' }),
  'duplicate {name}': sentence('duplicated {name}', { name: '' }),
  'duplicate {name} {where}': sentence('duplicated {name} {where}', { name: '', where: '' }),
};

/** Writes what an edit has done: "cat → horse", "removed ball", "moved house 20 % left". */
export function describeDone(step: StepOf<'instruct' | 'place'>): Said {
  const order = describeChange(step);
  if (typeof order === 'string' || 'parts' in order) return order;
  const done = DONE[order.pattern];
  return done === undefined ? order : { ...done, values: order.values };
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
  const side = sideOf(toX, toY);
  if (side !== undefined) return [...parts, side];
  if (toX !== undefined) parts.push(sentence('to {percent} % across', { percent: percent(toX) }));
  if (toY !== undefined) parts.push(sentence('to {percent} % down', { percent: percent(toY) }));
  return parts;
}

/** Share of the picture from its edge within which a place is "the left side". */
const NEAR_EDGE = 0.25;

/** A place that has a name of its own; undefined for one that only figures tell. */
function sideOf(toX: number | undefined, toY: number | undefined): Said | undefined {
  if (toX === 0.5 && toY === 0.5) return sentence('to the middle');
  if (toX !== undefined && toY !== undefined) return undefined;
  const at = toX ?? toY ?? 0.5;
  if (at > NEAR_EDGE && at < 1 - NEAR_EDGE) return undefined;
  if (toX !== undefined) return at < 0.5 ? sentence('to the left side') : sentence('to the right side');
  return at < 0.5 ? sentence('to the top') : sentence('to the bottom');
}

const percent = (share: number): number => Math.round(Math.abs(share) * 100);
const short = (reference: ObjectReference): string =>
  clip(reference.words.replace(/^(?:the|a|an) /, '') || reference.noun);
const clip = (text: string, length = 60): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
