import type { KeyValueStore } from '../sessions/key-value.ts';

/** How the bot is, for those who watch over it. */
export interface Health {
  /** True when all platforms run and the store answers. */
  readonly isReady: boolean;
  /** By its name, whether each platform runs. */
  readonly platforms: Readonly<Record<string, boolean>>;
}

interface Named {
  readonly name: string;
}

/** Looks which platforms run, and whether the store answers. */
export async function lookAtHealth(
  all: readonly Named[],
  open: readonly Named[],
  store: Pick<KeyValueStore, 'get'>,
): Promise<Health> {
  const isAnswering = await store.get('any').then(
    () => true,
    () => false,
  );
  return {
    isReady: isAnswering && all.every((platform) => open.includes(platform)),
    platforms: Object.fromEntries(all.map((platform) => [platform.name, open.includes(platform)])),
  };
}
