import type { KeyValueStore } from '../../sessions/key-value.ts';

/** What those who manage a server or workspace have laid down for everybody in it. */
export interface SpaceRules {
  /** Channels the bot works in (`place` of an event); none = all but those of `except`. */
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** Ids of roles that may use the bot; none = everybody. */
  readonly roles: readonly string[];
  readonly maxSteps?: number | undefined;
  /** Models that may be chosen; undefined = all that the bot offers. */
  readonly models?: readonly string[] | undefined;
  /** Words about naked people and violence: nowhere, where only adults may look, or everywhere. */
  readonly adult: 'never' | 'age-restricted' | 'allowed';
}

export const noRules: SpaceRules = { only: [], except: [], roles: [], adult: 'age-restricted' };

/** Keeps the rules of each space. */
export interface SpaceRuleStore {
  load(space: string): Promise<SpaceRules>;
  save(space: string, rules: SpaceRules): Promise<void>;
}

export const createSpaceRuleStore = (store: KeyValueStore): SpaceRuleStore => ({
  load: async (space) => ({ ...noRules, ...(await store.get<SpaceRules>(space)) }),
  save: (space, rules) => store.set(space, rules),
});

/** The command by which rules are changed: whoever manages a space must always get through to it. */
export const RULES_COMMAND = 'server';
