import { sentence } from '../src/sentence.ts';
import { commandButton, defineCommand, optionalText } from '../src/chat/command.ts';
import { deleteUser, findUserData } from '../src/chat/user-data.ts';

/** As many pictures as every platform takes in one message. */
const PICTURES = 9;

export const privacy = defineCommand({
  name: 'privacy',
  description: 'See, take along or delete everything I keep of you.',
  isPrivate: true,
  options: { action: optionalText('What to do', ['show', 'export', 'delete']) },
  async run(interaction, services) {
    const { options, userId, reply } = interaction;
    if (options.action === 'delete') {
      const { pictures, conversations } = await deleteUser(services, userId);
      await reply({
        text: sentence(
          'Deleted: {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, your settings, jobs and open questions.',
          { pictures, conversations },
        ),
      });
      return;
    }
    const data = await findUserData(services, userId);
    const nodes = data.flatMap(({ pictures }) => pictures);
    if (options.action !== 'export') {
      await reply({
        text: sentence(
          'Of you I keep {pictures} {pictures|one:picture|other:pictures} in {conversations} {conversations|one:conversation|other:conversations}, with what you said and how each was made. Nothing leaves this machine.',
          { pictures: nodes.length, conversations: data.length },
        ),
        buttons: [
          commandButton(interaction, sentence('Export'), 'privacy', { action: 'export' }),
          commandButton(
            interaction,
            sentence('Delete everything'),
            'privacy',
            { action: 'delete' },
            'danger',
          ),
        ],
      });
      return;
    }
    await reply({ text: JSON.stringify(data, undefined, 1), facts: { data } });
    for (let from = 0; from < nodes.length; from += PICTURES) {
      const some = nodes.slice(from, from + PICTURES);
      await reply({
        text: some.map(({ number, said }) => `#${number} ${said}`).join('\n'),
        pictures: await Promise.all(
          some.map(async (node, index) => ({
            name: `picture-${from + index + 1}.png`,
            role: 'picture' as const,
            alt: node.caption || node.said,
            mediaType: 'image/png' as const,
            data: await services.pictures.get(node.picture),
          })),
        ),
      });
    }
  },
});
