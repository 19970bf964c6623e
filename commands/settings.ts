import { boolean, defineCommand, integer, number, optionalText } from '../src/chat/command.ts';
import { readSetting, SETTING_NAMES } from '../src/chat/paint-settings.ts';
import { parseSize } from '../src/chat/picture-size.ts';
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
    masks: optionalText('Where masks of edits come from', ['attention', 'difference', 'detector']),
    everyone: boolean('For everybody here (admins)'),
    reset: boolean('Back to the defaults of the model'),
  },
  async run({ options, conversation, userId, isAdmin, reply }, { sessions }) {
    const { everyone = false, reset = false, size, imageguidance, masks, ...others } = options;
    if (everyone && !isAdmin)
      throw new UserError('ADMINS_ONLY', 'Only somebody who manages this place can set that for everybody.');
    const said = {
      ...others,
      imageGuidance: imageguidance,
      maskSource: masks,
      ...(size !== undefined && parseSize(size)),
    };
    const owner = everyone ? '' : `${userId}/`;
    const changed = SETTING_NAMES.filter((name) => reset || said[name] !== undefined);
    const session = await sessions.change(conversation, (before) =>
      changed.reduce((changing, name) => setSetting(changing, owner + name, said[name]), before),
    );
    const lines = SETTING_NAMES.flatMap((name) => {
      const value = readSetting(session, userId, name);
      return value === undefined ? [] : [`${name}: ${value}`];
    });
    await reply({
      text: [
        lines.length === 0 ? 'Everything is as the model card says.' : lines.join('\n'),
        'Change it like this: /settings steps:30 size:512x512. Back to the defaults: /settings reset:yes.',
      ].join('\n'),
      facts: { settings: session.settings },
    });
  },
});
