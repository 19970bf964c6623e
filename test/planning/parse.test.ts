import { describe, expect, it } from 'vitest';
import { printParse } from '../../src/planning/print-parse.ts';

function parsed(message: string): string {
  const lines: string[] = [];
  printParse(message, (line) => lines.push(line));
  return lines.join('\n');
}

describe('printParse', () => {
  it('shows clauses, steps and the parts of phrases', () => {
    const text = parsed('make the dog blue and get rid of the red house');
    expect(text).toContain('order     make the dog blue\n  step    dog → blue (local)');
    expect(text).toContain('step    remove red house');
    expect(text).toContain('"the red house": head house · attributes red');
    expect(text).toContain('not understood: nothing');
  });

  it('shows the order in a wish, what stays, and what was not understood', () => {
    const text = parsed('the cat should be red but keep the grass, and flumph the dog');
    expect(text).toContain('order   make the cat red');
    expect(text).toContain('keeps     grass');
    expect(text).toContain('not understood: "flumph the dog"');
  });
});
