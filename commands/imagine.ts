import { sentence } from '../src/sentence.ts';
import {
  boolean,
  defineCommand,
  modelName,
  integer,
  number,
  optionalText,
  text,
} from '../src/chat/command.ts';
import { assertModel } from '../src/chat/requests/choose-model.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { parseSize } from '../src/chat/requests/picture-size.ts';

const SEEDS = 2 ** 32;

export const imagine = defineCommand({
  name: 'imagine',
  description: 'Paint a picture from words.',
  options: {
    prompt: text('What to paint: a cat and a dog on grass'),
    seed: integer('Same seed, same picture', 0, SEEDS - 1),
    size: optionalText('Width x height in pixels: 512x512'),
    steps: integer('More steps, finer picture, longer wait', 1, 150),
    guidance: number('How closely to follow the words', 0, 30),
    negative: optionalText('What shall not be there'),
    count: integer('How many pictures, each with the next seed', 1, 4),
    model: modelName('The model that paints; default: the usual one'),
    private: boolean('Only you see it, here where others read along'),
  },
  async run(interaction, services) {
    const { prompt, seed, size, steps, guidance, negative, model, count = 1 } = interaction.options;
    assertModel(model, services);
    const session = await services.sessions.load(interaction.conversation);
    const settings = await interaction.request.remember('settings', () =>
      paintSettings(session, interaction.userId, {
        seed,
        steps,
        guidanceScale: guidance,
        negativePrompt: negative,
        model,
        ...(size !== undefined && parseSize(size)),
      }),
    );
    for (let index = 0; index < count; index++) {
      await paint(interaction, services, {
        said: prompt,
        caption: prompt,
        line:
          count === 1
            ? `"${prompt}"`
            : sentence('"{prompt}" ({index} of {count})', { prompt, index: index + 1, count }),
        steps: [
          {
            kind: 'generate',
            prompt,
            ...(settings.negativePrompt !== undefined && { negativePrompt: settings.negativePrompt }),
          },
        ],
        settings: { ...settings, seed: (settings.seed + index) % SEEDS },
      });
    }
  },
});
