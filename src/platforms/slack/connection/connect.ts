import { UserError } from '../../../errors.ts';
import { newAppLink, readManifest } from './manifest.ts';
import { apiUrlOf } from './settings.ts';
import { tryAppToken, tryBotToken } from './workspace.ts';

/** Somebody at a terminal; see src/connect.ts. */
export interface Terminal {
  readonly print: (line: string) => void;
  /** Asks a question; an answer that is a secret is not shown while it is typed. */
  readonly ask: (question: string, isSecret?: boolean) => Promise<string>;
}

/**
 * Leads through connecting a workspace: prints the manifest, asks for the two tokens, tries both.
 *
 * @returns the variables for `.env`
 * @throws {UserError} `NO_TOKEN`, `SLACK_TOKEN` · {PlatformError} when Slack cannot be reached
 */
export async function connectSlack(
  { print, ask }: Terminal,
  env: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, string>>> {
  const apiUrl = apiUrlOf(env);
  const known = (name: string) => (typeof env[name] === 'string' ? env[name] : '');
  const need = async (name: string, beginning: string, question: string) => {
    const token = known(name) || (await ask(question, true)).trim();
    if (token === '') throw new UserError('NO_TOKEN', `Without ${name} there is nothing to connect.`);
    if (!token.startsWith(beginning)) {
      throw new UserError('SLACK_TOKEN', `${name} begins with "${beginning}"; that was another one.`);
    }
    return token;
  };

  if (known('SLACK_BOT_TOKEN') === '') {
    const manifest = readManifest();
    print('1. Open this link, choose your workspace, press "Next" and "Create":');
    print(newAppLink(manifest));
    print('   Or: https://api.slack.com/apps > Create New App > From a manifest, and paste this:');
    print(manifest.trim());
    print('2. Choose "Install App" on the left, press "Install to Workspace" and "Allow".');
  }
  const botToken = await need('SLACK_BOT_TOKEN', 'xox', '3. Paste the Bot User OAuth Token (xoxb-…) here: ');
  const { team, bot, missingScopes } = await tryBotToken(botToken, apiUrl);
  print(`This is the token of ${bot} in ${team}.`);
  if (missingScopes.length > 0) {
    print(`It lacks ${missingScopes.join(', ')}: add them under OAuth & Permissions and reinstall the app.`);
  }
  if (known('SLACK_APP_TOKEN') === '') {
    print('4. Choose "Basic Information" > App-Level Tokens > "Generate Token and Scopes",');
    print('   add the scope connections:write, press "Generate" and copy the token.');
  }
  const appToken = await need('SLACK_APP_TOKEN', 'xapp-', '5. Paste the App-Level Token (xapp-…) here: ');
  await tryAppToken(appToken, apiUrl);
  print('Socket Mode works. Invite the bot into a channel with: /invite @Limner');
  return { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken };
}
