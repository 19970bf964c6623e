import { lines, row, sentence } from '../src/sentence.ts';
import type { Said } from '../src/sentence.ts';
import { defineCommand } from '../src/chat/command.ts';
import { decodePicture } from '../src/image/decode.ts';
import { contactSheet } from '../src/image/drawing.ts';
import { encodePng } from '../src/image/encode.ts';
import type { PictureNode } from '../src/sessions/session.ts';

/** As many as fit on a sheet that can still be read. */
const TILES = 24;

export const history = defineCommand({
  name: 'history',
  options: {},
  async run({ conversation, reply, idOf }, { sessions, pictures }) {
    const { pictures: nodes, current } = await sessions.load(conversation);
    if (nodes.length === 0) {
      await reply({
        text: sentence('history.empty'),
      });
      return;
    }
    const shown = nodes.slice(-TILES);
    const tiles = await Promise.all(
      shown.map(async (node) => ({
        image: await decodePicture(await pictures.get(node.picture)),
        caption: `#${node.number} ${node.said}`,
      })),
    );
    const sheet = await contactSheet(tiles, { cell: 192 });
    const other = shown.findLast(({ number }) => number !== current);
    const older = nodes.length - shown.length;
    await reply({
      text: lines(
        older > 0 ? sentence('history.older', { count: older }) : undefined,
        ...shown.map((node) => describe(node, current)),
        other === undefined ? undefined : sentence('history.goOn', { number: String(other.number) }),
      ),
      pictures: [
        {
          name: 'history.png',
          role: 'picture',
          alt: sentence('history.sheet', {
            pictures: shown.map(({ number, caption }) => `#${number} ${caption}`).join('; '),
          }),
          mediaType: 'image/png',
          data: await encodePng(sheet),
        },
      ],
      buttons: shown
        .filter(({ number }) => number !== current)
        .slice(-5)
        .map(({ number }) => ({
          id: idOf('goto', { picture: number }),
          label: sentence('history.goTo', { number: String(number) }),
        })),
    });
  },
});

const describe = ({ number, parent, said }: PictureNode, current: number): Said =>
  row(' · ', [nameOf(number, parent), said, number === current ? sentence('history.here') : undefined]);

const nameOf = (number: number, parent: number | undefined): Said =>
  parent === undefined
    ? `#${number}`
    : sentence('history.from', { number: String(number), parent: String(parent) });
