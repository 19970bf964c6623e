import { defineCommand, integer, optionalText } from '../src/chat/command.ts';
import { layoutFromWords } from '../src/chat/requests/layout-words.ts';
import type { LayoutDraft } from '../src/chat/painter-links.ts';
import { UserError } from '../src/errors.ts';
import { sentence } from '../src/sentence.ts';
import type { PictureNode } from '../src/sessions/session.ts';
import { chosenPicture, noSuchPicture } from '../src/sessions/tree.ts';

/** As many regions as the painter has colours. */
const REGIONS = 12;

export const painter = defineCommand({
  name: 'painter',
  description: 'Paint a layout in your browser: a link for you alone, good once.',
  isPrivate: true,
  options: {
    prompt: optionalText('Regions to begin with: a cat on the left and a house on the right'),
    picture: integer('Number of the picture whose layout to begin with; default: the newest', 1),
  },
  async run(interaction, { sessions, planner, painterLinks }) {
    const { conversation, userId, space, roles, isAdmin, isAgeRestricted, locale, on, options } = interaction;
    const page = interaction.painterPage ?? painterLinks?.page;
    if (page === undefined || painterLinks === undefined) {
      throw new UserError(
        'NO_PAINTER',
        sentence(
          'The layout painter is a page of my web chat, and I do not know where your browser finds that. Whoever runs me sets PUBLIC_URL (see .env.example). Until then say it in words: /layout a cat on the left and a house on the right.',
        ),
      );
    }
    const session = await sessions.load(conversation);
    const { prompt, picture } = options;
    const node = chosenPicture(session, picture, on?.id);
    if (picture !== undefined && node === undefined) throw noSuchPicture(session, picture);
    const draft = prompt === undefined ? node && draftOf(node) : await layoutFromWords(planner, prompt);
    const token = await painterLinks.create(
      { conversation, userId, space, roles, isAdmin, isAgeRestricted, locale },
      draft,
    );
    const url = `${page}#link=${token}`;
    await interaction.reply({
      text: sentence(
        'Paint the layout in your browser. The link is for you alone: it opens within 15 minutes and is good for one layout.',
      ),
      buttons: [{ id: 'painter', label: sentence('Open the painter'), style: 'primary', url }],
      facts: { link: url },
    });
  },
});

/** The layout a picture was painted from, or a first one from the objects that were seen in it. */
function draftOf({ steps, objects = [], caption, width, height }: PictureNode): LayoutDraft | undefined {
  const painted = steps.findLast((step) => step.kind === 'layout');
  if (painted !== undefined || objects.length === 0) return painted;
  const segments = objects.slice(0, REGIONS).map(({ label, box: [x, y, w, h] }) => ({
    words: label,
    box: [x / width, y / height, w / width, h / height] as [number, number, number, number],
  }));
  return { prompt: caption, segments };
}
