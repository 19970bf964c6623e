import { readAdd } from './additions.ts';
import { takeStrength } from './amounts.ts';
import { readAmbient, readBackground } from './backgrounds.ts';
import { readColour } from './colours.ts';
import type { Instruct, Reader } from './instruct-step.ts';
import { readAdjust, readMakeQuality } from './qualities.ts';
import { readRemove } from './removals.ts';
import { readReplace, readTurnInto } from './replacements.ts';
import type { Scene } from './scene.ts';
import { readStyle } from './styles.ts';

/** The most telling first. */
const READERS: readonly Reader[] = [
  readBackground,
  readAmbient,
  readStyle,
  readColour,
  readReplace,
  readRemove,
  readAdd,
  readTurnInto,
  readMakeQuality,
  readAdjust,
];

/** Reads one clause as sub-instructions of InstructPix2Pix and FoI; a list of objects gives one step each. */
export function readInstruct(clause: string, scene: Scene): Instruct[] | undefined {
  const { rest, strength } = takeStrength(clause);
  const attempts = strength === 1 ? [clause] : [rest, clause];
  for (const attempt of attempts) {
    for (const reader of READERS) {
      const steps = reader(attempt, scene);
      if (steps === undefined) continue;
      const isPlain = attempt === clause;
      return steps.map((step): Instruct => {
        const instruction = isPlain || steps.length > 1 ? step.instruction : fill(clause, attempt, step);
        return Object.assign({}, step, { instruction, strength: isPlain ? step.strength : strength });
      });
    }
  }
  return undefined;
}

/** Keeps "slightly" in the instruction unless pronouns were replaced in it. */
const fill = (clause: string, attempt: string, step: Instruct): string =>
  step.instruction === attempt ? clause.slice(0, 400) : step.instruction;
