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
  isPrivate: true,
  adminOnly: true,
  options: {
    channel: optionalText(HERE),
    role: optionalText(),
    models: modelName(),
    maxsteps: integer(1, 150),
    adult: optionalText(Object.keys(ADULT_WORDS)),
    reset: boolean(),
  },
  async run({ options, place, space, isAdmin, reply }, { spaceRules, models: offered = [] }) {
    if (space === undefined || spaceRules === undefined)
      throw new UserError('NO_SERVER', sentence('server.direct'));
    if (!isAdmin) throw new UserError('ADMINS_ONLY', sentence('server.adminsOnly'));
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
      sentence('server.role', {
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
