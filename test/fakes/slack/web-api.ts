import { blockProblems } from './blocks.ts';
import type { SlackBlock } from './blocks.ts';
import { describeFile, newId, nextTs } from './workspace.ts';
import type { Channel, StoredFile, StoredMessage, Workspace } from './workspace.ts';

export class SlackApiProblem extends Error {
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(code: string, more: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

type Arguments = Readonly<Record<string, string>>;
interface Method {
  readonly scope?: string;
  /** Calls a minute. @see https://docs.slack.dev/apis/web-api/rate-limits */
  readonly perMinute: number;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  run(args: Arguments, space: Workspace): Readonly<Record<string, unknown>>;
}

const CHANNEL = /^[CGD][A-Z0-9]{8,}$/u;
const TS = /^\d{10}\.\d{6}$/u;
function json(args: Arguments, name: string): unknown {
  try {
    return JSON.parse(args[name] ?? '') as unknown;
  } catch {
    throw new SlackApiProblem('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] ${name}: must be JSON [json-pointer:/${name}]`] },
    });
  }
}

function channelOf(space: Workspace, id: string | undefined): Channel {
  const channel = space.channels.get(id ?? '');
  if (channel === undefined || !CHANNEL.test(channel.id)) throw new SlackApiProblem('channel_not_found');
  if (channel.isArchived === true) throw new SlackApiProblem('is_archived');
  if (!channel.hasBot) throw new SlackApiProblem('not_in_channel');
  return channel;
}

function readContent(args: Arguments, space: Workspace, channel: string) {
  const blocks = args['blocks'] === undefined ? [] : (json(args, 'blocks') as SlackBlock[]);
  const problems = blockProblems(blocks, {
    surface: 'message',
    fileProblem: (id) => fileProblem(space, id, channel),
  });
  if (problems.length > 0) {
    throw new SlackApiProblem('invalid_blocks', {
      errors: problems,
      response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
    });
  }
  const text = args['text'] ?? '';
  if (text === '' && blocks.length === 0) throw new SlackApiProblem('no_text');
  if (text.length > 40_000) throw new SlackApiProblem('msg_too_long');
  return { text, blocks };
}

function fileProblem(space: Workspace, id: string, channel: string): string | undefined {
  const file = space.files.get(id);
  if (file === undefined || file.isDeleted || !file.isComplete) return 'not there';
  if (file.mimetype === '') return 'not ready';
  const mayUse = file.owner === space.botUser && !space.blocksTakeOnlySharedFiles;
  return mayUse || file.shares.has(channel) ? undefined : 'no access';
}

const filesIn = (blocks: readonly SlackBlock[]) =>
  blocks.flatMap((block) =>
    block.type === 'image' ? [String((block['slack_file'] as { id?: string } | undefined)?.id)] : [],
  );

const find = (space: Workspace, channel: string | undefined, ts: string | undefined) => {
  const found = space.messages.find((message) => message.channel === channel && message.ts === ts);
  if (found === undefined || found.onlyFor !== undefined) throw new SlackApiProblem('message_not_found');
  return found;
};

function thread(args: Arguments, space: Workspace): string | undefined {
  const ts = args['thread_ts'];
  if (ts === undefined) return undefined;
  if (!TS.test(ts)) throw new SlackApiProblem('invalid_thread_ts');
  const root = space.messages.find((message) => message.channel === args['channel'] && message.ts === ts);
  if (root === undefined) throw new SlackApiProblem('thread_not_found');
  if (root.thread !== undefined && root.thread !== root.ts) throw new SlackApiProblem('invalid_thread_ts');
  return ts;
}

const messageJson = (message: StoredMessage) => ({
  type: 'message',
  user: message.user,
  text: message.text,
  ts: message.ts,
  ...(message.thread === undefined ? {} : { thread_ts: message.thread }),
  ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
  ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
});

/** The methods that the double knows; another one is `unknown_method`. */
export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': {
    perMinute: 600,
    required: [],
    optional: [],
    run: (_args, { team, botUser, botId }) => ({
      url: 'https://double.slack.com/',
      team: 'Double',
      user: 'limner',
      team_id: team,
      user_id: botUser,
      bot_id: botId,
      is_enterprise_install: false,
    }),
  },
  'chat.postMessage': {
    scope: 'chat:write',
    perMinute: 600,
    required: ['channel'],
    optional: [
      'text',
      'blocks',
      'thread_ts',
      'reply_broadcast',
      'unfurl_links',
      'unfurl_media',
      'metadata',
      'mrkdwn',
      'parse',
      'link_names',
    ],
    run(args, space) {
      const channel = channelOf(space, args['channel']);
      const content = readContent(args, space, channel.id);
      const root = thread(args, space);
      if (args['reply_broadcast'] === 'true' && root === undefined)
        throw new SlackApiProblem('invalid_arguments');
      const ts = nextTs();
      space.messages.push({
        channel: channel.id,
        ts,
        thread: root,
        user: space.botUser,
        ...content,
        files: [],
        ...(args['metadata'] === undefined ? {} : { metadata: json(args, 'metadata') }),
        isBroadcast: args['reply_broadcast'] === 'true',
        reactions: new Map(),
        edits: 0,
      });
      // Slack gives the members of the channel the files that a posted message shows.
      for (const id of filesIn(content.blocks)) space.files.get(id)?.shares.set(channel.id, ts);
      return { channel: channel.id, ts, message: { ts, text: content.text } };
    },
  },
  'chat.postEphemeral': {
    scope: 'chat:write',
    perMinute: 100,
    required: ['channel', 'user'],
    optional: ['text', 'blocks', 'thread_ts', 'parse', 'link_names'],
    run(args, space) {
      const channel = channelOf(space, args['channel']);
      if (!space.users.has(args['user'] ?? '')) throw new SlackApiProblem('user_not_in_channel');
      const content = readContent(args, space, channel.id);
      const ts = nextTs();
      space.messages.push({
        channel: channel.id,
        ts,
        thread: thread(args, space),
        user: space.botUser,
        ...content,
        files: [],
        isBroadcast: false,
        reactions: new Map(),
        edits: 0,
        onlyFor: args['user'],
      });
      return { message_ts: ts };
    },
  },
  'chat.update': {
    scope: 'chat:write',
    perMinute: 50,
    required: ['channel', 'ts'],
    optional: ['text', 'blocks', 'metadata', 'parse', 'link_names', 'reply_broadcast', 'file_ids'],
    run(args, space) {
      const channel = channelOf(space, args['channel']);
      const message = find(space, channel.id, args['ts']);
      if (message.user !== space.botUser) throw new SlackApiProblem('cant_update_message');
      const content = readContent(args, space, channel.id);
      message.text = content.text;
      message.blocks = content.blocks;
      message.edits += 1;
      return { channel: channel.id, ts: message.ts, text: content.text };
    },
  },
  'chat.getPermalink': {
    perMinute: 600,
    required: ['channel', 'message_ts'],
    optional: [],
    run(args, space) {
      const { ts } = find(space, args['channel'], args['message_ts']);
      return { permalink: `https://double.slack.com/archives/${args['channel']}/p${ts.replace('.', '')}` };
    },
  },
  'conversations.open': {
    scope: 'im:write',
    perMinute: 50,
    required: ['users'],
    optional: ['return_im'],
    run(args, space) {
      const channel = [...space.channels.values()].find(({ name }) => name === `dm-${args['users']}`);
      if (channel === undefined) throw new SlackApiProblem('user_not_found');
      return { channel: { id: channel.id } };
    },
  },
  'conversations.replies': {
    scope: 'channels:history',
    perMinute: 50,
    required: ['channel', 'ts'],
    optional: ['limit', 'oldest', 'latest', 'inclusive', 'cursor', 'include_all_metadata'],
    run(args, space) {
      channelOf(space, args['channel']);
      const messages = space.messages.filter(
        ({ channel, ts, thread: root, onlyFor }) =>
          channel === args['channel'] && onlyFor === undefined && (ts === args['ts'] || root === args['ts']),
      );
      return {
        messages: messages.slice(0, Number(args['limit'] ?? 100)).map((message) =>
          Object.assign(messageJson(message), {
            files: message.files.flatMap((id) => {
              const file = space.files.get(id);
              return file === undefined ? [] : [describeFile(space, file)];
            }),
          }),
        ),
        has_more: false,
      };
    },
  },
  'conversations.history': {
    scope: 'channels:history',
    perMinute: 50,
    required: ['channel'],
    optional: ['limit', 'oldest', 'latest', 'inclusive', 'cursor', 'include_all_metadata'],
    run(args, space) {
      channelOf(space, args['channel']);
      const messages = space.messages.filter(
        ({ channel, thread: root, onlyFor }) =>
          channel === args['channel'] && onlyFor === undefined && root === undefined,
      );
      return {
        messages: messages
          .toReversed()
          .slice(0, Number(args['limit'] ?? 100))
          .map(messageJson),
        has_more: false,
      };
    },
  },
  'files.getUploadURLExternal': {
    scope: 'files:write',
    perMinute: 100,
    required: ['filename', 'length'],
    optional: ['alt_txt', 'snippet_type'],
    run(args, space) {
      const length = Number(args['length']);
      if (!Number.isInteger(length) || length < 1) throw new SlackApiProblem('invalid_arguments');
      if ((args['alt_txt'] ?? '').length > 1000) throw new SlackApiProblem('alt_txt_too_large');
      const file: StoredFile = {
        id: newId('F'),
        name: args['filename'] ?? '',
        alt: args['alt_txt'] ?? '',
        owner: space.botUser,
        length,
        mimetype: '',
        isComplete: false,
        isDeleted: false,
        pollsLeft: space.filePolls,
        shares: new Map(),
      };
      space.files.set(file.id, file);
      return { upload_url: `${space.uploadBase}/upload/v1/${file.id}`, file_id: file.id };
    },
  },
  'files.completeUploadExternal': {
    scope: 'files:write',
    perMinute: 100,
    required: ['files'],
    optional: ['channel_id', 'thread_ts', 'initial_comment', 'blocks', 'channels'],
    run(args, space) {
      const wanted = json(args, 'files') as { id: string; title?: string }[];
      const { channel_id: channel, thread_ts: root } = args;
      if (channel !== undefined) channelOf(space, channel);
      if (root !== undefined) {
        if (channel === undefined) throw new SlackApiProblem('invalid_arguments');
        thread({ channel, thread_ts: root }, space);
      }
      const files = wanted.map(({ id }) => {
        const file = space.files.get(id);
        if (file?.data === undefined) throw new SlackApiProblem('file_not_found');
        if (file.data.length !== file.length) throw new SlackApiProblem('posting_to_general_channel_denied');
        file.isComplete = true;
        if (channel !== undefined) file.pending = { channel, thread: root };
        if (file.pollsLeft === 0) finishFile(space, file);
        return { id, title: file.name };
      });
      return { files };
    },
  },
  'files.info': {
    scope: 'files:read',
    perMinute: 100,
    required: ['file'],
    optional: ['limit', 'cursor'],
    run(args, space) {
      const file = space.files.get(args['file'] ?? '');
      if (file === undefined || file.isDeleted) throw new SlackApiProblem('file_not_found');
      // Slack's work goes on with time; here time is how often somebody asks.
      const answer = describeFile(space, file);
      for (const each of space.files.values()) {
        if (!each.isComplete || each.mimetype !== '') continue;
        if (each.pollsLeft > 1) each.pollsLeft -= 1;
        else finishFile(space, each);
      }
      return { file: answer };
    },
  },
  'files.delete': {
    scope: 'files:write',
    perMinute: 50,
    required: ['file'],
    optional: [],
    run(args, space) {
      const file = space.files.get(args['file'] ?? '');
      if (file === undefined || file.isDeleted) throw new SlackApiProblem('file_not_found');
      file.isDeleted = true;
      return {};
    },
  },
  'reactions.add': {
    scope: 'reactions:write',
    perMinute: 50,
    required: ['channel', 'timestamp', 'name'],
    optional: [],
    run(args, space) {
      channelOf(space, args['channel']);
      const message = find(space, args['channel'], args['timestamp']);
      if (!/^[\w+-]+$/u.test(args['name'] ?? '')) throw new SlackApiProblem('invalid_name');
      const users = message.reactions.get(args['name'] ?? '') ?? new Set();
      if (users.has(space.botUser)) throw new SlackApiProblem('already_reacted');
      message.reactions.set(args['name'] ?? '', users.add(space.botUser));
      return {};
    },
  },
  'users.info': {
    scope: 'users:read',
    perMinute: 100,
    required: ['user'],
    optional: ['include_locale'],
    run(args, space) {
      const user = space.users.get(args['user'] ?? '');
      if (user === undefined) throw new SlackApiProblem('user_not_found');
      const locale = args['include_locale'] === 'true' ? { locale: user.locale } : {};
      return {
        user: { id: args['user'], is_admin: user.isAdmin, is_owner: false, is_bot: false, ...locale },
      };
    },
  },
  'views.open': {
    perMinute: 100,
    required: ['trigger_id', 'view'],
    optional: [],
    run(args, space) {
      const trigger = space.triggers.get(args['trigger_id'] ?? '');
      if (trigger === undefined) throw new SlackApiProblem('invalid_trigger_id');
      if (Date.now() - trigger.at > 3000) throw new SlackApiProblem('expired_trigger_id');
      space.triggers.delete(args['trigger_id'] ?? '');
      const view = readView(args, space, 'modal');
      const id = newId('V');
      space.modals.set(id, { user: trigger.user, view });
      return { view: { id } };
    },
  },
  'views.publish': {
    perMinute: 100,
    required: ['user_id', 'view'],
    optional: ['hash'],
    run(args, space) {
      const view = readView(args, space, 'home');
      space.homes.set(args['user_id'] ?? '', view['blocks'] as SlackBlock[]);
      return { view: { id: newId('V') } };
    },
  },
  'agents.sessions.setStatus': {
    scope: 'chat:write',
    perMinute: 50,
    required: ['status'],
    optional: ['channel_id', 'thread_ts', 'title', 'initiator_user_id'],
    run(args, space) {
      if (!['active', 'processing', 'suspended', 'closed'].includes(args['status'] ?? '')) {
        throw new SlackApiProblem('invalid_arguments');
      }
      if ((args['title'] ?? '').length > 200) throw new SlackApiProblem('invalid_arguments');
      const session = `${args['channel_id']}:${args['thread_ts']}`;
      space.sessions.set(session, [...(space.sessions.get(session) ?? []), args['status'] ?? '']);
      return { status: args['status'] };
    },
  },
};

