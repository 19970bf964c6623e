/** `npm start -- connect discord|slack`: asks what a platform needs, tries it, and writes `.env` after asking. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { BotError, UserError } from './errors.ts';
import { START, startWith } from './program.ts';

interface Terminal {
  readonly print: (line: string) => void;
  /** Asks a question; an answer that is a secret is not shown while it is typed. */
  readonly ask: (question: string, isSecret?: boolean) => Promise<string>;
}

type Env = Readonly<Record<string, unknown>>;
/** Leads through connecting one platform; gives the variables for `.env`. */
type Connect = (terminal: Terminal, env: Env) => Promise<Readonly<Record<string, string>>>;

const platforms: Readonly<Record<string, () => Promise<Connect>>> = {
  discord: async () => (await import('./platforms/discord/connect.ts')).connectDiscord,
  slack: async () => (await import('./platforms/slack/connection/connect.ts')).connectSlack,
};

/**
 * Connects a platform and writes what it found into `file`, when the person wants that.
 *
 * @throws {UserError} `BAD_ARGUMENTS` for a platform that is not known
 */
export async function connect(
  name: string | undefined,
  terminal: Terminal,
  env: Env,
  file = '.env',
): Promise<void> {
  const load = platforms[name ?? ''];
  if (load === undefined) {
    const known = Object.keys(platforms).map((platform) => startWith(`connect ${platform}`));
    const got = name === undefined ? 'Connect what?' : `connect: there is no platform "${name}".`;
    throw new UserError('BAD_ARGUMENTS', `${got} Say ${known.join(' or ')}.`);
  }
  const variables = await (await load())(terminal, env);
  const isNew = Object.entries(variables).filter(([key, value]) => env[key] !== value);
  if (isNew.length === 0) return terminal.print(`Everything is set already. Start the bot: ${START}`);
  const names = isNew.map(([key]) => key).join(', ');
  const answer = await terminal.ask(`Write ${names} into ${file}? [Y/n] `);
  if (/^n/iu.test(answer.trim())) return terminal.print('Nothing was written.');
  writeVariables(file, Object.fromEntries(isNew));
  return terminal.print(`Written. Start the bot: ${START}`);
}

/** Sets variables in a file of `NAME=value` lines; other lines, comments too, stay as they are. */
export function writeVariables(file: string, variables: Readonly<Record<string, string>>): void {
  let text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const [name, value] of Object.entries(variables)) {
    const line = `${name}=${/^[\w./:@+=-]*$/u.test(value) ? value : JSON.stringify(value)}`;
    const present = new RegExp(`^${name}=.*$`, 'mu');
    if (present.test(text)) text = text.replace(present, () => line);
    else text = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
  }
  writeFileSync(file, text, { mode: 0o600 });
  // The file may have been there with wider rights; it holds secrets now.
  chmodSync(file, 0o600);
}

const noAnswer = (): BotError =>
  new BotError('NO_TERMINAL', '\nconnect asks questions, and there is no terminal here to answer them', {
    hint: 'Run it in a terminal, or write the variables into .env by hand; .env.example explains each.',
  });

/** The terminal of this process; works with piped input too. */
function openTerminal(): Terminal & { close(): void } {
  let isHidden = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
  const typed: string[] = [];
  let isOver = false;
  let waiting: { resolve(line: string): void; reject(error: Error): void } | undefined;
  const take = (line: string) => {
    const asked = waiting;
    waiting = undefined;
    asked?.resolve(line);
  };
  lines.on('line', (line) => (waiting === undefined ? typed.push(line) : take(line)));
  lines.on('close', () => {
    isOver = true;
    waiting?.reject(noAnswer());
  });
  const nextLine = (): Promise<string> =>
    new Promise((resolve, reject) => {
      if (isOver) return reject(noAnswer());
      waiting = { resolve, reject };
    });
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    async ask(question, isSecret = false) {
      process.stdout.write(question);
      isHidden = isSecret;
      const line = typed.shift() ?? (await nextLine());
      isHidden = false;
      if (isSecret) process.stdout.write('\n');
      return line;
    },
    close: () => lines.close(),
  };
}

/** The sub-command: talks to the terminal of this process. */
export async function runConnect([name]: readonly string[]): Promise<void> {
  const terminal = openTerminal();
  try {
    await connect(name, terminal, process.env);
  } finally {
    terminal.close();
  }
}
