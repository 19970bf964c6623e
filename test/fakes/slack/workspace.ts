import { randomBytes } from 'node:crypto';
import type { SlackBlock } from './blocks.ts';

/** What the double remembers: the workspace as Slack would keep it. */
export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string | undefined;
  readonly user: string;
  text: string;
  blocks: readonly SlackBlock[];
  readonly files: readonly string[];
  readonly metadata?: unknown;
  readonly isBroadcast: boolean;
  readonly reactions: Map<string, Set<string>>;
  edits: number;
  /** Set when only this person sees it. */
  readonly onlyFor?: string | undefined;
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  readonly owner: string;
  readonly length: number;
  data?: Uint8Array;
  mimetype: string;
  isComplete: boolean;
  isDeleted: boolean;
  /** How often `files.info` still answers that the file is in the works. */
  pollsLeft: number;
  pending?: { readonly channel: string; readonly thread?: string | undefined };
  /** Channels whose members may see it. */
  readonly shares: Map<string, string>;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly hasBot: boolean;
  readonly isArchived?: boolean;
}

export interface Workspace {
  readonly team: string;
  readonly botUser: string;
  readonly botId: string;
  readonly channels: Map<string, Channel>;
  readonly users: Map<string, { readonly isAdmin: boolean; readonly locale: string }>;
  readonly messages: StoredMessage[];
  readonly files: Map<string, StoredFile>;
  readonly homes: Map<string, readonly SlackBlock[]>;
  readonly modals: Map<string, { readonly user: string; readonly view: Record<string, unknown> }>;
  readonly sessions: Map<string, string[]>;
  readonly triggers: Map<string, { readonly user: string; readonly at: number }>;
  filePolls: number;
  /** Some workspaces have been seen to refuse a file that only the bot sees. */
  blocksTakeOnlySharedFiles: boolean;
  uploadBase: string;
  filesBase: string;
}

let lastTs = 0;

/** A timestamp as Slack makes them: seconds with six digits, never the same twice. */
export function nextTs(): string {
  lastTs = Math.max(lastTs + 1, Math.floor(Date.now() * 1000));
  return `${Math.floor(lastTs / 1_000_000)}.${String(lastTs % 1_000_000).padStart(6, '0')}`;
}

export const newId = (letter: string): string => `${letter}0${randomBytes(5).toString('hex').toUpperCase()}`;

/** A file as Slack's API and events describe it. */
export const describeFile = (space: Workspace, file: StoredFile) => ({
  id: file.id,
  name: file.name,
  title: file.name,
  mimetype: file.mimetype,
  filetype: file.mimetype.replace('image/', ''),
  user: file.owner,
  size: file.length,
  mode: 'hosted',
  is_external: false,
  file_access: 'visible',
  url_private: `${space.filesBase}/files-pri/${space.team}-${file.id}/${encodeURIComponent(file.name)}`,
  alt_txt: file.alt,
  shares:
    file.shares.size === 0
      ? {}
      : { public: Object.fromEntries([...file.shares].map(([channel, ts]) => [channel, [{ ts }]])) },
});

export const ADA = 'U0ADA00001';
export const BOB = 'U0BOB00001';
export const GENERAL = 'C0GENERAL1';
/** A channel that the bot is not a member of. */
export const ELSEWHERE = 'C0ELSEWHERE';

/** A workspace with Ada (admin), Bob, two channels and a direct conversation of each with the bot. */
export function newWorkspace(team: string): Workspace {
  const channels = [
    { id: GENERAL, name: 'general', hasBot: true },
    { id: ELSEWHERE, name: 'elsewhere', hasBot: false },
    { id: 'D0ADA00001', name: `dm-${ADA}`, hasBot: true },
    { id: 'D0BOB00001', name: `dm-${BOB}`, hasBot: true },
  ];
  return {
    team,
    botUser: 'U0LIMNER01',
    botId: 'B0LIMNER01',
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    users: new Map([
      [ADA, { isAdmin: true, locale: 'en-GB' }],
      [BOB, { isAdmin: false, locale: 'de-DE' }],
    ]),
    messages: [],
    files: new Map(),
    homes: new Map(),
    modals: new Map(),
    sessions: new Map(),
    triggers: new Map(),
    filePolls: 2,
    blocksTakeOnlySharedFiles: false,
    uploadBase: '',
    filesBase: '',
  };
}
