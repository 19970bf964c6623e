import { sentence } from '../src/sentence.ts';
import { commandButton, defineCommand, optionalText } from '../src/chat/command.ts';
import { exportPages } from '../src/chat/personal-data/export-pages.ts';
import type { OutgoingPicture } from '../src/chat/message.ts';
import { deleteUser, findUserData } from '../src/chat/personal-data/user-data.ts';

export const privacy = defineCommand({
  name: 'privacy',
  isPrivate: true,
  options: { action: optionalText(['show', 'export', 'delete']) },
  async run(interaction, services) {
    const { options, userId, reply } = interaction;
    if (options.action === 'delete') {
      const { pictures, conversations } = await deleteUser(services, userId);
      await reply({
        text: sentence('privacy.deleted', { pictures, conversations }),
      });
      return;
    }
    const data = await findUserData(services, userId);
    const nodes = data.flatMap(({ pictures }) => pictures);
    const deleteButton = (action: 'ask' | 'delete') =>
      commandButton(interaction, sentence('privacy.delete'), 'privacy', { action }, 'danger');
    // One slip of a finger shall not cost all pictures: the button asks, its answer deletes.
    if (options.action === 'ask') {
      await reply({
        text: sentence('privacy.confirm', { pictures: nodes.length, conversations: data.length }),
        buttons: [deleteButton('delete')],
      });
      return;
    }
    if (options.action !== 'export' || data.length === 0) {
      await reply({
        text: sentence('privacy.kept', { pictures: nodes.length, conversations: data.length }),
        buttons: [
          commandButton(interaction, sentence('privacy.export'), 'privacy', { action: 'export' }),
          deleteButton('ask'),
        ],
      });
      return;
    }
    for (const [page, { text, nodes: shown }] of exportPages(data).entries()) {
      const pictures = shown.map(async (node, index): Promise<OutgoingPicture | undefined> => {
        // A picture that is gone shall not keep the others back.
        const file = await services.pictures.get(node.picture).catch(() => undefined);
        return (
          file && {
            name: `picture-${page + 1}-${index + 1}.png`,
            role: 'picture',
            alt: node.caption || node.said,
            mediaType: 'image/png',
            data: file,
          }
        );
      });
      await reply({
        text,
        pictures: (await Promise.all(pictures)).filter((picture) => picture !== undefined),
        ...(page === 0 && { facts: { data } }),
      });
    }
  },
});
