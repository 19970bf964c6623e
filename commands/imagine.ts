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
  options: {
    prompt: text(),
    seed: integer(0, SEEDS - 1),
    size: optionalText(),
    steps: integer(1, 150),
    guidance: number(0, 30),
    negative: optionalText(),
    count: integer(1, 4),
    model: modelName(),
    private: boolean(),
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
        line: count === 1 ? `"${prompt}"` : sentence('imagine.variant', { prompt, index: index + 1, count }),
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
