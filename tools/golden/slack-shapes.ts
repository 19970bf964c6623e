/**
 * Writes test/fakes/recorded/slack.json: which fields Slack's payloads and answers have, and of which kind. The source
 * is a checkout of github.com/slackapi/java-slack-sdk, whose tests record real payloads with their values taken out
 * (json-logs/samples); only the names and kinds of fields are kept here.
 *
 *     node --import tsx tools/golden/slack-shapes.ts CHECKOUT
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PAYLOADS = {
  message: 'events/MessagePayload',
  file_share: 'events/MessageFileSharePayload',
  app_mention: 'events/AppMentionPayload',
  reaction_added: 'events/ReactionAddedPayload',
  app_home_opened: 'events/AppHomeOpenedPayload',
  slash_commands: 'app-backend/slash-commands/SlashCommandPayload',
  block_actions: 'app-backend/interactive-components/BlockActionPayload',
  message_action: 'app-backend/interactive-components/MessageShortcutPayload',
  view_submission: 'app-backend/views/ViewSubmissionPayload',
} as const;
const METHODS = [
  'apps.connections.open', 'auth.test', 'chat.getPermalink', 'chat.postEphemeral', 'chat.postMessage', 'chat.update',
  'conversations.open', 'conversations.replies', 'files.completeUploadExternal', 'files.delete',
  'files.getUploadURLExternal', 'files.info', 'reactions.add', 'users.info', 'views.open', 'views.publish',
]; // prettier-ignore
/** What people and bots put in: its fields are theirs. */
const OPEN = new Set([
  'blocks',
  'attachments',
  'metadata',
  'state',
  'shares',
  'bot_profile',
  'profile',
  'elements',
]);

/** Deeper fields say nothing new: files in messages in answers. */
const DEEPEST = 3;
/** Sizes and addresses of small pictures of a file, which the bot never reads. */
const LEFT_OUT = /^(?:thumb|original|deanimate|mp4|pjpeg|preview|converted|transcription|media)/u;

type Shape = Record<string, string>;

/** Fields by their paths, `event.files[].id`, each with its kind; `open` for what is not looked into. */
function describe(value: unknown, path: string, shape: Shape): void {
  const name = path.split('.').at(-1)?.replaceAll('[]', '') ?? '';
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (LEFT_OUT.test(name)) return;
  const isNested = kind === 'object' || kind === 'array';
  const isOpen = OPEN.has(name) || (isNested && path.split('.').length >= DEEPEST);
  if (path !== '') shape[path] = isOpen ? 'open' : kind;
  if (isOpen) return;
  if (Array.isArray(value)) for (const part of value) describe(part, `${path}[]`, shape);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value))
      describe(part, path === '' ? key : `${path}.${key}`, shape);
}

const [checkout = ''] = process.argv.slice(2);
const read = (file: string): Shape => {
  const shape: Shape = {};
  const text = readFileSync(join(checkout, 'json-logs/samples', `${file}.json`), 'utf8');
  describe(JSON.parse(text), '', shape);
  return shape;
};
const sorted = (shape: Shape): Shape =>
  Object.fromEntries(Object.entries(shape).toSorted(([one], [other]) => (one < other ? -1 : 1)));
const shapes = {
  source: 'github.com/slackapi/java-slack-sdk, json-logs/samples; made by tools/golden/slack-shapes.ts',
  payloads: Object.fromEntries(Object.entries(PAYLOADS).map(([kind, file]) => [kind, sorted(read(file))])),
  answers: Object.fromEntries(METHODS.map((method) => [method, sorted(read(`api/${method}`))])),
};
const target = resolve(import.meta.dirname, '../../test/fakes/recorded/slack.json');
writeFileSync(target, `${JSON.stringify(shapes, null, 1)}\n`);
