import { lines, row, sentence } from '../src/sentence.ts';
import type { Said } from '../src/sentence.ts';
import { defineCommand, pictureNumber } from '../src/chat/command.ts';
import { describeSeconds, describeShare } from '../src/chat/painting/picture-message.ts';
import { describeStep } from '../src/planning/index.ts';
import type { PictureNode } from '../src/sessions/session.ts';
import { requirePicture } from '../src/sessions/tree.ts';

export const info = defineCommand({
  name: 'info',
  description: 'How a picture was made: seed, model, steps, time.',
  isPrivate: true,
  options: { picture: pictureNumber('Number of the picture; default: the newest') },
  async run({ options, conversation, on, reply }, { sessions }) {
    const session = await sessions.load(conversation);
    const node = requirePicture(session, options.picture, on?.id);
    const { number, parent, settings, model, method, steps, changed, seconds } = node;
    const { said, caption, width, height } = node;
    const size = { number: `#${number}`, width: String(width), height: String(height) };
    await reply({
      text: lines(
        parent === undefined
          ? sentence('{number}, {width} × {height} pixels', size)
          : sentence('{number} from #{parent}, {width} × {height} pixels', {
              ...size,
              parent: String(parent),
            }),
        sentence('said: {said}', { said }),
        caption === '' ? undefined : sentence('shows: {caption}', { caption }),
        ...steps.map((step, index) => row(' · ', [`${index + 1}`, describeStep(step)])),
        ...(model === undefined ? [] : howItWasMade({ ...node, model })),
      ),
      facts: { number, parent, plan: steps, seed: settings.seed, model, method, settings, changed, seconds },
    });
  },
});

function howItWasMade(node: PictureNode & { readonly model: string }): readonly Said[] {
  const { model, method = '', settings, changed, masks, seconds } = node;
  const ofTheModel = sentence('of the model');
  const how =
    settings.steps === 0
      ? [sentence('{method}: its own pixels, no model painted', { method })]
      : [
          sentence('model {model}, {method}, sampler {sampler}', {
            model,
            method,
            sampler: settings.sampler ?? ofTheModel,
          }),
          sentence('seed {seed}, {steps} steps, guidance {guidance}', {
            seed: String(settings.seed),
            steps: settings.steps ?? sentence('default'),
            guidance: settings.guidanceScale ?? ofTheModel,
          }),
        ];
  return [
    ...how,
    sentence('changed {share} of the picture, {count} {count|one:mask|other:masks}, {time}', {
      share: describeShare(changed),
      count: masks.length,
      time: describeSeconds(seconds),
    }),
  ];
}
