import { describe, expect, it } from 'vitest';
import {
  addPicture,
  basePicture,
  canRedo,
  closeChoice,
  emptySession,
  goTo,
  lineage,
  linkMessage,
  noSuchPicture,
  openChoice,
  redo,
  removeUser,
  setRunning,
  setSetting,
  requirePicture,
  undo,
} from '../../src/sessions/tree.ts';
import { newPicture, sessionOf } from './nodes.ts';

const choice = (id: string, userId = 'ann', picture = 1) => ({
  id,
  userId,
  picture,
  said: 'which cat',
  steps: [],
  step: 0,
  objects: [],
});

describe('addPicture', () => {
  it('numbers from 1 and moves the pointer', () => {
    const session = sessionOf(undefined, 1);
    expect(session.pictures.map(({ number }) => number)).toEqual([1, 2]);
    expect(session.current).toBe(2);
  });

  it('forgets what could be redone', () => {
    const undone = undo(sessionOf(undefined, 1));
    expect(canRedo(undone)).toBe(true);
    expect(canRedo(addPicture(undone, newPicture({ parent: 1 })))).toBe(false);
  });

  it('adds the picture of a job once', () => {
    const once = addPicture(emptySession('web:1'), newPicture({ job: 'j' }));
    expect(addPicture(once, newPicture({ job: 'j' }))).toBe(once);
  });

  it('changes nothing of the session it was given', () => {
    const before = sessionOf(undefined);
    const copy = structuredClone(before);
    addPicture(before, newPicture());
    expect(before).toEqual(copy);
  });
});

describe('undo and redo', () => {
  it('walk up and down the same way', () => {
    const session = sessionOf(undefined, 1, 2);
    const twice = undo(undo(session));
    expect(twice.current).toBe(1);
    expect(redo(twice).current).toBe(2);
    expect(redo(redo(twice))).toEqual(session);
  });

  it('keep the pictures that were undone', () => {
    expect(undo(sessionOf(undefined, 1)).pictures).toHaveLength(2);
  });

  it('follow the branch they are on', () => {
    // #1 ── #2 ── #3, and #4 painted from #1
    const session = sessionOf(undefined, 1, 2, 1);
    expect(undo(session).current).toBe(1);
    expect(undo(goTo(session, 3)).current).toBe(2);
  });

  it('say so when there is nothing', () => {
    expect(() => undo(emptySession('web:1'))).toThrow('There is nothing to undo yet.');
    expect(() => undo(sessionOf(undefined))).toThrow('There is nothing before #1.');
    expect(() => redo(sessionOf(undefined, 1))).toThrow('There is nothing to redo.');
  });
});

describe('goTo', () => {
  it('goes anywhere in the tree and drops redo', () => {
    const session = undo(sessionOf(undefined, 1, 1));
    expect(goTo(session, 2)).toMatchObject({ current: 2, redo: [] });
  });

  it('changes nothing when already there', () => {
    const session = undo(sessionOf(undefined, 1));
    expect(goTo(session, 1)).toBe(session);
  });

  it('names the pictures that exist', () => {
    expect(() => goTo(sessionOf(undefined, 1, 1), 9)).toThrow('There is no picture #9; there are #1 to #3.');
    expect(noSuchPicture(sessionOf(), 1).message).toContain('there is none in this conversation yet');
    const gap = {
      ...sessionOf(undefined, 1, 1, 1),
      pictures: sessionOf(undefined, 1, 1, 1).pictures.toSpliced(1, 1),
    };
    expect(noSuchPicture(gap, 2).message).toBe('There is no picture #2; there are #1, #3 to #4.');
  });
});

describe('basePicture', () => {
  it('is the picture replied to, else the current one', () => {
    const session = linkMessage(sessionOf(undefined, 1), 'm1', 1);
    expect(basePicture(session, 'm1')?.number).toBe(1);
    expect(basePicture(session, 'unknown')?.number).toBe(2);
    expect(basePicture(session)?.number).toBe(2);
    expect(basePicture(emptySession('web:1'))).toBeUndefined();
  });
});

