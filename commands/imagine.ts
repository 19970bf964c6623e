import { defineCommand, integer, number, optionalText, text } from '../src/chat/command.ts';
import { paint } from '../src/chat/paint.ts';
import { paintSettings } from '../src/chat/paint-settings.ts';
import { parseSize } from '../src/chat/picture-size.ts';

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
  },
  async run(interaction, services) {
    const { prompt, seed, size, steps, guidance, negative, count = 1 } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const settings = paintSettings(session, interaction.userId, {
      seed,
      steps,
      guidanceScale: guidance,
      negativePrompt: negative,
      ...(size !== undefined && parseSize(size)),
    });
    for (let index = 0; index < count; index++) {
      await paint(interaction, services, {
        said: prompt,
        caption: prompt,
        line: `"${prompt}"${count === 1 ? '' : ` (${index + 1} of ${count})`}`,
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
