import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PlanError } from '../../src/errors.ts';
import { formatOf, readAnswer } from '../../src/planning/ollama-answers.ts';
import { plan } from '../../src/planning/plan.ts';

const schema = z.object({ word: z.string() });

describe('readAnswer', () => {
  it.each([
    ['thoughts before it', '<think>{"word": 1}</think>{"word":"cat"}'],
    ['fences and text behind it', '```json\n{"word":"cat"}\n``` Hope {that} helps!'],
    ['the object twice', '{"word":"cat"} {"word":"cat"}'],
    ['braces in a string', 'so: {"word":"cat"} and not "{"'],
  ])('reads an object with %s', (_what, answer) =>
    expect(readAnswer(answer, schema)).toEqual({ word: 'cat' }),
  );

  it('says what is wrong with the answer', () => {
    expect(() => readAnswer('no idea', schema)).toThrow(PlanError);
    expect(() => readAnswer('{"word": 1}', schema)).toThrow('word');
    expect(() => readAnswer('{"word": "cat"', schema)).toThrow('valid JSON');
  });
});

describe('formatOf', () => {
  it('holds no tuple, which several versions of Ollama refuse', () => {
    const format = JSON.stringify(formatOf(plan));
    expect(format).not.toContain('prefixItems');
    expect(format).not.toContain('"items":false');
    expect(format).toContain('"minItems":4,"maxItems":4');
  });
});
