import { describe, expect, it } from 'vitest';
import { picturesOf, startBot } from './bot-stage.ts';

describe('createBot', () => {
  it('paints, edits and undoes', async () => {
    const { script, press } = await startBot();
    const [receipt, first] = await script.say('/imagine a cat and a dog on grass seed:7');
    expect(receipt?.content).toEqual({ text: '✓ "a cat and a dog on grass"' });
    expect(first?.content.text).toBe('#1 · seed 7 · 0.1 s');
    expect(first?.content.pictures?.map(({ role, alt }) => [role, alt])).toEqual([
      ['picture', 'a cat and a dog on grass'],
    ]);
    expect(first?.content.buttons?.map(({ label }) => label)).toEqual(['Edit…', 'Variation', 'Info']);
    const answers = await script.say('replace the cat with a horse and make the dog blue', {
      to: first!.ref,
    });
    const [edited] = picturesOf(answers);
    expect(edited?.content.text).toMatch(/^#2 · seed \d+ · changed 50 % of the picture · 0\.1 s$/u);
    expect(edited?.content.pictures?.map(({ role, alt }) => [role, alt])).toEqual([
      ['picture', 'a horse and a blue dog on grass'],
      ['mask', 'Mask: where I looked for "replace the cat with a horse", 50 % of the picture'],
      ['mask', 'Mask: where I looked for "make the dog blue", 50 % of the picture'],
    ]);
    expect(edited?.content.buttons?.map(({ label }) => label)).toEqual([
      'Edit…',
      'Edit the plan',
      'Undo',
      'Variation',
      'Stronger',
      'Weaker',
      'Info',
    ]);
    const [undone] = await press(edited!, 'Undo');
    expect(undone?.content.text).toContain('Back at #1');
    expect(undone?.content.buttons?.map(({ label }) => label)).toContain('Redo');
  });
});
