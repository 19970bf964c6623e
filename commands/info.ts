import { defineCommand, integer } from '../src/chat/command.ts';
import { describeSeconds, describeShare } from '../src/chat/picture-message.ts';
import { describeStep } from '../src/planning/index.ts';
import { basePicture, findPicture, noSuchPicture } from '../src/sessions/tree.ts';

export const info = defineCommand({
  name: 'info',
  description: 'How a picture was made: seed, model, steps, time.',
  isPrivate: true,
  options: { picture: integer('Number of the picture; default: the newest', 1) },
  async run({ options, conversation, on, reply }, { sessions }) {
    const session = await sessions.load(conversation);
    const node =
      options.picture === undefined ? basePicture(session, on?.id) : findPicture(session, options.picture);
    if (node === undefined) throw noSuchPicture(session, options.picture ?? 1);
    const { number, parent, settings, model, method, steps, changed, seconds, masks } = node;
    const lines = [
      `#${number}${parent === undefined ? '' : ` from #${parent}`}, ${node.width} × ${node.height} pixels`,
      `said: ${node.said}`,
      ...(node.caption === '' ? [] : [`shows: ${node.caption}`]),
      ...steps.map((step, index) => `${index + 1} · ${describeStep(step)}`),
      ...(model === undefined
        ? []
        : [
            `model ${model}, ${method}, sampler ${settings.sampler ?? 'of the model'}`,
            `seed ${settings.seed}, ${settings.steps ?? 'default'} steps, guidance ${settings.guidanceScale ?? 'of the model'}`,
            `changed ${describeShare(changed)} of the picture, ${masks.length} mask${masks.length === 1 ? '' : 's'}, ${describeSeconds(seconds)}`,
          ]),
    ];
    await reply({
      text: lines.join('\n'),
      facts: { number, parent, plan: steps, seed: settings.seed, model, method, settings, changed, seconds },
    });
  },
});
