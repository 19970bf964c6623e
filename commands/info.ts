import { lines, row, sentence } from '../src/sentence.ts';
import type { Said } from '../src/sentence.ts';
import { defineCommand, pictureNumber } from '../src/chat/command.ts';
import { describeSeconds, describeShare } from '../src/chat/painting/picture-message.ts';
import { describeStep } from '../src/planning/index.ts';
import type { PictureNode } from '../src/sessions/session.ts';
import { requirePicture } from '../src/sessions/tree.ts';

export const info = defineCommand({
  name: 'info',
  isPrivate: true,
  options: { picture: pictureNumber() },
  async run({ options, conversation, on, reply }, { sessions }) {
    const session = await sessions.load(conversation);
    const node = requirePicture(session, options.picture, on?.id);
    const { number, parent, settings, model, method, steps, changed, seconds } = node;
    const { said, caption, width, height } = node;
    const size = { number: `#${number}`, width: String(width), height: String(height) };
    await reply({
      text: lines(
        parent === undefined
          ? sentence('info.first', size)
          : sentence('info.derived', {
              ...size,
              parent: String(parent),
            }),
        sentence('info.said', { said }),
        caption === '' ? undefined : sentence('info.caption', { caption }),
        ...steps.map((step, index) => row(' · ', [`${index + 1}`, describeStep(step)])),
        ...(model === undefined ? [] : howItWasMade({ ...node, model })),
      ),
      facts: { number, parent, plan: steps, seed: settings.seed, model, method, settings, changed, seconds },
    });
  },
});

function howItWasMade(node: PictureNode & { readonly model: string }): readonly Said[] {
  const { model, method = '', settings, changed, masks, seconds } = node;
  const ofTheModel = sentence('info.modelDefault');
  const how =
    settings.steps === 0
      ? [sentence('info.copied', { method })]
      : [
          sentence('info.model', {
            model,
            method,
            sampler: settings.sampler ?? ofTheModel,
          }),
          sentence('info.settings', {
            seed: String(settings.seed),
            steps: settings.steps === undefined ? sentence('info.default') : String(settings.steps),
            guidance: settings.guidanceScale === undefined ? ofTheModel : { amount: settings.guidanceScale },
          }),
        ];
  return [
    ...how,
    sentence('info.changed', {
      share: describeShare(changed),
      count: masks.length,
      time: describeSeconds(seconds),
    }),
  ];
}
