import type { Json } from './world.ts';

/**
 * What Discord refuses, by hand: the figures of its documentation that its published description leaves out,
 * checked always, also where the description is not on the machine.
 */

const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const text = (value: unknown) => (typeof value === 'string' ? value : '');

const MESSAGE_KEYS = new Set([
  'content', 'nonce', 'tts', 'embeds', 'allowed_mentions', 'message_reference', 'components', 'sticker_ids',
  'attachments', 'flags', 'enforce_nonce', 'poll',
]); // prettier-ignore

/** Checks the body of a message: create, edit, follow-up. */
export function messageProblems(body: Json, files: ReadonlyMap<string, unknown>, isNew: boolean): string[] {
  const problems: string[] = [];
  const content = text(body['content']);
  if (content.length > 2000) problems.push(`content: ${content.length} characters, at most 2000`);
  for (const key of Object.keys(body)) if (!MESSAGE_KEYS.has(key)) problems.push(`${key}: no such field`);
  if (text(body['nonce']).length > 25) problems.push('nonce: more than 25 characters');
  const components = list(body['components']);
  const attachments = list(body['attachments']);
  if (isNew && content === '' && attachments.length === 0 && components.length === 0) {
    problems.push('message: empty (50006)');
  }
  if (attachments.length > 10) problems.push('attachments: more than 10');
  for (const { id, description, filename } of attachments) {
    if (text(description).length > 1024) problems.push('attachments.description: more than 1024 characters');
    if (filename !== undefined && !/^[\w.-]+$/u.test(text(filename))) {
      problems.push(`attachments.filename: ${text(filename)}`);
    }
    if (isNew && !files.has(`files[${String(id)}]`))
      problems.push(`attachments.id ${String(id)}: no such file`);
  }
  for (const name of files.keys()) {
    if (!/^files\[\d\]$/u.test(name)) problems.push(`${name}: not a file part`);
  }
  const mentions = body['allowed_mentions'] as Json | undefined;
  if (list(mentions?.['parse']).length > 0)
    problems.push('allowed_mentions: this bot must never ping by accident');
  if (content !== '' && mentions === undefined)
    problems.push('allowed_mentions: left out, so a prompt could ping');
  return [...problems, ...componentProblems(components)];
}

/** Checks rows of buttons and menus. */
export function componentProblems(rows: readonly Json[]): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  if (rows.length > 5) problems.push(`components: ${rows.length} rows, at most 5`);
  for (const row of rows) {
    if (row['type'] !== 1) problems.push(`components: type ${String(row['type'])}, expected an action row`);
    const parts = list(row['components']);
    const menus = parts.filter(({ type }) => type !== 2).length;
    if (parts.length === 0 || parts.length > 5) problems.push(`components: ${parts.length} in a row, 1 to 5`);
    if (menus > 1 || (menus === 1 && parts.length > 1)) problems.push('components: a menu needs its own row');
    for (const part of parts) {
      if (part['style'] === 5) {
        if (!/^https?:\/\/\S{1,500}$/u.test(text(part['url']))) problems.push('url: no address of the web');
        if (part['custom_id'] !== undefined) problems.push('custom_id: a link button has none');
        continue;
      }
      const id = text(part['custom_id']);
      if (id.length === 0 || id.length > 100) problems.push(`custom_id: ${id.length} characters, 1 to 100`);
      if (ids.has(id)) problems.push(`custom_id: "${id}" twice in a message`);
      ids.add(id);
      if (part['type'] === 2 && text(part['label']).length > 80)
        problems.push('label: more than 80 characters');
      if (part['type'] === 2 && text(part['label']) === '') problems.push('label: empty');
      if (part['type'] !== 3) continue;
      if (text(part['placeholder']).length > 150) problems.push('placeholder: more than 150 characters');
      const options = list(part['options']);
      if (options.length === 0 || options.length > 25) problems.push(`options: ${options.length}, 1 to 25`);
      const values = new Set(options.map(({ value }) => value));
      if (values.size < options.length) problems.push('options: a value twice');
      for (const option of options) {
        for (const key of ['label', 'value', 'description']) {
          if (text(option[key]).length > 100) problems.push(`options.${key}: more than 100 characters`);
        }
        if (text(option['label']) === '' || text(option['value']) === '') problems.push('options: empty');
      }
    }
  }
  return problems;
}

