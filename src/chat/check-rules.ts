import { UserError } from '../errors.ts';
import { findAdultWord } from './adult-words.ts';
import type { OptionValue } from './command.ts';
import type { ChatEvent } from './platform.ts';
import { RULES_COMMAND } from './space-rules.ts';
import type { SpaceRules } from './space-rules.ts';

/** A call as far as rules look at it. */
export interface RuledCall {
  readonly command: { readonly name: string };
  readonly options: Readonly<Record<string, OptionValue>>;
}

/**
 * Checks a call against the rules of the place it comes from. Direct conversations have none.
 *
 * @throws {UserError} `NOT_HERE`, `NOT_ALLOWED`, `TOO_MANY_STEPS`, `ADULT_WORDS`
 */
export function checkRules(
  rules: SpaceRules,
  event: Pick<ChatEvent, 'conversation' | 'isAdmin' | 'roles' | 'isAgeRestricted'>,
  { command, options }: RuledCall,
): void {
  const { conversation, isAdmin = false, roles = [], isAgeRestricted = false } = event;
  if (command.name === RULES_COMMAND && isAdmin) return;
  const isOpen = rules.only.length === 0 || rules.only.includes(conversation);
  if (!isOpen || rules.except.includes(conversation)) {
    throw new UserError(
      'NOT_HERE',
      'Those who manage this place do not want me here. Use me in another channel, or in a direct message.',
    );
  }
  if (!isAdmin && rules.roles.length > 0 && !rules.roles.some((role) => roles.includes(role))) {
    throw new UserError(
      'NOT_ALLOWED',
      'You need another role to use me on this server. Ask those who manage it.',
    );
  }
  const steps = Number(options['steps'] ?? 0);
  if (rules.maxSteps !== undefined && steps > rules.maxSteps) {
    throw new UserError(
      'TOO_MANY_STEPS',
      `On this server a picture takes at most ${rules.maxSteps} steps; you asked for ${steps}.`,
    );
  }
  if (rules.adult === 'allowed' || (rules.adult === 'age-restricted' && isAgeRestricted)) return;
  const word = findAdultWord(
    Object.values(options)
      .filter((value) => typeof value === 'string')
      .join(' '),
  );
  if (word === undefined) return;
  const where =
    rules.adult === 'never' ? 'not on this server' : 'only in channels that are marked as age-restricted';
  throw new UserError('ADULT_WORDS', `I do not paint "${word}" here; ${where}.`);
}
