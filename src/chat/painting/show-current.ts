import type { Said } from '../../sentence.ts';
import type { Session } from '../../sessions/session.ts';
import { findPicture } from '../../sessions/tree.ts';
import type { Interaction, Services } from '../command.ts';
import { postPicture } from './deliver.ts';

/** Posts the picture that the conversation is at now, so that it can be replied to. */
export async function showCurrent(
  interaction: Interaction,
  services: Services,
  session: Session,
  before: (line: Said) => Said,
): Promise<void> {
  const node = findPicture(session, session.current);
  if (node === undefined) return;
  await postPicture(interaction, services, session, node, {
    before,
    notes: node.said === '' ? [] : [node.said],
  });
}