/** Checks a modal. */
export function modalProblems(modal: Json): string[] {
  const problems: string[] = [];
  if (text(modal['title']).length === 0 || text(modal['title']).length > 45) problems.push('title: 1 to 45');
  const id = text(modal['custom_id']);
  if (id.length === 0 || id.length > 100) problems.push('custom_id: 1 to 100 characters');
  const parts = list(modal['components']);
  if (parts.length === 0 || parts.length > 5) problems.push(`components: ${parts.length}, 1 to 5`);
  for (const label of parts) {
    if (label['type'] !== 18) problems.push('components: expected labels');
    if (text(label['label']).length === 0 || text(label['label']).length > 45)
      problems.push('label: 1 to 45');
    if (text(label['description']).length > 100) problems.push('description: at most 100 characters');
    const input = (label['component'] ?? {}) as Json;
    if (text(input['value']).length > Math.min(4000, Number(input['max_length'] ?? 4000))) {
      problems.push('value: longer than the field');
    }
    if (text(input['placeholder']).length > 100) problems.push('placeholder: at most 100 characters');
    if (input['type'] === 19 && Number(input['max_values'] ?? 1) > 10)
      problems.push('max_values: at most 10 files');
  }
  return problems;
}

const localized = (part: Json) => [
  text(part['name']),
  text(part['description']),
  ...Object.values((part['name_localizations'] ?? {}) as Json).map(text),
  ...Object.values((part['description_localizations'] ?? {}) as Json).map(text),
];

const isName = (name: string): boolean =>
  /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u.test(name) && name === name.toLowerCase();

const localNames = (part: Json): string[] =>
  Object.values((part['name_localizations'] ?? {}) as Json).map(text);

/** Checks the commands of the app. */
export function commandProblems(commands: readonly Json[]): string[] {
  const problems: string[] = [];
  const slash = commands.filter(({ type }) => (type ?? 1) === 1);
  if (slash.length > 100) problems.push(`${slash.length} slash commands, at most 100`);
  for (const type of [2, 3]) {
    if (commands.filter((command) => command['type'] === type).length > 15)
      problems.push('more than 15 in a menu');
  }
  const names = commands.map(({ name, type }) => `${Number(type ?? 1)} ${text(name)}`);
  if (new Set(names).size < names.length) problems.push('a command name twice');
  for (const command of slash) {
    const options = list(command['options']);
    for (const part of [command, ...options]) {
      for (const name of [text(part['name']), ...localNames(part)]) {
        if (!isName(name)) problems.push(`name "${name}"`);
      }
      for (const description of [
        part['description'],
        ...Object.values((part['description_localizations'] ?? {}) as Json),
      ]) {
        const { length } = text(description);
        if (length === 0 || length > 100)
          problems.push(`description of ${text(part['name'])}: ${length} characters`);
      }
    }
    if (options.length > 25) problems.push(`${text(command['name'])}: ${options.length} options, at most 25`);
    const firstOptional = options.findIndex(({ required }) => required !== true);
    if (firstOptional >= 0 && options.slice(firstOptional).some(({ required }) => required === true)) {
      problems.push(`${text(command['name'])}: required options must come first`);
    }
    for (const option of options) {
      if (list(option['choices']).length > 25) problems.push(`${text(option['name'])}: more than 25 choices`);
      if (option['autocomplete'] === true && list(option['choices']).length > 0)
        problems.push('choices and autocomplete');
    }
    const longest = [command, ...options].flatMap((part) => [
      Math.max(...localized(part).map(({ length }) => length)),
      ...list(part['choices']).map(({ name, value }) => text(name).length + String(value).length),
    ]);
    if (longest.reduce((sum, length) => sum + length, 0) > 8000)
      problems.push(`${text(command['name'])}: 8000 characters`);
  }
  for (const command of commands.filter(({ type }) => type === 2 || type === 3)) {
    for (const name of localized(command)) {
      if (name.length > 32) problems.push(`menu name "${name}": more than 32 characters`);
    }
    if (text(command['description']) !== '') problems.push('a menu command has no description');
  }
  return problems;
}
