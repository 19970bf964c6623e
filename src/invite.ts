/** `npm start -- invite NAME`: the link that lets one person in, who is the same on all their machines. */
import { readConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import { invitation, openKey } from './platforms/web/gate.ts';
import { openStore } from './sessions/open-store.ts';

/**
 * Makes an invitation to the web chat of this installation; changing the password ends it.
 *
 * @throws {ConfigError} without a name, and when the chat is open to this machine only
 */
export async function invite(name = ''): Promise<string> {
  if (name.trim() === '') throw new ConfigError(['invite: got no name; say whom you invite: invite Ann']);
  const config = readConfig();
  const { HOST: host, PORT: port = 3000, PUBLIC_URL: publicUrl, WEB_PASSWORD: password } = config;
  if (host === undefined)
    throw new ConfigError([
      'HOST: not set, so the chat is open to this machine only; nobody needs an invitation',
    ]);
  const store = await openStore({ folder: config.DATA_DIR, redisUrl: config.REDIS_URL });
  try {
    const key = await openKey(password, host, store.space('web'));
    return `${publicUrl ?? `http://${host}:${port}`}/login${invitation(name.trim(), key)}`;
  } finally {
    await store.close();
  }
}
