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
  return row(' · ', [...line, protect.length === 0 ? undefined : sentence('plan.keep', { things: protect })]);
}

/** Writes one step of a plan in a few words: "cat → horse (local)". */
export function describeStep(step: PlanStep): Said {
  switch (step.kind) {
    case 'generate':
      return sentence('plan.paint', { prompt: clip(step.prompt, 80) });
    case 'instruct':
      return describeInstruct(step);
    case 'place':
      return describePlace(step);
    case 'reword':
      return step.edit === 'reweight'
        ? sentence('plan.weigh', {
            words: Object.entries(step.weights ?? {}).map(([name, weight]) => `${name} × ${weight}`),
          })
        : sentence('plan.reprompt', { prompt: clip(step.prompt, 80) });
    case 'layout':
      return sentence('plan.layout', {
        regions: row(
          ' | ',
          step.segments.map(({ words }) => words),
        ),
      });
    case 'redraw':
      return sentence('plan.redraw', {
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
      ? sentence('plan.showAttention')
      : sentence('plan.showAttentionFor', { words });
  return words === undefined ? sentence('plan.lookAround') : sentence('plan.lookFor', { words });
}

function describeInstruct(step: StepOf<'instruct'>): Said {
  const scope = step.scope === 'global' ? sentence('plan.scope.global') : sentence('plan.scope.local');
  const strength = step.strength === 1 ? undefined : row(' ', ['×', String(step.strength)]);
  return row(' ', [describeChange(step), scope, strength]);
}

/** Writes what an edit does, without how far it reaches: "cat → horse". */
function describeChange(step: StepOf<'instruct' | 'place'>): Said {
  if (step.kind === 'place') return describePlace(step);
  const name = step.object === undefined ? step.keyword : short(step.object);
  switch (step.action) {
    case 'remove':
      return sentence('plan.remove', { name });
    case 'add': {
      const added = step.target ?? step.keyword;
      return step.object === undefined
        ? sentence('plan.add', { added })
        : sentence('plan.addTo', { added, name });
    }
    case 'background':
      return sentence('plan.background', { target: step.target ?? step.instruction });
    case 'style':
      return sentence('plan.style', { target: step.target ?? step.instruction });
    default:
      return name === '' || step.target === undefined ? clip(step.instruction) : `${name} → ${step.target}`;
  }
}

/** What an order has become when it is done; the values are those of the order. */
const DONE: Readonly<Record<string, Sentence>> = {
  'plan.remove': sentence('plan.done.remove', { name: '' }),
  'plan.add': sentence('plan.done.add', { added: '' }),
  'plan.addTo': sentence('plan.done.addTo', { added: '', name: '' }),
  'plan.swap': sentence('plan.done.swap', { name: '' }),
  'plan.swapWith': sentence('plan.done.swapWith', { name: '', other: '' }),
  'plan.resize': sentence('plan.done.resize', { name: '', percent: 0 }),
  'plan.front': sentence('plan.done.front', { name: '' }),
  'plan.move': sentence('plan.done.move', { name: '', where: '' }),
  'plan.duplicate': sentence('plan.done.duplicate', { name: '' }),
  'plan.duplicateTo': sentence('plan.done.duplicateTo', { name: '', where: '' }),
};

/** Writes what an edit has done: "cat → horse", "removed ball", "moved house 20 % left". */
export function describeDone(step: StepOf<'instruct' | 'place'>): Said {
  const order = describeChange(step);
  if (typeof order === 'string' || 'parts' in order) return order;
  const done = DONE[order.key ?? ''];
  return done === undefined ? order : { ...done, values: order.values };
}

function describePlace(step: StepOf<'place'>): Said {
  const name = short(step.object);
  const other = step.other === undefined ? '' : short(step.other);
  switch (step.operation) {
    case 'swap':
      return other === '' ? sentence('plan.swap', { name }) : sentence('plan.swapWith', { name, other });
    case 'resize':
      return sentence('plan.resize', { name, percent: Math.round((step.scale ?? 1) * 100) });
    case 'remove':
      return sentence('plan.remove', { name });
    case 'front':
      return sentence('plan.front', { name });
    default: {
      const parts = whereTo(step, other);
      const where = row(' ', parts);
      if (step.operation === 'move') return sentence('plan.move', { name, where });
      return parts.length === 0
        ? sentence('plan.duplicate', { name })
        : sentence('plan.duplicateTo', { name, where });
    }
  }
}

function whereTo(step: StepOf<'place'>, other: string): readonly Said[] {
  const { relation, dx = 0, dy = 0, toX, toY } = step;
  if (relation !== undefined) return [word(relation), other];
  const parts: Said[] = [];
  if (dx < 0) parts.push(sentence('plan.by.left', { percent: percent(dx) }));
  if (dx > 0) parts.push(sentence('plan.by.right', { percent: percent(dx) }));
  if (dy < 0) parts.push(sentence('plan.by.up', { percent: percent(dy) }));
  if (dy > 0) parts.push(sentence('plan.by.down', { percent: percent(dy) }));
  const side = sideOf(toX, toY);
  if (side !== undefined) return [...parts, side];
  if (toX !== undefined) parts.push(sentence('plan.to.across', { percent: percent(toX) }));
  if (toY !== undefined) parts.push(sentence('plan.to.down', { percent: percent(toY) }));
  return parts;
}

/** Share of the picture from its edge within which a place is "the left side". */
const NEAR_EDGE = 0.25;

/** A place that has a name of its own; undefined for one that only figures tell. */
function sideOf(toX: number | undefined, toY: number | undefined): Said | undefined {
  if (toX === 0.5 && toY === 0.5) return sentence('plan.to.middle');
  if (toX !== undefined && toY !== undefined) return undefined;
  const at = toX ?? toY ?? 0.5;
  if (at > NEAR_EDGE && at < 1 - NEAR_EDGE) return undefined;
  if (toX !== undefined) return at < 0.5 ? sentence('plan.to.left') : sentence('plan.to.right');
  return at < 0.5 ? sentence('plan.to.top') : sentence('plan.to.bottom');
}

const percent = (share: number): number => Math.round(Math.abs(share) * 100);
const short = (reference: ObjectReference): string =>
  clip(reference.words.replace(/^(?:the|a|an) /, '') || reference.noun);
const clip = (text: string, length = 60): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
