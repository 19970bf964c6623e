import { describe, expect, it } from 'vitest';
import { createScriptPlatform, SCRIPT_CONVERSATION } from '../../../src/once/script-platform.ts';
import type { ScriptMessage } from '../../../src/once/script-platform.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { picturesOf, startBot } from '../bot-stage.ts';

const BOTH = 'make the cat blue and make the dog red';

/** An engine whose edits wait until they are let go. */
function heldEngine(): { readonly engine: Pick<Engine, 'run'>; readonly letGo: () => void } {
  const inner = createFakeEngine({ stepMs: 0 });
  const gate = new AbortController();
  const opened = new Promise<void>((resolve) => gate.signal.addEventListener('abort', () => resolve()));
  return {
    letGo: () => gate.abort(),
    engine: {
      async run(request, onProgress, signal) {
        const cancelled = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        if (request.source !== undefined) await Promise.race([opened, cancelled]);
        return inner.run(request, onProgress, signal);
      },
    },
  };
}

/** A conversation whose edit is held before it begins, with its receipt. */
async function held(words = BOTH) {
  const { engine, letGo } = heldEngine();
  const stage = await startBot({ engine, script: createScriptPlatform() });
  const { script, services } = stage;
  const [first] = picturesOf(await script.say('/imagine a cat and a dog on grass seed:7'));
  const before = script.messages.length;
  const painting = script.say(words, { to: first!.ref });
  const plans = async () => Object.values((await services.sessions.load(SCRIPT_CONVERSATION)).plans ?? {});
  while ((await plans()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const receipt = script.messages[before] as ScriptMessage;
  /** The first plan is given up; only then may the engine go on. */
  const replanned = async () => {
    while (!script.messages[before]?.content.text.startsWith('Planned anew: '))
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { ...stage, letGo, painting, receipt, replanned, first: first! };
}

const lastPicture = async ({ services }: Awaited<ReturnType<typeof held>>) =>
  (await services.sessions.load(SCRIPT_CONVERSATION)).pictures.at(-1);

describe('the plan before it runs', () => {
  it('can lose a part, get stronger or weaker, and be said in other words', async () => {
    const stage = await held();
    expect(stage.receipt.content.text).toContain('1. cat → blue (local) · 2. dog → red (local)');
    expect(stage.receipt.content.buttons?.map(({ label }) => label)).toEqual([
      'Cancel',
      'Without 1',
      'Without 2',
      'Stronger',
      'Weaker',
      'In other words…',
    ]);
    expect(stage.receipt.content.buttons?.at(-1)?.ask?.fields[0]).toMatchObject({
      name: 'instruction',
      value: 'make the cat blue\nmake the dog red',
    });
    stage.letGo();
    await stage.painting;
    await stage.stop();
  });

  it('is painted without the part that was dropped', async () => {
    const stage = await held();
    const changed = stage.press(stage.receipt, 'Without 1');
    await stage.replanned();
    stage.letGo();
    await changed;
    await stage.painting;
    expect(stage.receipt.content.text).toMatch(/^Planned anew: /u);
    expect((await lastPicture(stage))?.steps).toMatchObject([{ instruction: 'make the dog red' }]);
    expect((await stage.services.sessions.load(SCRIPT_CONVERSATION)).pictures).toHaveLength(2);
    await stage.stop();
  });

  it('is painted stronger, on the same noise', async () => {
    const stage = await held();
    const session = await stage.services.sessions.load(SCRIPT_CONVERSATION);
    const [open] = Object.values(session.plans ?? {});
    const changed = stage.press(stage.receipt, 'Stronger');
    await stage.replanned();
    stage.letGo();
    await changed;
    await stage.painting;
    expect(await lastPicture(stage)).toMatchObject({
      steps: [{ strength: 1.4 }, { strength: 1.4 }],
      settings: { seed: open?.settings.seed },
      parent: 1,
    });
    await stage.stop();
  });

  it('takes other words from the form, and as a reply where there are no forms', async () => {
    const form = await held();
    const button = form.receipt.content.buttons?.at(-1);
    const sent = form.script.send({
      type: 'button',
      id: button?.id ?? '',
      on: form.receipt.ref,
      values: { instruction: 'make the dog green' },
    });
    await form.replanned();
    form.letGo();
    await sent;
    expect((await lastPicture(form))?.steps).toMatchObject([{ target: 'green' }]);
    await form.stop();

    const reply = await held();
    const [asked] = await reply.script
      .send({ type: 'button', id: button?.id ?? '', on: reply.receipt.ref })
      .catch(() => []);
    expect(asked?.content.error?.code).toBe('PLAN_OVER');
    const own = reply.receipt.content.buttons?.at(-1)?.id ?? '';
    const [question] = await reply.script.send({ type: 'button', id: own, on: reply.receipt.ref });
    expect(question?.content.text).toContain('make the cat blue\nmake the dog red');
    const answered = reply.script.say('make the dog purple', { to: question!.ref });
    await reply.replanned();
    reply.letGo();
    await answered;
    expect(await lastPicture(reply)).toMatchObject({ steps: [{ target: 'purple' }], parent: 1 });
    await reply.stop();
  });

  it('is for the person whose edit it is, and as it was when nothing can be changed', async () => {
    const stage = await held('make the cat blue');
    const press = (label: string, userId: string) => stage.press(stage.receipt, label, userId);
    expect((await press('Stronger', 'bob')).at(-1)?.content.error?.code).toBe('NOT_YOURS');
    const dropped = await stage.script.say('/plan drop:3');
    expect(dropped.at(-1)?.content.error?.code).toBe('NO_SUCH_STEP');
    stage.letGo();
    await stage.painting;
    expect((await lastPicture(stage))?.steps).toMatchObject([{ strength: 1 }]);
    const late = await stage.script.say('/plan stronger');
    expect(late.at(-1)?.content.error?.code).toBe('PLAN_OVER');
    await stage.stop();
  });
});
