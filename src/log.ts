/** Where the program writes what it does: one line per event, never a secret, never a picture. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** How tokens look, with what is kept of them. */
const SECRETS: readonly (readonly [pattern: RegExp, kept: string])[] = [
  [/\bxox[abeprs][.-][\w.-]{8,}/g, ''],
  [/\bxapp-[\w-]{8,}/g, ''],
  [/\bhf_\w{8,}/g, ''],
  [/[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, ''],
  [/(?:webhooks|interactions)\/\d+\/[\w-]{20,}/g, ''],
  [/\b(Bearer\s+)[\w.~+/=-]{4,}/gi, '$1'],
  // The password of an address may hold any sign but a space and a quote; its last @ ends it.
  [/\b([a-z][\w+.-]*:\/\/[^\s:/@"']*:)[^\s"']+(?=@)/gi, '$1'],
  [/\b([a-z][\w+.-]*:\/\/)[^\s:/@"']+(?=@)/gi, '$1'],
];
/** Secrets that look like nothing: passwords, signing secrets. */
const known = new Set<string>();
/** What is shorter is found in too many innocent words. */
const LEAST_SECRET = 6;

/** Makes `redact` know secrets that nobody can tell by their looks, also as they stand in an address or in JSON. */
export function keepSecret(...secrets: readonly string[]): void {
  for (const secret of secrets.flatMap((each) => [
    each,
    encodeURIComponent(each),
    JSON.stringify(each).slice(1, -1),
  ]))
    if (secret.length >= LEAST_SECRET) known.add(secret);
}

/** Replaces what is known as a secret, or looks like one, by `[secret]`: in logs, errors and what doctor says. */
export function redact(text: string): string {
  let kept = text;
  // The longest first: one may be a part of another.
  for (const secret of [...known].toSorted((a, b) => b.length - a.length))
    kept = kept.replaceAll(secret, '[secret]');
  return SECRETS.reduce((left, [pattern, before]) => left.replace(pattern, `${before}[secret]`), kept);
}

const LEVELS = ['error', 'warn', 'info'] as const;
/** How much is written, and how. */
export interface LogShape {
  /** The least grave that is written. */
  readonly level: (typeof LEVELS)[number];
  /** `text`: a line to read; `json`: one object a line. */
  readonly format: 'text' | 'json';
}
const shape: { level: LogShape['level']; format: LogShape['format'] } = { level: 'info', format: 'text' };

/** Sets how all loggers of this process write from now on. */
export const shapeLogs = (chosen: LogShape): void => void Object.assign(shape, chosen);

/** A logger that writes `time level message {fields}`, or the same as JSON, to `write` (default: standard error). */
export function createLogger(
  write: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Logger {
  const at = (level: LogShape['level']) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(shape.level)) return;
    const time = new Date().toISOString();
    write(redact(shape.format === 'json' ? asJson({ time, level, message, ...fields }) : asText()));

    function asText(): string {
      const rest = fields === undefined ? '' : ` ${asJson(fields)}`;
      return `${time} ${level} ${message}${rest}`;
    }
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

const asJson = (value: object): string => JSON.stringify(value, plain);

function plain(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
}

/** A logger that forgets everything. */
export const silent: Logger = { info() {}, warn() {}, error() {} };
