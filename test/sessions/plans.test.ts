import { describe, expect, it } from 'vitest';
import type { PictureNode, Session } from '../../src/sessions/session.ts';
import { changePlan, closePlan, jobOfMessage, openPlan, spokenOfBefore } from '../../src/sessions/plans.ts';
import { emptySession, undo } from '../../src/sessions/tree.ts';

const cat = { label: 'cat', score: 0.9, box: [10, 10, 20, 20] } as const;
const node = (number: number, more: Partial<PictureNode> = {}): PictureNode => ({
  number,
  ...(number > 1 && { parent: number - 1 }),
  picture: `${number}`,
  width: 100,
  height: 100,
  masks: [],
  caption: '',
  said: '',
  steps: [],
  settings: { seed: 1 },
  changed: 0,
  seconds: 1,
  userId: 'ann',
  createdAt: '',
  ...more,
});
const edit = (action: string, more: object = {}): PictureNode['steps'] =>
  [
    {
      kind: 'instruct',
      instruction: '',
      keyword: 'cat',
      action,
      object: { words: 'the cat', noun: 'cat' },
      scope: 'local',
      strength: 1,
      ...more,
    },
  ] as PictureNode['steps'];
const session = (...pictures: readonly PictureNode[]): Session => ({
  ...emptySession('web:1'),
  pictures,
  current: pictures.length,
});
const last = (value: Session) => value.pictures.at(-1)!;

describe('spokenOfBefore', () => {
  it('gives the objects of the latest edits, newest first, where they are now', () => {
    const moved = { ...cat, to: [50, 10, 20, 20] } as const;
    const dog = { label: 'dog', score: 0.8, box: [0, 0, 9, 9] } as const;
    const talk = session(node(1), node(2, { meant: [dog] }), node(3, { meant: [moved] }));
    expect(spokenOfBefore(talk, last(talk))).toEqual({
      turns: [[{ label: 'cat', score: 0.9, box: [50, 10, 20, 20] }], [dog], []],
      isUndone: false,
    });
  });

  it('gives what the edit that was just undone was about, where it was', () => {
    const talk = undo(session(node(1), node(2, { meant: [{ ...cat, to: [50, 10, 20, 20] }] })));
    expect(spokenOfBefore(talk, talk.pictures[0]!)).toMatchObject({ isUndone: true, turns: [[cat], []] });
  });

  it('forgets what was removed, and knows what was replaced by its new name', () => {
    const removed = session(node(1), node(2, { meant: [cat], steps: edit('remove') }));
    expect(spokenOfBefore(removed, last(removed)).turns[0]).toEqual([]);
    const replaced = session(
      node(1),
      node(2, { meant: [cat], steps: edit('replace', { target: 'brown horse' }) }),
    );
    expect(spokenOfBefore(replaced, last(replaced)).turns[0]).toMatchObject([{ label: 'horse' }]);
  });
});

describe('open plans', () => {
  const plan = { userId: 'ann', said: '', steps: [], settings: { seed: 1 }, messages: ['m1'] };
  it('are found by their messages until they are replaced or over', () => {
    const open = openPlan(emptySession('web:1'), 'job', plan);
    expect(jobOfMessage(open, 'm1')).toBe('job');
    expect(jobOfMessage(changePlan(open, 'job', { messages: ['m1', 'm2'] }), 'm2')).toBe('job');
    expect(jobOfMessage(changePlan(open, 'job', { isReplaced: true }), 'm1')).toBeUndefined();
    expect(jobOfMessage(closePlan(open, 'job'), 'm1')).toBeUndefined();
    expect(changePlan(closePlan(open, 'job'), 'job', { isReplaced: true }).plans).toEqual({});
  });
});
