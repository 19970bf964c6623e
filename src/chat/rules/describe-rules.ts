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
      ? sentence('I work: everywhere but {channels}', { channels: channels(except) })
      : sentence('I work: everywhere');
  return lines(
    only.length > 0 ? sentence('I work: only in {channels}', { channels: channels(only) }) : everywhere,
    roles.length > 0
      ? sentence('For: {roles}', { roles: roles.map((id) => `<@&${id}>`) })
      : sentence('For: everybody'),
    maxSteps === undefined
      ? sentence('Steps: as many as I can')
      : sentence('Steps: at most {steps}', { steps: maxSteps }),
    models === undefined ? sentence('Models: all that I have') : sentence('Models: {models}', { models }),
    sentence('Words about naked people and violence: {where}', { where: word(adultWords ?? '') }),
  );
}
