import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import type { Said } from '../sentence.ts';
import type { OpenChoice, OpenOffer, PictureNode, Session } from './session.ts';

/** How many messages find their picture; the oldest are forgotten first. */
const MESSAGES = 1000;
/** How many questions stay open in one conversation. */
const CHOICES = 20;

/** A conversation in which nothing has happened yet. */
export const emptySession = (conversation: string): Session => ({
  conversation,
  pictures: [],
  current: 0,
  redo: [],
  messages: {},
  choices: [],
  settings: {},
  running: {},
});

/** What is known of a new picture before it gets its number. */
export type NewPicture = Omit<PictureNode, 'number'>;

/** Finds a picture by its number. */
export const findPicture = (session: Session, number: number): PictureNode | undefined =>
  session.pictures.find((node) => node.number === number);

/** The number that the next picture gets: one above the highest. */
export const nextNumber = ({ pictures }: Session): number =>
  pictures.reduce((highest, { number }) => Math.max(highest, number), 0) + 1;

/**
 * Adds a picture and moves the pointer to it; what could be redone is a branch of its own from now on.
 * A picture whose job has added one before changes nothing.
 */
export function addPicture(session: Session, picture: NewPicture): Session {
  if (picture.job !== undefined && session.pictures.some(({ job }) => job === picture.job)) return session;
  const node = { ...picture, number: nextNumber(session) };
  return { ...session, pictures: [...session.pictures, node], current: node.number, redo: [] };
}

/**
 * The picture that words are about: the one of the message replied to, otherwise the current one.
 *
 * @returns undefined when the conversation has no picture yet
 */
export function basePicture(session: Session, messageId?: string): PictureNode | undefined {
  const replied = messageId === undefined ? undefined : session.messages[messageId];
  return (
    (replied === undefined ? undefined : findPicture(session, replied)) ??
    findPicture(session, session.current)
  );
}

/** The picture of a number when one is said, else the one replied to, else the current one. */
export const chosenPicture = (
  session: Session,
  number: number | undefined,
  messageId?: string,
): PictureNode | undefined =>
  number === undefined ? basePicture(session, messageId) : findPicture(session, number);

/**
 * The picture that `chosenPicture` gives.
 *
 * @param missing  said when no number was given and there is no picture at all
 * @throws {UserError} `NO_SUCH_PICTURE`, naming those that exist, or `NO_PICTURE`
 */
export function requirePicture(
  session: Session,
  number: number | undefined,
  messageId: string | undefined,
  missing?: Said,
): PictureNode {
  const node = chosenPicture(session, number, messageId);
  if (node !== undefined) return node;
  if (number !== undefined || missing === undefined) throw noSuchPicture(session, number ?? 1);
  throw new UserError('NO_PICTURE', missing);
}

/**
 * Moves the pointer to the parent of the current picture, `times` times or as often as it goes.
 *
 * @throws {UserError} `NOTHING_TO_UNDO` when it does not go even once
 */
export function undo(session: Session, times = 1): Session {
  let at = undoOnce(session);
  for (let count = 1; count < times && findPicture(at, at.current)?.parent !== undefined; count++)
    at = undoOnce(at);
  return at;
}

function undoOnce(session: Session): Session {
  const parent = findPicture(session, session.current)?.parent;
  if (parent === undefined || findPicture(session, parent) === undefined) {
    throw new UserError(
      'NOTHING_TO_UNDO',
      session.pictures.length === 0
        ? sentence('undo.nothingYet')
        : sentence('undo.nothingBefore', { number: String(session.current) }),
    );
  }
  return { ...session, current: parent, redo: [...session.redo, session.current] };
}

/**
 * Takes back the latest undo.
 *
 * @throws {UserError} `NOTHING_TO_REDO`
 */
export function redo(session: Session): Session {
  const next = session.redo.at(-1);
  if (next === undefined || findPicture(session, next) === undefined)
    throw new UserError('NOTHING_TO_REDO', sentence('redo.nothing'));
  return { ...session, current: next, redo: session.redo.slice(0, -1) };
}

/** True when `redo` has somewhere to go. */
export const canRedo = ({ redo: ways }: Session): boolean => ways.length > 0;

/**
 * Moves the pointer to any picture of the conversation.
 *
 * @throws {UserError} `NO_SUCH_PICTURE`, naming those that exist
 */
export function goTo(session: Session, number: number): Session {
  if (findPicture(session, number) === undefined) throw noSuchPicture(session, number);
  return number === session.current ? session : { ...session, current: number, redo: [] };
}

