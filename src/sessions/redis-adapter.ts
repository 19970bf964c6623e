import type { StoreAdapter } from './adapter.ts';

/** The commands of node-redis that are used beside Keyv. */
interface RedisCommands {
  set(key: string, value: string, options: { NX: true; PX?: number }): Promise<string | null>;
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string | readonly string[]>;
}

/** Opens the store that several bot processes and machines share; the packages are loaded only here. */
export async function createRedisAdapter(url: string): Promise<StoreAdapter> {
  const { default: KeyvRedis } = await import('@keyv/redis');
  const redis = new KeyvRedis<string>(url, { throwOnConnectError: true, throwOnErrors: true });
  const client = (await redis.getClient()) as unknown as RedisCommands;
  const adapter: StoreAdapter = {
    opts: redis.opts,
    get: <Value>(key: string) => redis.get<Value>(key),
    set: (key: string, value: string, ttlMs?: number) => redis.set(key, value, ttlMs),
    delete: (key: string) => redis.delete(key),
    clear: () => redis.clear(),
    claim: async (key, value, ttlMs) =>
      (await client.set(key, value, { NX: true, ...(ttlMs !== undefined && { PX: ttlMs }) })) !== null,
    async keys(prefix) {
      const literal = prefix.replace(/[\\*?[\]]/gu, String.raw`\$&`);
      const found: string[] = [];
      for await (const keys of client.scanIterator({ MATCH: `${literal}*`, COUNT: 500 }))
        found.push(...(typeof keys === 'string' ? [keys] : keys));
      return [...new Set(found)];
    },
    sweep: () => Promise.resolve(),
    disconnect: () => redis.disconnect(),
    on: () => adapter,
  };
  return adapter;
}
