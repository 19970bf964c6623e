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
  description: 'Change a picture as you say it; plain words and replies do the same.',
  options: {
    instruction: optionalText('What to change: replace the cat with a horse and make the dog blue'),
    picture: pictureNumber('Number of the picture to change; default: the newest'),
    image: image('A photo of yours to change'),
    mask: image('A picture that is white where something may change'),
    seed: integer('Same seed, same picture', 0, 2 ** 32 - 1),
  },
  async run(interaction, services) {
    const { instruction } = interaction.options;
    const file = photoAmong(interaction.files);
    if (file !== undefined) {
      const { session, node } = await adoptPhoto(interaction, services, file);
      if (instruction === undefined) {
        return postPicture(interaction, services, session, node, {
          notes: [sentence('Say what to change in it.')],
        });
      }
    }
    if (instruction === undefined) {
      throw new UserError('EMPTY', sentence('Say what to change, for example: /edit make the cat blue.'));
    }
    if (file === undefined && (await answersOpen(interaction, services, instruction))) return;
    const planned = await interaction.request.remember('plan', async () =>
      planWords(interaction, services, instruction, await findBase(interaction, services)),
    );
    if (planned !== undefined) await carryOut(interaction, services, instruction, planned);
  },
});
