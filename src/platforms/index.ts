import type { PlatformFactory } from '../chat/platform.ts';

/** All chat platforms; loaded only when asked for, so that an SDK that is not used costs nothing. */
export const platforms: Readonly<Record<string, () => Promise<PlatformFactory>>> = {
  discord: async () => (await import('./discord/index.ts')).createDiscord,
  web: async () => (await import('./web/index.ts')).createWeb,
  programs: async () => (await import('./programs/index.ts')).createPrograms,
  slack: async () => (await import('./slack/index.ts')).createSlack,
};