function readView(args: Arguments, space: Workspace, type: 'modal' | 'home'): Record<string, unknown> {
  const view = json(args, 'view') as Record<string, unknown>;
  const problems = [
    ...(view['type'] === type ? [] : [`must be ${type} [json-pointer:/view/type]`]),
    ...blockProblems(view['blocks'], {
      surface: type,
      fileProblem: (id) => (space.files.get(id)?.isDeleted === false ? undefined : 'gone'),
    }),
    ...(JSON.stringify(view['private_metadata'] ?? '').length > 3000 ? ['private_metadata is too long'] : []),
    ...(['title', 'submit'].some(
      (name) => ((view[name] as { text?: string } | undefined)?.text ?? '').length > 24,
    )
      ? ['must be less than 25 characters']
      : []),
  ];
  if (problems.length === 0) return view;
  throw new SlackApiProblem('invalid_arguments', {
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}

/** Slack is done with a file: its kind is known, and where it was shared it stands in a message of its own. */
function finishFile(space: Workspace, file: StoredFile): void {
  file.mimetype = 'image/png';
  if (file.pending === undefined) return;
  const { channel, thread: root } = file.pending;
  const ts = nextTs();
  file.shares.set(channel, ts);
  space.messages.push({
    channel,
    ts,
    thread: root,
    user: space.botUser,
    text: '',
    blocks: [],
    files: [file.id],
    isBroadcast: false,
    reactions: new Map(),
    edits: 0,
  });
}
