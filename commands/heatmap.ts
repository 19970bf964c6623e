import { defineCommand, pictureNumber, text } from '../src/chat/command.ts';
import { listedWords } from '../src/chat/requests/listed-words.ts';
import { paint } from '../src/chat/painting/paint.ts';
import { paintSettings } from '../src/chat/painting/paint-settings.ts';
import { sentence } from '../src/sentence.ts';
import { findPicture, requirePicture } from '../src/sessions/tree.ts';

export const heatmap = defineCommand({
  name: 'heatmap',
  options: {
    words: text(),
    picture: pictureNumber(),
  },
  async run(interaction, services) {
    const { words, picture } = interaction.options;
    const session = await services.sessions.load(interaction.conversation);
    const node = requirePicture(session, picture, interaction.on?.id, sentence('describe.noPictureYet'));
    const asked = listedWords(words);
    // An edit is looked at where it was made: on the picture before it, with its own words.
    const edits = node.steps.flatMap((step) => (step.kind === 'instruct' ? [step.instruction] : []));
    const before = node.parent === undefined ? undefined : findPicture(session, node.parent);
    const instruction = edits.join(', ');
    const isOfEdit =
      before !== undefined && asked.some((each) => instruction.toLowerCase().includes(each.toLowerCase()));
    const base = isOfEdit ? before : node;
    const settings = paintSettings(session, interaction.userId, isOfEdit ? node.settings : {});
    await paint(interaction, services, {
      said: words,
      base,
      caption: base.caption,
      line: sentence('describe.lookingFor', { words: asked }),
      steps: [{ kind: 'inspect', question: 'attention', words: asked, ...(isOfEdit && { instruction }) }],
      settings,
    });
  },
});
