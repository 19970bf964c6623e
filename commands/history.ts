import { defineCommand } from '../src/chat/command.ts';
import { decodePicture } from '../src/image/decode.ts';
import { contactSheet } from '../src/image/drawing.ts';
import { encodePng } from '../src/image/encode.ts';
import type { PictureNode } from '../src/sessions/session.ts';

/** As many as fit on a sheet that can still be read. */
const TILES = 24;

export const history = defineCommand({
  name: 'history',
  description: 'All pictures of this conversation on one sheet.',
  options: {},
  async run({ conversation, reply, idOf }, { sessions, pictures }) {
    const { pictures: nodes, current } = await sessions.load(conversation);
    if (nodes.length === 0) {
      await reply({ text: 'Nothing has been painted here yet. Start with /imagine a cat on grass.' });
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
    const lines = shown.map((node) => describe(node, current));
    const left = nodes.length - shown.length;
    await reply({
      text: [
        ...(left > 0 ? [`(${left} older)`] : []),
        ...lines,
        'Say "go back to #2" to work on from there.',
      ].join('\n'),
      pictures: [
        {
          name: 'history.png',
          role: 'picture',
          alt: `Contact sheet: ${shown.map(({ number, caption }) => `#${number} ${caption}`).join('; ')}`.slice(
            0,
            1000,
          ),
          mediaType: 'image/png',
          data: await encodePng(sheet),
        },
      ],
      buttons: shown
        .filter(({ number }) => number !== current)
        .slice(-5)
        .map(({ number }) => ({ id: idOf('goto', { picture: number }), label: `Go to #${number}` })),
    });
  },
});

const describe = ({ number, parent, said }: PictureNode, current: number): string =>
  `#${number}${parent === undefined ? '' : ` from #${parent}`} · ${said}${number === current ? '  ← here' : ''}`;
