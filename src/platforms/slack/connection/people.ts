import type { KeyValueStore } from '../../../chat/platform.ts';
import type { SlackApi } from './api.ts';

export interface Person {
  readonly isAdmin: boolean;
  /** BCP 47 tag, for example "de-DE". */
  readonly locale?: string | undefined;
}

interface UserInfo {
  readonly user?: { readonly is_admin?: boolean; readonly is_owner?: boolean; readonly locale?: string };
}

const KEPT_MS = 6 * 3600 * 1000;

export type People = ReturnType<typeof createPeople>;

/** Looks people up once in six hours: are they admins, which language do they read. Unknown = no admin, no language. */
export function createPeople(api: SlackApi, store: KeyValueStore) {
  const asked = new Map<string, Promise<Person>>();

  const known = (team: string, user: string) => store.get<Person>(`person:${team}:${user}`);

  async function ask(team: string, user: string): Promise<Person> {
    const before = await known(team, user);
    if (before !== undefined) return before;
    // A rate limit must not hold up an event: then the person is asked about again next time.
    const { user: info } = await api.call<UserInfo>(
      team,
      'users.info',
      { user, include_locale: true },
      { wait: false, repeat: false },
    );
    const person = {
      isAdmin: info?.is_admin === true || info?.is_owner === true,
      ...(info?.locale === undefined ? {} : { locale: info.locale }),
    };
    await store.set(`person:${team}:${user}`, person, KEPT_MS);
    return person;
  }

  const person = async (team: string, user: string): Promise<Person> => {
    const key = `${team}:${user}`;
    const answer = asked.get(key) ?? ask(team, user).catch(() => ({ isAdmin: false }));
    asked.set(key, answer);
    try {
      return await answer;
    } finally {
      asked.delete(key);
    }
  };
  /** What is known of a person without asking Slack. */
  return Object.assign(person, { known });
}
