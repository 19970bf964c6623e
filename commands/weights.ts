import { defineCommand, optionalText, pictureNumber } from '../src/chat/command.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { weightsButton } from '../src/chat/painting/picture-forms.ts';
import { readWeights, weighedSteps, weightsOf, writeWeights } from '../src/chat/requests/weights.ts';
import { UserError } from '../src/errors.ts';
import { describePlan } from '../src/planning/index.ts';
import { lines, sentence } from '../src/sentence.ts';
import { captionAfter } from '../src/sessions/caption.ts';
import { findPicture, requirePicture } from '../src/sessions/tree.ts';

export const weights = defineCommand({
  name: 'weights',
  options: {
    weights: optionalText(),
    picture: pictureNumber(),
  },
  async run(interaction, services) {
    const { picture, weights: said } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const node = requirePicture(session, picture, interaction.on?.id);
    const known = weightsOf(node);
    if (known.length === 0)
      throw new UserError(
        'NO_WEIGHTS',
        sentence('weights.none', {
          number: String(node.number),
        }),
      );
    if (said === undefined) {
      await interaction.reply({
        text: lines(writeWeights(known), sentence('weights.usage', { example: `${known[0]?.words} 1.5` })),
        buttons: [...weightsButton(interaction, node)],
      });
      return;
    }
    const steps = weighedSteps(node, readWeights(said, known));
    if (steps.length === 0) throw new UserError('EMPTY', sentence('weights.allZero'));
    // Words of a prompt are weighed on the picture itself, parts of an edit on the picture before it.
    const isEdit = steps.some((step) => step.kind !== 'reword');
    const before = node.parent === undefined ? undefined : findPicture(session, node.parent);
    const base = isEdit ? before : node;
    await paint(interaction, services, {
      said: node.said,
      base,
      steps,
      ...(isEdit && { region: node.region }),
      caption: captionAfter(base?.caption ?? '', steps),
      line: sentence('again.line', { plan: describePlan({ steps: [...steps], protect: [] }) }),
      settings: node.settings,
    });
  },
});
