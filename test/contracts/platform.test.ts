import { describe, expect, it } from 'vitest';
import { memoryStage } from '../fakes/memory-platform.ts';
import type { Defect } from '../fakes/memory-platform.ts';
import { platformCases, platformContract, Scene } from './platform.contract.ts';

platformContract('a platform in memory', () => Promise.resolve(memoryStage()));

const caught: Readonly<Record<Defect, string>> = {
  'keeps options as text': 'delivers a command with its options, its person and its conversation',
  'changes its conversation': 'delivers a command with its options, its person and its conversation',
  'loses files': 'delivers the file that comes with words',
  'loses the reply': 'delivers a reply with the message it answers',
  'trims words': 'delivers words',
  'sends the label for the id': 'delivers a button with its id and its message',
  'swaps picks': 'delivers a pick as the id of the choice or as its number reaction',
  'renames emoji': 'delivers a reaction as a Unicode emoji with its message',
  'shows pictures without alt text': 'shows text, pictures with alt texts, buttons and choices',
  'runs markup': 'shows text as it is, without running markup or mentions in it',
  'hides errors': 'shows the sentence of an error',
  'answers with a copy': 'answers through respond and changes the answer by update',
  'merges updates': 'replaces the whole message on update',
  'forgets reactions': 'shows its own reaction',
  'cuts in mid-word': 'cuts a text that is too long after a word and marks the cut',
  'shows all buttons': 'shows no more buttons and choices than its limits say',
  'takes any picture': 'refuses a picture above its limit with a sentence that names it and the limit',
  'waits for the handler': 'acknowledges before the handler ends, and takes the next event meanwhile',
  'dies with the handler': 'goes on after a handler that fails',
  'goes on after stop':
    'ends everything on stop: no event comes, posting is refused, a second stop is harmless',
};

describe('platformContract', () => {
  it.each(Object.entries(caught))('rejects a platform that %s', async (defect, name) => {
    const contractCase = platformCases.find((each) => each.name === name);
    const scene = new Scene(memoryStage(defect as Defect), 100);
    await scene.start();
    await expect(contractCase?.run(scene)).rejects.toThrow();
    await scene.end();
  });

  it('refuses to skip a case that does not exist', () => {
    expect(() =>
      platformContract('x', () => Promise.resolve(memoryStage()), {
        skip: [{ reason: 'none', cases: ['no such'] }],
      }),
    ).toThrow('no case is called "no such"');
  });
});
