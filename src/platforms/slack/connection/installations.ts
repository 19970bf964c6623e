import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import type { KeyValueStore } from '../../../chat/platform.ts';
import { PlatformError } from '../../../errors.ts';

type Query = Pick<InstallationQuery<boolean>, 'teamId' | 'enterpriseId' | 'isEnterpriseInstall'>;

const key = (id: string) => `installation:${id}`;

/**
 * Keeps the tokens of many workspaces in the platform's store: an installation for a whole organisation under the
 * organisation's id, all others under the workspace's id.
 */
export function createInstallations(store: KeyValueStore): InstallationStore & {
  /** Finds the installation of a workspace, its own one first, then that of its organisation. */
  find(query: Query): Promise<Installation | undefined>;
  /** Remembers which organisation a workspace belongs to: messages are sent by the workspace's id alone. */
  linkWorkspace(team: string, enterprise: string): Promise<void>;
} {
  async function find({
    teamId,
    enterpriseId,
    isEnterpriseInstall,
  }: Query): Promise<Installation | undefined> {
    const enterprise =
      enterpriseId ?? (teamId === undefined ? undefined : await store.get<string>(`enterprise:${teamId}`));
    const ids = isEnterpriseInstall ? [enterprise] : [teamId, enterprise];
    for (const id of ids) {
      const found = id === undefined ? undefined : await store.get<Installation>(key(id));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  return {
    find,
    linkWorkspace: (team, enterprise) => store.set(`enterprise:${team}`, enterprise),
    async storeInstallation(installation) {
      const id =
        installation.isEnterpriseInstall === true ? installation.enterprise?.id : installation.team?.id;
      if (id === undefined) {
        throw new PlatformError('slack', 'installation: got neither a workspace nor an organisation');
      }
      await store.set(key(id), installation);
    },
    async fetchInstallation(query) {
      const found = await find(query);
      if (found === undefined) {
        throw new PlatformError(
          'slack',
          `the app is not installed in ${query.teamId ?? query.enterpriseId ?? '?'}`,
        );
      }
      return found;
    },
    async deleteInstallation({ teamId, enterpriseId, isEnterpriseInstall }) {
      const id = isEnterpriseInstall ? enterpriseId : teamId;
      if (id !== undefined) await store.delete(key(id));
    },
  };
}
