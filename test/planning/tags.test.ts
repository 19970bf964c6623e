import { describe, expect, it } from 'vitest';
import { createRulePlanner } from '../../src/planning/index.ts';
import { takeTags } from '../../src/planning/tags.ts';

describe('takeTags', () => {
  it.each([
    ['a cat (lora:ink:0.8) on grass', 'a cat on grass', [{ name: 'ink', weight: 0.8 }]],
    [
      'a cat <lora:ink-2.1:-0.5><lora:oil>',
      'a cat',
      [
        { name: 'ink-2.1', weight: -0.5 },
        { name: 'oil', weight: 1 },
      ],
    ],
    ['a cat <lora:ink:.8>', 'a cat', [{ name: 'ink', weight: 0.8 }]],
    ['a cat <lora:ink:1.>', 'a cat', [{ name: 'ink', weight: 1 }]],
    ['a cat <lora:ink:+1e-1>', 'a cat', [{ name: 'ink', weight: 0.1 }]],
    ['a cat <lora:ink:0,8>', 'a cat', [{ name: 'ink', weight: 0.8 }]],
    ['a cat <lora:ink: 0.8>', 'a cat', [{ name: 'ink', weight: 0.8 }]],
    ['a cat < lora : ink : 0.8 >', 'a cat', [{ name: 'ink', weight: 0.8 }]],
    ['a cat <lora:my ink v1:0.8>', 'a cat', [{ name: 'my ink v1', weight: 0.8 }]],
    ['a cat <lora:墨.safetensors:0.8>', 'a cat', [{ name: '墨', weight: 0.8 }]],
    ['a cat <lyco:ink:1>', 'a cat', [{ name: 'ink', weight: 1 }]],
    ['a cat <LoRA:Ink:1>', 'a cat', [{ name: 'Ink', weight: 1 }]],
    // Text encoders first, then the U-Net, as the web UI counts them.
    ['a cat <lora:ink:0.8:0.5>', 'a cat', [{ name: 'ink', weight: 0.5, textWeight: 0.8 }]],
    ['a cat <lora:ink:te=0.2:unet=.5>', 'a cat', [{ name: 'ink', weight: 0.5, textWeight: 0.2 }]],
    ['a cat, <lora:ink:1>, on grass, <lora:ink:2>', 'a cat, on grass', [{ name: 'ink', weight: 2 }]],
    ['a (cat:1.3) <cat-toy> <https://a.b> <mailto:x@y> <a:wave:123> 1 < 2', undefined, []],
  ])('of %s', (words, text = words, loras) => expect(takeTags(words)).toEqual({ text, loras }));

  it.each([
    '<hypernet:fog:1>',
    '<lora:ink:strong>',
    '<lora:ink:1:lbw=MIDD>',
    '<lora:ink:1:1:1>',
    '<lora::1>',
    '<wildcard:animal>',
  ])('answers %s', (tag) => {
    expect(() => takeTags(`a cat ${tag}`)).toThrow(`the tag ${tag}.`);
  });
});

describe('a planner', () => {
  const planner = createRulePlanner();
  const context = { hasPicture: true, caption: 'a cat and a dog' };
  const stepOf = async (text: string) => (await planner.plan(text, context)).plan.steps;

  it.each([
    ['make the cat blue <lora:ink:0.8>', 'make the cat blue', '(lora:ink:0.8)'],
    ['<lora:ink:0.8> make the cat blue', 'make the cat blue', '(lora:ink:0.8)'],
    ['make the cat blue (lora:ink:0.8)', 'make the cat blue', '(lora:ink:0.8)'],
    ['replace the cat <lyco:my ink:.5:1> with a dog', 'replace the cat with a dog', '(lora:my ink:0.5:1)'],
    ['make it night (lora:ink:1)', 'make it night', '(lora:ink:1)'],
  ])('plans %s without its tag, and keeps it for the model', async (text, plain, tag) => {
    const expected = await stepOf(plain);
    const got = await stepOf(text);
    expect(expected).toHaveLength(1);
    expect(got).toEqual(
      expected.map((step) =>
        step.kind === 'instruct' ? { ...step, instruction: `${step.instruction} ${tag}` } : step,
      ),
    );
    expect(JSON.stringify(got)).toContain(tag);
  });

  it('answers a tag that it does not know', async () => {
    await expect(stepOf('make the cat blue <hypernet:fog:1>')).rejects.toMatchObject({ code: 'UNKNOWN_TAG' });
  });
});
