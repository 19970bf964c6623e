/** Slack's rules for Block Kit, as far as bots can break them. @see https://docs.slack.dev/reference/block-kit */

type Json = Readonly<Record<string, unknown>>;
export type SlackBlock = Json & { readonly type: string };

interface Context {
  readonly surface: 'message' | 'modal' | 'home';
  /** A sentence when the file may not stand in a block, for example because it is not ready. */
  readonly fileProblem: (id: string) => string | undefined;
}

const str = (value: unknown) => (typeof value === 'string' ? value : '');
const text = (value: unknown) => (value as { text?: unknown } | undefined)?.text;
const kind = (value: unknown) => (value as { type?: unknown } | undefined)?.type;

/** All problems of a list of blocks, each as `problem [json-pointer:/blocks/0/…]`; empty when Slack would take it. */
export function blockProblems(blocks: unknown, { surface, fileProblem }: Context): readonly string[] {
  if (!Array.isArray(blocks)) return ['must be an array [json-pointer:/blocks]'];
  const problems: string[] = [];
  const say = (pointer: string, problem: string) => problems.push(`${problem} [json-pointer:${pointer}]`);
  const limit = (pointer: string, value: unknown, least: number, most: number) => {
    if (typeof value !== 'string') say(pointer, 'must be a string');
    else if (value.length < least) say(pointer, `must be more than ${least - 1} characters`);
    else if (value.length > most) say(pointer, `must be less than ${most + 1} characters`);
  };
  const plainText = (pointer: string, value: unknown, most: number) => {
    if (kind(value) !== 'plain_text') say(`${pointer}/type`, 'must be plain_text');
    limit(`${pointer}/text`, text(value), 1, most);
  };
  const anyText = (pointer: string, value: unknown, most: number) => {
    if (!['plain_text', 'mrkdwn'].includes(str(kind(value))))
      say(`${pointer}/type`, 'must be plain_text or mrkdwn');
    limit(`${pointer}/text`, text(value), 1, most);
  };
  const known = (pointer: string, value: Json, allowed: readonly string[]) => {
    for (const name of Object.keys(value))
      if (!allowed.includes(name)) say(`${pointer}/${name}`, 'no more properties');
  };

  const element = (pointer: string, value: Json) => {
    if (value['action_id'] !== undefined) limit(`${pointer}/action_id`, value['action_id'], 1, 255);
    if (value['type'] === 'button') {
      known(pointer, value, [
        'type',
        'action_id',
        'text',
        'value',
        'style',
        'url',
        'confirm',
        'accessibility_label',
      ]);
      plainText(`${pointer}/text`, value['text'], 75);
      if (value['value'] !== undefined) limit(`${pointer}/value`, value['value'], 0, 2000);
      if (value['style'] !== undefined && !['primary', 'danger'].includes(str(value['style']))) {
        say(`${pointer}/style`, 'must be primary or danger');
      }
      const confirm = value['confirm'] as Json | undefined;
      if (confirm !== undefined) {
        plainText(`${pointer}/confirm/title`, confirm['title'], 100);
        anyText(`${pointer}/confirm/text`, confirm['text'], 300);
        plainText(`${pointer}/confirm/confirm`, confirm['confirm'], 30);
        plainText(`${pointer}/confirm/deny`, confirm['deny'], 30);
      }
    } else if (value['type'] === 'static_select') {
      known(pointer, value, ['type', 'action_id', 'placeholder', 'options', 'initial_option', 'confirm']);
      plainText(`${pointer}/placeholder`, value['placeholder'], 150);
      const options = value['options'];
      if (!Array.isArray(options) || options.length < 1 || options.length > 100) {
        say(`${pointer}/options`, 'must have 1 to 100 items');
      } else {
        options.forEach((option: Json, i) => {
          plainText(`${pointer}/options/${i}/text`, option['text'], 75);
          limit(`${pointer}/options/${i}/value`, option['value'], 1, 150);
        });
      }
    } else if (value['type'] === 'plain_text_input') {
      known(pointer, value, ['type', 'action_id', 'multiline', 'initial_value', 'placeholder', 'max_length']);
      if (value['initial_value'] !== undefined)
        limit(`${pointer}/initial_value`, value['initial_value'], 1, 3000);
      if (value['placeholder'] !== undefined) plainText(`${pointer}/placeholder`, value['placeholder'], 150);
    } else if (value['type'] === 'file_input') {
      known(pointer, value, ['type', 'action_id', 'filetypes', 'max_files']);
      const most = Number(value['max_files'] ?? 10);
      if (most < 1 || most > 10) say(`${pointer}/max_files`, 'must be 1 to 10');
      if (surface !== 'modal') say(pointer, 'file_input is allowed in modals only');
    } else say(`${pointer}/type`, `unsupported element ${str(value['type'])}`);
  };

  const ids = new Set<unknown>();
  blocks.forEach((block: Json, i) => {
    const at = `/blocks/${i}`;
    if (block['block_id'] !== undefined) {
      limit(`${at}/block_id`, block['block_id'], 1, 255);
      if (ids.has(block['block_id'])) say(`${at}/block_id`, 'block_id must be unique');
      ids.add(block['block_id']);
    }
    switch (block['type']) {
      case 'section':
        known(at, block, ['type', 'block_id', 'text', 'fields', 'accessory', 'expand']);
        anyText(`${at}/text`, block['text'], 3000);
        break;
      case 'context':
        known(at, block, ['type', 'block_id', 'elements']);
        ((block['elements'] as Json[] | undefined) ?? []).forEach((part, j) =>
          anyText(`${at}/elements/${j}`, part, 3000),
        );
        if (((block['elements'] as unknown[] | undefined)?.length ?? 0) > 10)
          say(`${at}/elements`, 'no more than 10 items');
        break;
      case 'header':
        known(at, block, ['type', 'block_id', 'text']);
        plainText(`${at}/text`, block['text'], 150);
        break;
      case 'divider':
        known(at, block, ['type', 'block_id']);
        break;
      case 'image': {
        known(at, block, ['type', 'block_id', 'slack_file', 'image_url', 'alt_text', 'title']);
        limit(`${at}/alt_text`, block['alt_text'], 1, 2000);
        const id = (block['slack_file'] as { id?: unknown } | undefined)?.id;
        if (typeof id !== 'string' || !/^F[A-Z0-9]{8,}$/u.test(id)) {
          say(`${at}/slack_file/id`, 'input must match regex pattern: ^[F][A-Z0-9]{8,}$');
        } else if (fileProblem(id) !== undefined) say(`${at}/slack_file`, 'invalid slack file');
        break;
      }
      case 'actions': {
        known(at, block, ['type', 'block_id', 'elements']);
        const elements = block['elements'];
        if (!Array.isArray(elements) || elements.length < 1 || elements.length > 25) {
          say(`${at}/elements`, 'must have 1 to 25 items');
        } else {
          elements.forEach((each: Json, j) => element(`${at}/elements/${j}`, each));
          const actionIds = elements.map((each: Json) => each['action_id']).filter((id) => id !== undefined);
          if (new Set(actionIds).size !== actionIds.length) say(`${at}/elements`, 'action_id must be unique');
        }
        break;
      }
      case 'input':
        known(at, block, ['type', 'block_id', 'label', 'element', 'optional', 'hint', 'dispatch_action']);
        if (surface === 'message') say(at, 'input blocks are not allowed in messages');
        plainText(`${at}/label`, block['label'], 2000);
        element(`${at}/element`, (block['element'] as Json | undefined) ?? {});
        break;
      default:
        say(`${at}/type`, `unsupported block ${str(block['type'])}`);
    }
  });
  if (blocks.length > (surface === 'message' ? 50 : 100)) say('/blocks', 'no more items allowed');
  if (JSON.stringify(blocks).length > 13_200 * 3) say('/blocks', 'msg_blocks_too_long');
  const shown = blocks.reduce((sum: number, block: Json) => sum + str(text(block['text'])).length, 0);
  if (shown > 13_200) say('/blocks', 'msg_blocks_too_long');
  return problems;
}

/** What a person reads in a list of blocks: the words, without pictures and controls. */
export function readBlocks(blocks: readonly SlackBlock[]): string {
  const sections: string[] = [];
  let inSection = false;
  for (const block of blocks) {
    const isSection = block.type === 'section';
    const parts =
      block.type === 'context'
        ? (block['elements'] as Json[]).map((part) => str(part['text']))
        : isSection || block.type === 'header'
          ? [str(text(block['text']))]
          : [];
    if (parts.length === 0) continue;
    // A long text goes on in the next section.
    if (isSection && inSection) sections.push(`${sections.pop() ?? ''}${parts.join(' ')}`);
    else sections.push(parts.join(' '));
    inSection = isSection;
  }
  return sections.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Mentions that would ping somebody: `<!channel>`, `<@U1>`. */
export const pingsIn = (json: string): readonly string[] =>
  json.match(/<(?:!(?:channel|here|everyone)|@U\w+)[^>]*>/gu) ?? [];
