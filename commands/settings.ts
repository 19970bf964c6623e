import { lines, sentence } from '../src/sentence.ts';
import { boolean, defineCommand, integer, modelName, number, optionalText } from '../src/chat/command.ts';
import type { Services } from '../src/chat/command.ts';
import { assertModel } from '../src/chat/requests/choose-model.ts';
import { describeMoveMethod, MOVE_METHODS } from '../src/chat/requests/move-methods.ts';
import { readSetting, SETTING_NAMES } from '../src/chat/painting/paint-settings.ts';
import { parseSize } from '../src/chat/requests/picture-size.ts';
import { languageName, languages, tell } from '../src/chat/words/index.ts';
import { UserError } from '../src/errors.ts';
import { setSetting } from '../src/sessions/tree.ts';

export const settings = defineCommand({
  name: 'settings',
  description: 'Your defaults in this conversation: seed, size, steps and so on. Alone it shows them.',
  isPrivate: true,
  options: {
    seed: integer('The same seed for all pictures', 0, 2 ** 32 - 1),
    size: optionalText('Width x height in pixels: 512x512'),
    steps: integer('More steps, finer picture, longer wait', 1, 150),
    guidance: number('How closely to follow the words', 0, 30),
    imageguidance: number('How closely to keep to the picture in an edit', 0, 10),
    sampler: optionalText('Sampler: euler_ancestral, euler, ddim and others'),
    negative: optionalText('What shall never be there'),
    model: modelName('The model that paints, or edits when it follows instructions'),
    masks: optionalText('Where masks of edits come from', ['attention', 'difference', 'detector', 'sam']),
    method: optionalText(
      'How things are moved: copy keeps every pixel, palaev repaints by gradients',
      MOVE_METHODS,
    ),
    language: optionalText('In which language I answer you, everywhere', [...languages, 'auto']),
    clipskip: integer('Last layers of the text encoder left out; "Clip skip 2" elsewhere is 1 here', 0, 11),
    cross: number('Rewording: until which share of the steps words keep their places', 0, 1),
    self: number('Rewording: until which share of the steps shapes are kept', 0, 1),
    inversion: optionalText('Rewording: how photos are found again', ['negative-prompt', 'null-text']),
    everyone: boolean('For everybody here (admins)'),
    reset: boolean('Back to the defaults of the model'),
  },
  async run(
    { options, conversation, userId, isAdmin, reply, locale },
    { sessions, models, languages: chosen, commands },
  ) {
    const { clipskip, everyone, reset, size, imageguidance, masks, language, ...others } = options;
    assertModel(options.model, { models: models ?? [] });
    if (language !== undefined) await chosen?.choose(userId, language === 'auto' ? undefined : language);
    if (everyone === true && !isAdmin)
      throw new UserError(
        'ADMINS_ONLY',
        sentence('Only somebody who manages this place can set that for everybody.'),
      );
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
      ...(set.length === 0 ? [sentence('Everything is as the model card says.')] : set),
      changed.length === 0 && language === undefined
        ? sentence('You can set: {names}.', { names: settableBy(commands) })
        : undefined,
      describeMoveMethod(readSetting(session, userId, 'method')),
      own === undefined
        ? undefined
        : sentence('I answer you in {language}.', { language: languageName(own) }),
      sentence(
        'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.',
      ),
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
