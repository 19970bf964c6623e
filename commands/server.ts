import { sentence } from '../src/sentence.ts';
import { boolean, defineCommand, integer, modelName, optionalText } from '../src/chat/command.ts';
import { assertModel } from '../src/chat/requests/choose-model.ts';
import { ADULT_WORDS, describeRules } from '../src/chat/rules/describe-rules.ts';
import { noRules, RULES_COMMAND } from '../src/chat/rules/space-rules.ts';
import type { SpaceRules } from '../src/chat/rules/space-rules.ts';
import { UserError } from '../src/errors.ts';

const HERE = ['only here', 'not here', 'everywhere'];

export const server = defineCommand({
  name: RULES_COMMAND,
  description: 'The rules of this server: where and for whom I work. Alone it shows them.',
  isPrivate: true,
  adminOnly: true,
  options: {
    channel: optionalText('Whether I work in this channel', HERE),
    role: optionalText('Only people with this role may use me; "everyone" lets all in again'),
    models: modelName('Models that may be chosen: names with commas; "all" allows every one'),
    maxsteps: integer('Most steps that a picture may take', 1, 150),
    adult: optionalText('Where words about naked people and violence are allowed', Object.keys(ADULT_WORDS)),
    reset: boolean('No rules any more'),
  },
  async run({ options, place, space, isAdmin, reply }, { spaceRules, models: offered = [] }) {
    if (space === undefined || spaceRules === undefined)
      throw new UserError(
        'NO_SERVER',
        sentence('There are no rules in a direct conversation. Use this on a server.'),
      );
    if (!isAdmin)
      throw new UserError(
        'ADMINS_ONLY',
        sentence('Only somebody who manages this server can see and set its rules.'),
      );
    const { channel, role, models, maxsteps, adult, reset } = options;
    const before = reset === true ? noRules : await spaceRules.load(space);
    const after: SpaceRules = {
      ...before,
      ...placesAfter(before, channel, place),
      ...(role !== undefined && { roles: rolesAfter(before, role) }),
      ...(models !== undefined && { models: modelsAfter(models, offered) }),
      ...(maxsteps !== undefined && { maxSteps: maxsteps }),
      ...(adult !== undefined && { adult: ADULT_WORDS[adult] ?? before.adult }),
    };
    await spaceRules.save(space, after);
    await reply({ text: describeRules(after), facts: { rules: after } });
  },
});

function placesAfter(
  { only, except }: SpaceRules,
  channel: string | undefined,
  here: SpaceRules['only'][number],
) {
  const others = (places: SpaceRules['only']) => places.filter((place) => place !== here);
  if (channel === 'only here') return { only: [...others(only), here], except: others(except) };
  if (channel === 'not here') return { only: others(only), except: [...others(except), here] };
  return channel === 'everywhere' ? { only: [], except: [] } : {};
}

function rolesAfter({ roles }: SpaceRules, role: string): readonly string[] {
  if (/^@?everyone$/iu.test(role.trim())) return [];
  const id = /\d{5,}/u.exec(role)?.[0];
  if (id === undefined)
    throw new UserError(
      'BAD_ROLE',
      sentence('Name the role with @, so that I see which one is meant; I got "{words}".', {
        words: role.slice(0, 40),
      }),
    );
  return [...roles.filter((known) => known !== id), id];
}

function modelsAfter(words: string, offered: readonly string[]): SpaceRules['models'] {
  if (/^all$/iu.test(words.trim())) return undefined;
  const names = words.split(/[\s,]+/u).filter((name) => name !== '');
  for (const name of names) assertModel(name, { models: offered });
  return names;
}
