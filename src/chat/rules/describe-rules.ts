import { lines, sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import type { SpaceRules } from './space-rules.ts';

/** How people say where words about naked people and violence are taken. */
export const ADULT_WORDS: Readonly<Record<string, SpaceRules['adult']>> = {
  never: 'never',
  'age-restricted channels': 'age-restricted',
  allowed: 'allowed',
};

const channels = (places: SpaceRules['only']) => places.map((place) => `<#${place.split(':').at(-1)}>`);

/** Writes the rules, one a line. Discord writes `<#id>` and `<@&id>` as names; nobody is pinged by it. */
export function describeRules({ only, except, roles, maxSteps, models, adult }: SpaceRules): Said {
  const adultWords = Object.entries(ADULT_WORDS).find(([, value]) => value === adult)?.[0];
  const everywhere =
    except.length > 0
      ? sentence('server.everywhereBut', { channels: channels(except) })
      : sentence('server.everywhere');
  return lines(
    only.length > 0 ? sentence('server.onlyIn', { channels: channels(only) }) : everywhere,
    roles.length > 0
      ? sentence('server.roles', { roles: roles.map((id) => `<@&${id}>`) })
      : sentence('server.everybody'),
    maxSteps === undefined ? sentence('server.anySteps') : sentence('server.steps', { steps: maxSteps }),
    models === undefined ? sentence('server.anyModels') : sentence('server.models', { models }),
    sentence('server.adultWords', { where: word(adultWords ?? '') }),
  );
}
