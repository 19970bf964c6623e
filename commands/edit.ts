import { sentence } from '../src/sentence.ts';
import { adoptPhoto } from '../src/chat/requests/adopt.ts';
import { answersOpen } from '../src/chat/requests/answers-open.ts';
import { carryOut, findBase } from '../src/chat/requests/carry-out.ts';
import { defineCommand, image, integer, optionalText, pictureNumber } from '../src/chat/command.ts';
import { postPicture } from '../src/chat/painting/deliver.ts';
import { photoAmong } from '../src/chat/requests/given-mask.ts';
import { planWords } from '../src/chat/requests/plan-words.ts';
import { UserError } from '../src/errors.ts';

export const edit = defineCommand({
  name: 'edit',
  options: {
    instruction: optionalText(),
    picture: pictureNumber(),
    image: image(),
    mask: image(),
    seed: integer(0, 2 ** 32 - 1),
  },
  async run(interaction, services) {
    const { instruction } = interaction.options;
    const file = photoAmong(interaction.files);
    if (file !== undefined) {
      const { session, node } = await adoptPhoto(interaction, services, file);
      if (instruction === undefined) {
        return postPicture(interaction, services, session, node, {
          notes: [sentence('edit.sayWhat')],
        });
      }
    }
    if (instruction === undefined) {
      throw new UserError('EMPTY', sentence('edit.sayWhatExample'));
    }
    if (file === undefined && (await answersOpen(interaction, services, instruction))) return;
    const planned = await interaction.request.remember('plan', async () =>
      planWords(interaction, services, instruction, await findBase(interaction, services)),
    );
    if (planned !== undefined) await carryOut(interaction, services, instruction, planned);
  },
});
