import type { PictureNode, Session } from '../../sessions/session.ts';
import { removeUser } from '../../sessions/tree.ts';
import type { Services } from '../command.ts';

/** What is kept of a person in one conversation. */
export interface UserData {
  readonly conversation: string;
  readonly pictures: readonly PictureNode[];
  readonly settings: Session['settings'];
}

const settingsOf = ({ settings }: Session, userId: string) =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name.startsWith(`${userId}/`)));

/** Finds everything that is kept of a person, conversation by conversation. */
export async function findUserData(
  { sessions }: Pick<Services, 'sessions'>,
  userId: string,
): Promise<readonly UserData[]> {
  const found: UserData[] = [];
  for (const conversation of await sessions.conversations('')) {
    const session = await sessions.load(conversation);
    const pictures = session.pictures.filter((node) => node.userId === userId);
    const settings = settingsOf(session, userId);
    if (pictures.length > 0 || Object.keys(settings).length > 0)
      found.push({ conversation, pictures, settings });
  }
  return found;
}

/** Pictures, masks, and the regions that somebody painted. */
const filesOf = (nodes: readonly PictureNode[]): string[] =>
  nodes.flatMap(({ picture, masks, steps, region }) => [
    picture,
    ...(region === undefined ? [] : [region]),
    ...masks.map((mask) => mask.picture),
    ...steps
      .flatMap((step) => (step.kind === 'layout' ? step.segments : []))
      .flatMap(({ mask }) => mask ?? []),
  ]);

/**
 * Deletes a conversation with its pictures, and stops what is being painted for it; pictures that other conversations
 * have too stay with them.
 *
 * @param shown hashes of further pictures that the platform kept of it
 */
export async function deleteConversation(
  { sessions, pictures, jobs }: Pick<Services, 'sessions' | 'pictures' | 'jobs'>,
  conversation: string,
  shown: readonly string[] = [],
): Promise<void> {
  const { running } = await sessions.load(conversation);
  await Promise.all(Object.keys(running).map((job) => jobs.cancel(job)));
  // Read once more: a picture may have come while the jobs were stopped.
  const { pictures: nodes } = await sessions.load(conversation);
  await sessions.delete(conversation);
  const kept = new Set<string>();
  for (const other of await sessions.conversations(''))
    for (const hash of filesOf((await sessions.load(other)).pictures)) kept.add(hash);
  const files = new Set([...filesOf(nodes), ...shown]);
  await Promise.all([...files].filter((hash) => !kept.has(hash)).map((hash) => pictures.delete(hash)));
}

/** Deletes everything that is kept of a person; pictures that others have too stay with the others. */
export async function deleteUser(
  { sessions, pictures, jobs, forgetUser, languages }: Services,
  userId: string,
): Promise<{ readonly pictures: number; readonly conversations: number }> {
  await jobs.forgetUser(userId);
  const all = await sessions.conversations('');
  const own: PictureNode[] = [];
  const kept = new Set<string>();
  let conversations = 0;
  for (const conversation of all) {
    let removed: readonly PictureNode[] = [];
    const session = await sessions.change(conversation, (before) => {
      removed = before.pictures.filter((node) => node.userId === userId);
      return removeUser(before, userId);
    });
    if (removed.length > 0) conversations++;
    own.push(...removed);
    for (const hash of filesOf(session.pictures)) kept.add(hash);
    if (session.pictures.length === 0 && Object.keys(session.settings).length === 0)
      await sessions.delete(conversation);
  }
  const files = new Set(filesOf(own));
  await Promise.all([...files].filter((hash) => !kept.has(hash)).map((hash) => pictures.delete(hash)));
  await languages?.choose(userId, undefined);
  await forgetUser?.(userId);
  return { pictures: own.length, conversations };
}
