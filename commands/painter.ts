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
  isPrivate: true,
  options: {
    prompt: optionalText(),
    picture: integer(1),
  },
  async run(interaction, { sessions, planner, painterLinks }) {
    const { conversation, userId, space, roles, isAdmin, isAgeRestricted, locale, on, options } = interaction;
    const page = interaction.painterPage ?? painterLinks?.page;
    if (page === undefined || painterLinks === undefined) {
      throw new UserError('NO_PAINTER', sentence('painter.noUrl'));
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
      text: sentence('painter.link'),
      buttons: [{ id: 'painter', label: sentence('painter.open'), style: 'primary', url }],
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
