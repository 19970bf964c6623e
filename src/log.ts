/** Where the program writes what it does: one line per event, never a secret, never a picture. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

const SECRETS = [
  /\bxox[abeprs]-[\w-]{8,}/g,
  /\bxapp-[\w-]{8,}/g,
  /\bhf_\w{8,}/g,
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /(webhooks|interactions)\/\d+\/[\w-]{20,}/g,
];

/** Replaces what looks like a token of Discord, Slack or Hugging Face by `[secret]`. */
export function redact(text: string): string {
  return SECRETS.reduce((kept, secret) => kept.replace(secret, '[secret]'), text);
}

/** A logger that writes `time level message {fields}` to `write` (default: standard error). */
export function createLogger(
  write: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Logger {
  const at = (level: string) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    const rest = fields === undefined ? '' : ` ${JSON.stringify(fields, plain)}`;
    write(redact(`${new Date().toISOString()} ${level} ${message}${rest}`));
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function plain(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
}

/** A logger that forgets everything. */
export const silent: Logger = { info() {}, warn() {}, error() {} };
