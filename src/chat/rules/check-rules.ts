import { UserError } from '../../errors.ts';
import { findAdultWord } from './adult-words.ts';
import type { OptionValue } from '../command.ts';
import type { ChatEvent } from '../platform.ts';
import { sentence } from '../../sentence.ts';
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
 * @throws {UserError} `NOT_HERE`, `NOT_ALLOWED`, `TOO_MANY_STEPS`, `MODEL_NOT_ALLOWED`, `ADULT_WORDS`
 */
export function checkRules(
  rules: SpaceRules,
  event: Pick<ChatEvent, 'conversation' | 'place' | 'isAdmin' | 'roles' | 'isAgeRestricted'>,
  { command, options }: RuledCall,
): void {
  const { conversation, isAdmin = false, roles = [], isAgeRestricted = false } = event;
  const { place = conversation } = event;
  if (command.name === RULES_COMMAND && isAdmin) return;
  const isOpen = rules.only.length === 0 || rules.only.includes(place);
  if (!isOpen || rules.except.includes(place)) {
    throw new UserError('NOT_HERE', sentence('rules.notHere'));
  }
  if (!isAdmin && rules.roles.length > 0 && !rules.roles.some((role) => roles.includes(role))) {
    throw new UserError('NOT_ALLOWED', sentence('rules.needsRole'));
  }
  const steps = Number(options['steps'] ?? 0);
  if (rules.maxSteps !== undefined && steps > rules.maxSteps) {
    throw new UserError(
      'TOO_MANY_STEPS',
      sentence('rules.tooManySteps', {
        most: rules.maxSteps,
        steps,
      }),
    );
  }
  const model = options['model'];
  if (rules.models !== undefined && typeof model === 'string' && !rules.models.includes(model)) {
    throw new UserError(
      'MODEL_NOT_ALLOWED',
      sentence('rules.modelNotAllowed', {
        model,
        models: rules.models,
      }),
    );
  }
  if (rules.adult === 'allowed' || (rules.adult === 'age-restricted' && isAgeRestricted)) return;
  const word = findAdultWord(
    Object.values(options)
      .filter((value) => typeof value === 'string')
      .join(' '),
  );
  if (word === undefined) return;
  throw new UserError(
    'ADULT_WORDS',
    rules.adult === 'never'
      ? sentence('rules.wordNever', { word })
      : sentence('rules.wordAdultsOnly', {
          word,
        }),
  );
}