describe('lineage', () => {
  it('is the way from the root', () => {
    const session = sessionOf(undefined, 1, 1, 2);
    expect(lineage(session, 4).map(({ number }) => number)).toEqual([1, 2, 4]);
  });

  it('ends in a damaged tree too', () => {
    const session = sessionOf(2, 1);
    expect(lineage(session, 2).map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe('linkMessage', () => {
  it('forgets the oldest of more than a thousand', () => {
    const session = Array.from({ length: 1100 }, (_, i) => `m${i}`).reduce(
      (linked, id) => linkMessage(linked, id, 1),
      sessionOf(undefined),
    );
    expect(Object.keys(session.messages)).toHaveLength(1000);
    expect(session.messages).not.toHaveProperty('m99');
    expect(session.messages).toHaveProperty('m100', 1);
  });

  it('links a message anew', () => {
    expect(linkMessage(linkMessage(sessionOf(), 'm', 1), 'm', 2).messages).toEqual({ m: 2 });
  });
});

describe('choices, settings and running jobs', () => {
  it('open and close by id', () => {
    const session = openChoice(openChoice(sessionOf(), choice('a')), choice('b'));
    expect(closeChoice(session, 'a', [1]).choices.map(({ id }) => id)).toEqual(['b']);
  });

  it('keep the newest twenty questions', () => {
    const session = Array.from({ length: 25 }, (_, i) => `q${i}`).reduce(
      (opened, id) => openChoice(opened, choice(id)),
      sessionOf(),
    );
    expect(session.choices.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => `q${i + 5}`));
  });

  it('are set and taken back', () => {
    const set = setSetting(setRunning(sessionOf(), 'j', 'ann'), 'seed', 7);
    expect(set).toMatchObject({ running: { j: 'ann' }, settings: { seed: 7 } });
    expect(setSetting(setRunning(set, 'j', undefined), 'seed', undefined)).toEqual(sessionOf());
  });
});

describe('requirePicture', () => {
  const session = sessionOf(undefined, 1);

  it('gives the picture of a number, else the one replied to, else the current one', () => {
    expect(requirePicture(session, 1, undefined).number).toBe(1);
    expect(requirePicture(linkMessage(session, 'm1', 1), undefined, 'm1').number).toBe(1);
    expect(requirePicture(session, undefined, 'm1').number).toBe(2);
  });

  it('names the pictures there are when a number is wrong, and says what is missing when there is none', () => {
    expect(() => requirePicture(session, 9, undefined, 'Paint one.')).toThrow(
      'There is no picture #9; there are #1 to #2.',
    );
    expect(() => requirePicture(emptySession('web:1'), undefined, undefined, 'Paint one.')).toThrow(
      'Paint one.',
    );
    expect(() => requirePicture(emptySession('web:1'), undefined, undefined)).toThrow('there is none');
  });
});

describe('removeUser', () => {
  const mixed = () => {
    let session = addPicture(emptySession('web:1'), newPicture({ userId: 'ann' }));
    session = addPicture(session, newPicture({ userId: 'bob', parent: 1 }));
    session = addPicture(session, newPicture({ userId: 'ann', parent: 2 }));
    session = addPicture(session, newPicture({ userId: 'bob', parent: 3 }));
    session = linkMessage(linkMessage(session, 'm3', 3), 'm4', 4);
    session = openChoice(openChoice(session, choice('a', 'ann', 2)), choice('b', 'bob', 2));
    session = setSetting(setSetting(session, 'ann/seed', 7), 'bob/seed', 8);
    return setRunning(setRunning(session, 'j1', 'ann'), 'j2', 'bob');
  };

  it('leaves nothing of this user and everything of the others', () => {
    const left = removeUser(mixed(), 'ann');
    expect(JSON.stringify(left)).not.toContain('ann');
    expect(left.pictures.map(({ number, parent }) => [number, parent])).toEqual([
      [2, undefined],
      [4, 2],
    ]);
    expect(left).toMatchObject({
      current: 4,
      messages: { m4: 4 },
      settings: { 'bob/seed': 8 },
      running: { j2: 'bob' },
    });
    expect(left.choices.map(({ id }) => id)).toEqual(['b']);
  });

  it('forgets the way back to what is gone, and keeps the others', () => {
    const undone = undo(mixed(), 2);
    expect(undone.redo).toEqual([4, 3]);
    const left = removeUser(undone, 'ann');
    expect(left.redo).toEqual([4]);
    expect(redo(left).current).toBe(4);
    expect(removeUser(undo(mixed(), 3), 'ann')).toMatchObject({ current: 4, redo: [] });
  });

  it('moves the pointer to what is left', () => {
    expect(removeUser(goTo(mixed(), 3), 'ann').current).toBe(2);
    expect(removeUser(goTo(mixed(), 1), 'ann').current).toBe(4);
    expect(removeUser(removeUser(mixed(), 'ann'), 'bob')).toMatchObject({ pictures: [], current: 0 });
  });
});
