import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { UserError } from '../errors.ts';
import { sentence } from '../sentence.ts';
import type { KeyValueStore } from '../sessions/key-value.ts';
import type { OptionValue } from './command.ts';

/** Discord's `custom_id` is the shortest place a call has to fit in. */
const CALL_LENGTH = 100;
const SIGNATURE_LENGTH = 14;

/** A command call read from a button. */
export interface DecodedCall {
  readonly name: string;
  /** As text; the command's options say what they are. */
  readonly options: Readonly<Record<string, string>>;
}

/** Writes and reads command calls as signed text. */
export interface CallCodec {
  /** @throws {RangeError} when the call has more than 100 characters */
  encode(
    conversation: string,
    name: string,
    options: Readonly<Record<string, OptionValue | undefined>>,
  ): string;
  /** @throws {UserError} `BAD_BUTTON` for what this bot did not sign for this conversation */
  decode(conversation: string, id: string): DecodedCall;
}

/**
 * Makes the codec of this bot: `undo?picture=3.Jq0…`, the tail a HMAC-SHA256 over conversation and call, cut to
 * 84 bits. State lives in the text, so that buttons work after a restart, and nobody can make up a call.
 */
export function createCallCodec(secret: string): CallCodec {
  const sign = (conversation: string, call: string) =>
    createHmac('sha256', secret)
      .update(`${conversation}\n${call}`)
      .digest('base64url')
      .slice(0, SIGNATURE_LENGTH);
  return {
    encode(conversation, name, options) {
      const given = Object.entries(options).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)] as [string, string]],
      );
      const call = given.length === 0 ? name : `${name}?${new URLSearchParams(given).toString()}`;
      const id = `${call}.${sign(conversation, call)}`;
      if (id.length > CALL_LENGTH)
        throw new RangeError(
          `call of ${name}: expected at most ${CALL_LENGTH} characters, got ${id.length}: ${call}`,
        );
      return id;
    },
    decode(conversation, id) {
      const call = id.slice(0, -SIGNATURE_LENGTH - 1);
      const expected = Buffer.from(`${call}.${sign(conversation, call)}`);
      const got = Buffer.from(id);
      if (got.length !== expected.length || !timingSafeEqual(got, expected)) {
        throw new UserError('BAD_BUTTON', sentence('errors.foreignButton'));
      }
      const [name = '', query = ''] = call.split('?');
      return { name, options: Object.fromEntries(new URLSearchParams(query)) };
    },
  };
}

/** Reads the bot's secret from the store; the first start makes it. */
export async function loadSecret(store: KeyValueStore): Promise<string> {
  const known = await store.get<string>('call-secret');
  if (known !== undefined) return known;
  // Of two processes that start at once one writes, the other reads what it wrote.
  if (await store.claim('making-call-secret', 60_000))
    await store.set('call-secret', randomBytes(32).toString('base64url'));
  return loadSecret(store);
}
