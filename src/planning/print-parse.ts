import { inEnglish } from '../locales/tell.ts';
import { describeStep } from './describe.ts';
import { parseMessage } from './rules.ts';
import type { ObjectReference, PlanContext, PlanStep } from './plan.ts';

/** A picture that a message may be tried on without one. */
const EXAMPLE: PlanContext = { hasPicture: true, caption: 'a cat and a dog on grass next to a house' };

/** Writes how a message is read: its clauses, their phrases and steps, and what was not understood. */
export function printParse(message: string, write: (line: string) => void, context = EXAMPLE): void {
  const { text, clauses, protect } = parseMessage(message, context);
  write(`message   ${message}`);
  write(`reads as  ${text}`);
  if (context === EXAMPLE) write(`picture   ${EXAMPLE.caption ?? ''}`);
  for (const { said, order, kind, steps, answer } of clauses) {
    write(`\n${kind.padEnd(10)}${said}`);
    if (order !== undefined && order !== said) write(`  order   ${order}`);
    for (const step of steps) {
      write(`  step    ${inEnglish(describeStep(step))}`);
      for (const phrase of phrasesOf(step)) write(`  phrase  ${printPhrase(phrase)}`);
    }
    if (answer !== undefined) write(`  answer  ${inEnglish(answer)}`);
  }
  if (protect.length > 0) write(`\nkeeps     ${protect.join(', ')}`);
  const unread = clauses.filter(({ kind }) => kind === 'unread').map(({ said }) => `"${said}"`);
  write(`\nnot understood: ${unread.length === 0 ? 'nothing' : unread.join(', ')}`);
}

function phrasesOf(step: PlanStep): readonly ObjectReference[] {
  if (step.kind === 'instruct') return step.object === undefined ? [] : [step.object];
  if (step.kind !== 'place') return [];
  return step.other === undefined ? [step.object] : [step.object, step.other];
}

/** "the red car next to the house": head car · attributes red · relation next to house */
const printPhrase = ({ words, noun, attributes, relation, ...others }: ObjectReference): string =>
  [
    `"${words}": head ${noun}`,
    attributes === undefined ? '' : `attributes ${attributes.join(', ')}`,
    relation === undefined ? '' : `relation ${relation.kind} ${relation.noun}`,
    ...Object.entries(others).map(([part, value]) => (value === undefined ? '' : `${part} ${value}`)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
