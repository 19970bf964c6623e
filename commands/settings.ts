import { lines, sentence } from '../src/sentence.ts';
import { boolean, defineCommand, integer, modelName, number, optionalText } from '../src/chat/command.ts';
import type { Services } from '../src/chat/command.ts';
import { assertModel } from '../src/chat/requests/choose-model.ts';
import { describeMoveMethod, MOVE_METHODS } from '../src/chat/requests/move-methods.ts';
import { readSetting, SETTING_NAMES } from '../src/chat/painting/paint-settings.ts';
import { parseSize } from '../src/chat/requests/picture-size.ts';
import { languageName, languages } from '../src/locales/catalog.ts';
import { tell } from '../src/locales/tell.ts';
import { UserError } from '../src/errors.ts';
import { setSetting } from '../src/sessions/tree.ts';

export const settings = defineCommand({
  name: 'settings',
  isPrivate: true,
  options: {
    seed: integer(0, 2 ** 32 - 1),
    size: optionalText(),
    steps: integer(1, 150),
    guidance: number(0, 30),
    imageguidance: number(0, 10),
    sampler: optionalText(),
    negative: optionalText(),
    model: modelName(),
    masks: optionalText(['attention', 'difference', 'detector', 'sam']),
    method: optionalText(MOVE_METHODS),
    language: optionalText([...languages, 'auto']),
    clipskip: integer(0, 11),
    cross: number(0, 1),
    self: number(0, 1),
    inversion: optionalText(['negative-prompt', 'null-text']),
    everyone: boolean(),
    reset: boolean(),
  },
  async run(
    { options, conversation, userId, isAdmin, reply, locale },
    { sessions, models, languages: chosen, commands },
  ) {
    const { clipskip, everyone, reset, size, imageguidance, masks, language, ...others } = options;
    assertModel(options.model, { models: models ?? [] });
    if (language !== undefined) await chosen?.choose(userId, language === 'auto' ? undefined : language);
    if (everyone === true && !isAdmin) throw new UserError('ADMINS_ONLY', sentence('settings.adminsOnly'));
    const given = {
      ...others,
      imageGuidance: imageguidance,
      maskSource: masks,
      clipSkip: clipskip,
      ...(size !== undefined && parseSize(size)),
    };
    const owner = everyone === true ? '' : `${userId}/`;
    const changed = SETTING_NAMES.filter((name) => reset === true || given[name] !== undefined);
    const session = await sessions.change(conversation, (before) =>
      changed.reduce((changing, name) => setSetting(changing, owner + name, given[name]), before),
    );
    const own = await chosen?.of(userId);
    const set = SETTING_NAMES.flatMap((name) => {
      const value = readSetting(session, userId, name);
      return value === undefined ? [] : [`${name}: ${value}`];
    });
    const said = lines(
      ...(set.length === 0 ? [sentence('settings.defaults')] : set),
      changed.length === 0 && language === undefined
        ? sentence('settings.names', { names: settableBy(commands) })
        : undefined,
      describeMoveMethod(readSetting(session, userId, 'method')),
      own === undefined ? undefined : sentence('settings.language', { language: languageName(own) }),
      sentence('settings.usage'),
    );
    await reply({
      // The answer itself is the first thing in the language just chosen.
      text: tell(own ?? locale, said),
      facts: { settings: session.settings },
    });
  },
});

/** What somebody may set for themselves, by the names of the options. */
const settableBy = (commands: Services['commands']): readonly string[] =>
  Object.keys(commands.find(({ name }) => name === 'settings')?.options ?? {}).filter(
    (name) => name !== 'everyone' && name !== 'reset',
  );
