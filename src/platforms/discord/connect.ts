import { UserError } from '../../errors.ts';
import { fetchApplication } from './application.ts';
import { intents } from './gateway.ts';
import { inviteLink } from './invite.ts';
import { invitePermissions } from './permissions.ts';

/** Somebody at a terminal; see src/connect.ts. */
export interface Terminal {
  readonly print: (line: string) => void;
  /** Asks a question; an answer that is a secret is not shown while it is typed. */
  readonly ask: (question: string, isSecret?: boolean) => Promise<string>;
}

/**
 * Leads through connecting a bot: asks for its token, tries it, prints the invite link.
 *
 * @returns the variables for `.env`
 * @throws {UserError} `NO_TOKEN` · {PlatformError} when the token is refused
 */
export async function connectDiscord(
  { print, ask }: Terminal,
  env: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, string>>> {
  const known = env['DISCORD_TOKEN'];
  let token = typeof known === 'string' ? known : '';
  if (token === '') {
    print('1. Open https://discord.com/developers/applications and press "New Application".');
    print('2. Choose "Bot" on the left, press "Reset Token" and copy it. No privileged intent is needed.');
    token = (await ask('3. Paste the token here: ', true)).trim().replace(/^Bot\s+/iu, '');
  }
  if (token === '') throw new UserError('NO_TOKEN', 'Without a token there is nothing to connect.');
  const { id, name, isUserInstallable } = await fetchApplication(token, env);
  print(`This is the token of ${name}.`);
  print(`Add it to a server with this link (permissions ${invitePermissions}, intents ${intents}):`);
  print(inviteLink(id));
  if (!isUserInstallable) {
    print(
      'For people who want it on their own account: Installation > Installation Contexts > User Install.',
    );
  }
  return { DISCORD_TOKEN: token };
}