/** The error for a picture number that does not exist. */
export function noSuchPicture({ pictures }: Session, number: number): UserError {
  const numbers = pictures.map((node) => node.number);
  return new UserError(
    'NO_SUCH_PICTURE',
    numbers.length === 0
      ? sentence('picture.noneYet', {
          number: String(number),
        })
      : sentence('picture.noSuch', {
          number: String(number),
          count: numbers.length,
          numbers: rangesOf(numbers),
        }),
  );
}

/** Writes `[1, 2, 3, 5]` as "#1 to #3, #5". */
function rangesOf(numbers: readonly number[]): readonly Said[] {
  const ranges: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) =>
    from === to ? `#${from}` : sentence('picture.range', { from: String(from), to: String(to) }),
  );
}

/** The pictures from the first one down to `number`, oldest first. */
export function lineage(session: Session, number: number): readonly PictureNode[] {
  const line: PictureNode[] = [];
  let node = findPicture(session, number);
  while (node !== undefined && !line.includes(node)) {
    line.unshift(node);
    node = node.parent === undefined ? undefined : findPicture(session, node.parent);
  }
  return line;
}

/** Remembers which picture a stored message shows. */
export function linkMessage(session: Session, messageId: string, number: number): Session {
  const others = Object.entries(session.messages).filter(([id]) => id !== messageId);
  return {
    ...session,
    messages: Object.fromEntries([...others.slice(1 - MESSAGES), [messageId, number]]),
  };
}

/** Opens a question; the oldest one is dropped when there are too many. */
export const openChoice = (session: Session, choice: OpenChoice): Session => ({
  ...session,
  choices: [...session.choices.slice(1 - CHOICES), choice],
});

/** Closes a question: it was answered with these numbers, or with none when nothing is to be done. */
export function closeChoice(session: Session, id: string, numbers: readonly number[]): Session {
  const { choices, answered = [] } = session;
  const choice = [...choices, ...answered].findLast((each) => each.id === id);
  const others = answered.filter((each) => each.id !== id);
  return {
    ...session,
    choices: choices.filter((each) => each.id !== id),
    answered: choice === undefined ? others : [...others.slice(1 - CHOICES), { ...choice, numbers }],
  };
}

/** Remembers what could not be drawn; the oldest is forgotten first. */
export const openOffer = (session: Session, offer: OpenOffer): Session => ({
  ...session,
  offers: [...(session.offers ?? []).slice(1 - CHOICES), offer],
});

/** Remembers who started a job, or with `undefined` that it is over. */
export function setRunning(session: Session, job: string, userId: string | undefined): Session {
  const { [job]: before, ...others } = session.running;
  // Nothing to write: a conversation that was deleted meanwhile stays so.
  if (before === userId) return session;
  return { ...session, running: userId === undefined ? others : { ...others, [job]: userId } };
}

/** Sets a setting, or with `undefined` goes back to the default. */
export function setSetting(
  session: Session,
  name: string,
  value: string | number | boolean | undefined,
): Session {
  const { [name]: _before, ...others } = session.settings;
  return { ...session, settings: value === undefined ? others : { ...others, [name]: value } };
}

/** Takes out everything a person made: children of a deleted picture hang on its parent. */
export function removeUser(session: Session, userId: string): Session {
  const removed = new Map(
    session.pictures.filter((node) => node.userId === userId).map((node) => [node.number, node]),
  );
  const survivor = (number: number | undefined): number | undefined => {
    let at = number;
    while (at !== undefined && removed.has(at)) at = removed.get(at)?.parent;
    return at;
  };
  const current = survivor(session.current);
  const pictures = session.pictures
    .filter(({ number }) => !removed.has(number))
    .map((node) => Object.assign({}, node, { parent: survivor(node.parent) }));
  return {
    ...session,
    running: Object.fromEntries(Object.entries(session.running).filter(([, user]) => user !== userId)),
    pictures,
    current: current ?? pictures.at(-1)?.number ?? 0,
    // The way on began at a picture that is gone with all before it: from another one it leads nowhere.
    redo: current === undefined ? [] : session.redo.filter((number) => !removed.has(number)),
    messages: Object.fromEntries(
      Object.entries(session.messages).filter(([, number]) => !removed.has(number)),
    ),
    choices: session.choices.filter((choice) => choice.userId !== userId && !removed.has(choice.picture)),
    offers: session.offers?.filter((offer) => offer.userId !== userId),
    answered: session.answered?.filter((choice) => choice.userId !== userId && !removed.has(choice.picture)),
    plans: Object.fromEntries(
      Object.entries(session.plans ?? {}).filter(([, plan]) => plan.userId !== userId),
    ),
    settings: Object.fromEntries(
      Object.entries(session.settings).filter(([name]) => !name.startsWith(`${userId}/`)),
    ),
  };
}
