import { z } from 'zod';
import { ConfigError } from './errors.ts';
import { keepSecret, redact } from './log.ts';

const switchedOn = z
  .enum(['true', 'false', 'on', 'off', 'yes', 'no', '1', '0'])
  .transform((value) => ['true', 'on', 'yes', '1'].includes(value));
const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
const url = z.url({ protocol: /^https?$/u });
const words = z.string().min(1);

/** Every environment variable the bot reads; `.env.example` lists the same. */
export const variables = {
  PORT: whole(0, 65_535).optional(),
  HOST: words.optional(),
  WEB: switchedOn.default(true),
  API_KEYS: words.optional(),
  WEB_PASSWORD: words.optional(),
  PUBLIC_URL: url
    .refine(
      (value) => new URL(value).pathname === '/',
      'an address without a path, https://limner.example.org',
    )
    .transform((value) => new URL(value).origin)
    .optional(),
  DATA_DIR: words.default('data'),
  MODELS_DIR: words.default('models'),
  IMAGE_MODEL: words.default('pocket'),
  EDIT_MODEL: words.default('pocket'),
  MODELS: words.optional(),
  DETECTOR_MODEL: words.optional(),
  SAM_MODEL: words.optional(),
  MODEL_WEIGHTS: z.enum(['fp32', 'fp16']).default('fp32'),
  MODELS_ALLOW: words.optional(),
  HF_TOKEN: z
    .string()
    .regex(/^hf_\w+$/u, 'it begins with hf_')
    .optional(),
  HF_ENDPOINT: url.transform((value) => value.replace(/\/+$/u, '')).optional(),
  HF_HOME: words.optional(),
  HF_HUB_CACHE: words.optional(),
  DEVICE: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'coreml', 'dml']).default('auto'),
  THREADS: whole(1, 1024).optional(),
  MEMORY_MB: whole(64, 16_777_216).optional(),
  LOW_MEMORY: switchedOn.default(false),
  INT8: z.enum(['auto', 'on', 'off']).default('auto'),
  OLLAMA_HOST: words.optional(),
  OLLAMA_MODEL: words.default('gemma3:4b'),
  DISCORD_TOKEN: words.optional(),
  DISCORD_API_URL: url.optional(),
  SHARDS: words.optional(),
  SLACK_BOT_TOKEN: words.optional(),
  SLACK_APP_TOKEN: words.optional(),
  SLACK_SIGNING_SECRET: words.optional(),
  SLACK_CLIENT_ID: words.optional(),
  SLACK_CLIENT_SECRET: words.optional(),
  SLACK_STATE_SECRET: words.optional(),
  SLACK_PORT: whole(0, 65_535).optional(),
  SLACK_SOCKETS: whole(1, 10).optional(),
  SLACK_API_URL: url.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/u }).optional(),
  JOBS_PER_USER: whole(1, 1000).default(5),
  JOBS_WAITING: whole(1, 100_000).default(100),
  CALLS_PER_MINUTE: whole(1, 10_000).default(30),
  STRICT_START: switchedOn.default(false),
  LOG_LEVEL: z.enum(['error', 'warn', 'info']).default('info'),
  LOG_FORMAT: z.enum(['text', 'json']).default('text'),
} as const;

const schema = z.object(variables);
/** The settings of this run, by the names of their environment variables. */
export type Config = z.infer<typeof schema>;

/** Names of the models that people may choose: the usual ones and those of `MODELS`. */
export const offeredModels = ({ IMAGE_MODEL, EDIT_MODEL, MODELS = '' }: Config): readonly string[] => [
  ...new Set([IMAGE_MODEL, EDIT_MODEL, ...MODELS.split(/[\s,]+/u).filter((name) => name !== '')]),
];

/**
 * Reads and checks all settings; the only place that looks at the environment. An empty variable counts as not set.
 *
 * @throws {ConfigError} with every problem at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(variables).flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  keepSecret(...Object.entries(given).flatMap(([name, value]) => secretsIn(name, value)));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new ConfigError(
    read.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      // A token that is wrong must not end up in a log, nor the password of an address.
      const got = SECRET.test(name) ? '' : `, got "${redact(String(given[name]))}"`;
      return `${name}: ${message}${got}`;
    }),
  );
}

const SECRET = /TOKEN|SECRET|PASSWORD|API_KEYS/u;

/** What must not be told of a variable: all of it, each of a list, or the password of an address. */
function secretsIn(name: string, value: string): readonly string[] {
  if (SECRET.test(name)) return [value, ...value.split(/[\s,]+/u)];
  if (!URL.canParse(value)) return [];
  const { password } = new URL(value);
  return password === '' ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
