import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSlack } from '../../../src/platforms/slack/connection/doctor.ts';
import { newAppLink, readManifest } from '../../../src/platforms/slack/connection/manifest.ts';
import { SCOPES } from '../../../src/platforms/slack/connection/scopes.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, startSlack } from '../../fakes/slack/index.ts';
import type { FakeSlack } from '../../fakes/slack/index.ts';

const root = resolve(import.meta.dirname, '../../..');
const schemaFile = join(
  process.env['SPECS_DIR'] ?? resolve(root, '../shared/specs'),
  'slack-manifest.schema.2.0.0.json',
);

interface Manifest {
  readonly display_information: { readonly name: string; readonly long_description: string };
  readonly features: {
    readonly slash_commands: readonly { readonly command: string }[];
    readonly shortcuts: readonly { readonly callback_id: string; readonly name: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}
const manifest = JSON.parse(readManifest()) as Manifest;

describe('slack-manifest.json', () => {
  it.skipIf(!existsSync(schemaFile))(
    'is valid by Slack’s published schema (skipped where it is not at hand)',
    () => {
      const ajv = new Ajv({ strict: false, allErrors: true, formats: { uri: true } });
      const isValid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
      isValid(manifest);
      expect(isValid.errors ?? []).toEqual([]);
      // The check can fail.
      expect(isValid({ ...manifest, display_information: { name: 'x'.repeat(36) } })).toBe(false);
    },
  );

  it('asks for exactly the scopes that the code needs', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual([...SCOPES]);
  });

  it('subscribes to what the code listens to', () => {
    const folder = join(root, 'src/platforms/slack');
    const source = [
      'connection/app.ts',
      ...['messages', 'home', 'interactions', 'slash'].map((name) => `incoming/${name}.ts`),
    ]
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    for (const event of manifest.settings.event_subscriptions.bot_events) {
      expect(source).toContain(`'${event.split('.')[0]}'`);
    }
    for (const { callback_id: id } of manifest.features.shortcuts)
      expect(source).toContain(`app.shortcut('${id}'`);
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/imagine', '/limner']);
  });

  it('fits into the link that fills Slack’s form', () => {
    const link = new URL(newAppLink(readManifest()));
    expect(JSON.parse(link.searchParams.get('manifest_json') ?? '')).toEqual(manifest);
    expect(link.href.length).toBeLessThan(8000);
  });
});

describe('npm start --', () => {
  let slack: FakeSlack;
  let folder: string;
  beforeEach(async () => {
    slack = await startSlack();
    folder = mkdtempSync(join(tmpdir(), 'limner-slack-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await slack.close();
  });

  /** Runs the program as a person would, in an empty folder, typing these lines. */
  const run = (words: readonly string[], typed: string, env: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: number | null; output: string }>((done) => {
      const child = spawn(process.execPath, [join(root, 'tools/start.js'), ...words], {
        cwd: folder,
        env: { PATH: process.env['PATH'] ?? '', SLACK_API_URL: slack.apiUrl, ...env },
      });
      let output = '';
      child.stdout.on('data', (data: Buffer) => (output += data.toString()));
      child.stderr.on('data', (data: Buffer) => (output += data.toString()));
      child.on('close', (code) => done({ code, output }));
      child.stdin.end(typed);
    });

  it('connect slack prints the manifest, tries both tokens and writes .env after asking', async () => {
    const { code, output } = await run(['connect', 'slack'], `${BOT_TOKEN}\n${APP_TOKEN}\ny\n`);
    expect(output).toContain(readManifest().trim());
    expect(output).toContain('This is the token of limner in Double.');
    expect(output).toContain('Socket Mode works.');
    expect(code).toBe(0);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(
      `SLACK_BOT_TOKEN=${BOT_TOKEN}\nSLACK_APP_TOKEN=${APP_TOKEN}\n`,
    );
    expect(output).not.toContain(BOT_TOKEN);
  });

  it('connect slack says what is wrong with a token and writes nothing', async () => {
    const { code, output } = await run(['connect', 'slack'], 'xoxb-wrong\n');
    expect(output).toContain('SLACK_BOT_TOKEN: Slack refuses it (invalid_auth: the token is not valid.');
    expect(code).toBe(2);
    expect(existsSync(join(folder, '.env'))).toBe(false);
  });
});

describe('checkSlack', () => {
  it('has a line for each part', async () => {
    const slack = await startSlack();
    const env = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: BOT_TOKEN };
    expect(await checkSlack({ ...env, SLACK_APP_TOKEN: APP_TOKEN })).toEqual([
      { part: 'Slack token', ok: true, detail: 'of limner in Double' },
      { part: 'Slack scopes', ok: true, detail: 'all granted' },
      { part: 'Slack events', ok: true, detail: 'by Socket Mode, 2 connections' },
    ]);
    slack.scopes.delete('files:read');
    const http = await checkSlack({ ...env, SLACK_SIGNING_SECRET: SIGNING_SECRET });
    expect(http.slice(1)).toEqual([
      {
        part: 'Slack scopes',
        ok: false,
        detail: 'missing: files:read',
        next: 'Add them on https://api.slack.com/apps under OAuth & Permissions, then reinstall the app.',
      },
      { part: 'Slack events', ok: true, detail: 'by signed HTTP on port 3100, path /slack/events' },
    ]);
    slack.expireToken();
    const [token, events] = await checkSlack({ ...env, SLACK_APP_TOKEN: APP_TOKEN });
    expect(token).toMatchObject({ ok: false, next: 'npm start -- connect slack' });
    expect(token?.detail).toContain('token_expired');
    expect(events?.detail).toContain('invalid_auth');
    await slack.close();
    expect(await checkSlack({ ...env, SLACK_APP_TOKEN: APP_TOKEN })).toMatchObject([
      { part: 'Slack token', ok: false },
      { part: 'Slack events', ok: false },
    ]);
  });

  it('says when Slack is off, and what is missing when it is half set', async () => {
    expect(await checkSlack({})).toMatchObject([{ part: 'Slack', ok: true }]);
    expect(await checkSlack({ SLACK_BOT_TOKEN: BOT_TOKEN })).toMatchObject([
      { ok: false, detail: 'SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) is missing' },
    ]);
  });
});
