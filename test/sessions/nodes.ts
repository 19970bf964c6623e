import type { Session } from '../../src/sessions/session.ts';
import { addPicture, emptySession } from '../../src/sessions/tree.ts';
import type { NewPicture } from '../../src/sessions/tree.ts';

/** A picture of which only what a test is about is said. */
export const newPicture = (known: Partial<NewPicture> = {}): NewPicture => ({
  picture: 'f'.repeat(64),
  width: 8,
  height: 8,
  masks: [],
  caption: 'a cat',
  said: 'a cat',
  steps: [{ kind: 'generate', prompt: 'a cat' }],
  settings: { seed: 1 },
  changed: 1,
  seconds: 1,
  userId: 'ann',
  createdAt: '2026-11-21T00:00:00.000Z',
  ...known,
});

/** A session whose pictures have these parents, #1 first. */
export const sessionOf = (...parents: readonly (number | undefined)[]): Session =>
  parents.reduce<Session>(
    (session, parent) => addPicture(session, newPicture({ parent })),
    emptySession('web:1'),
  );
