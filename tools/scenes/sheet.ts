/** A sheet of scenes or edits to look at: `npx tsx tools/scenes/sheet.ts OUT.png [FIRST_SEED] [edits] [WORDS]`. */
import sharp from 'sharp';
import { caption, unmarked } from './captions.ts';
import { newEdit } from './edits.ts';
import { loadPictures, SIDE } from './material.ts';
import { painter } from './painter.ts';
import { dice } from './random.ts';
import { newScene } from './sample.ts';
import { vocabulary, VOCABULARY } from './vocabulary.ts';

const [out = 'scenes.png', first = '90000', what = 'scenes', words] = process.argv.slice(2);
const [COLUMNS, ROWS, LABEL] = [6, 4, 30];
const paint = painter(await loadPictures());
const options = { vocabulary: vocabulary(Number(words ?? VOCABULARY.all)), heldOut: true };

const tiles: { readonly text: string; readonly data: Uint8Array }[] = [];
for (let seed = Number(first); tiles.length < COLUMNS * ROWS; seed++) {
  const roll = dice(seed, what === 'edits' ? 2 : 1);
  if (what === 'edits') {
    const { source, target, instruction, kinds } = newEdit(roll, options);
    tiles.push({ text: `${kinds.join(' + ')}:`, data: paint(source).data });
    tiles.push({ text: unmarked(instruction).text, data: paint(target).data });
  } else {
    const scene = newScene(roll, options);
    tiles.push({ text: unmarked(caption(scene, roll)).text, data: paint(scene).data });
  }
}

const label = (text: string): Buffer => {
  const lines = [text.slice(0, 42), text.slice(42, 84)].map(
    (line, row) => `<text x="3" y="${12 + row * 14}" font-size="12">${line.replaceAll('&', '&amp;')}</text>`,
  );
  return Buffer.from(
    `<svg width="${SIDE}" height="${LABEL}" font-family="sans-serif">${lines.join('')}</svg>`,
  );
};
await sharp({
  create: { width: COLUMNS * SIDE, height: ROWS * (SIDE + LABEL), channels: 3, background: 'white' },
})
  .composite(
    tiles.flatMap(({ text, data }, index) => {
      const [left, top] = [(index % COLUMNS) * SIDE, Math.floor(index / COLUMNS) * (SIDE + LABEL)];
      return [
        { input: Buffer.from(data), raw: { width: SIDE, height: SIDE, channels: 3 as const }, left, top },
        { input: label(text), left, top: top + SIDE },
      ];
    }),
  )
  .toFile(out);
