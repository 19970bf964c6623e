import { describe, expect, it } from 'vitest';
import { createRulePlanner } from '../../src/planning/index.ts';
import { groundPlan } from '../../src/planning/grounding.ts';
import type { Plan } from '../../src/planning/plan.ts';
import { isForeign } from '../../src/english/foreign.ts';

const context = { hasPicture: true, caption: 'a cat and a dog on grass' };

describe('isForeign', () => {
  it.each([
    'mache die Katze blau',
    'Ersetze die Katze durch ein Pferd.',
    'die Katze soll größer sein',
    'remplace le chat par un chien',
    'enlève l’arbre',
    'pon el coche rojo',
    'quita el perro',
    'deixe o carro vermelho',
    'troque o gato por um cavalo',
    '猫を青くして',
    '犬を消して',
  ])('knows "%s"', (sentence) => expect(isForeign(sentence)).toBe(true));
  it.each([
    'make the cat blue',
    'blue cat',
    'undo',
    'cat → dog',
    'a cat in a hat',
    'add a sign that says "la casa de los gatos"',
    'move dog left',
    'remove dog',
    'café terrace at night',
    '',
  ])('takes "%s" for English', (sentence) => expect(isForeign(sentence)).toBe(false));
});

describe('the rules', () => {
  it('say that they read English only, in place of a plan that was never meant', async () => {
    const planned = createRulePlanner().plan('mache die Katze blau', context);
    await expect(planned).rejects.toMatchObject({ code: 'ENGLISH_ONLY' });
  });
});

const plan = (target: string): Plan => ({
  steps: [
    {
      kind: 'instruct',
      instruction: `make the cat ${target}`,
      keyword: 'cat',
      action: 'recolor',
      target,
      scope: 'local',
      strength: 1,
    },
  ],
  protect: [],
});

describe('a plan of a model', () => {
  it('may be English for a sentence that is not', () =>
    expect(groundPlan(plan('blue'), 'mache die Katze blau', context).steps).toHaveLength(1));
  it('may not bring words that no picture has', () =>
    expect(() => groundPlan(plan('credentials'), 'mache die Katze blau', context)).toThrow(
      /was neither said|not said/u,
    ));
  it('is held to what was said in English', () =>
    expect(() => groundPlan(plan('purple'), 'make the cat blue', context)).toThrow(
      /was neither said|not said/u,
    ));
});
