import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineRequest } from '../../src/engine/engine.ts';
import { createEngine } from '../../src/engine/index.ts';
import { contactSheet } from '../../src/image/drawing.ts';
import { encodePng } from '../../src/image/encode.ts';
import type { RgbImage } from '../../src/image/image.ts';
import { silent } from '../../src/log.ts';
import { SIDE } from './pocket/backgrounds.ts';
import { shortCaption } from './pocket/captions.ts';
import { makeEdit } from './pocket/edits.ts';
import { dice } from '../scenes/random.ts';
import { plainStep } from './pocket/requests.ts';
import { newScene } from './pocket/scenes.ts';

/**
 * `npx tsx tools/eval/contact-sheet.ts [SEED]`: 24 pictures with their prompts and 24 edits as source, result and truth, on
 * seeds nobody trained on, into the folder of the embedded model; prints the words in the order of the pictures.
 */
const COUNT = 24;
const CELL = 144;
const FIRST = Number(process.argv[2] ?? 100_000);
const folder = fileURLToPath(new URL('../../models/pocket', import.meta.url));
const engine = await createEngine({ imageModel: folder, editModel: folder, log: silent });

async function paint(request: EngineRequest): Promise<RgbImage> {
  const { picture } = await engine.run(request, () => {}, new AbortController().signal);
  if (picture === undefined) throw new TypeError('the engine only looked, it should have painted');
  return picture;
}
type Tile = { readonly image: RgbImage; readonly caption: string };
const save = async (name: string, tiles: readonly Tile[], columns: number): Promise<void> =>
  writeFile(join(folder, name), await encodePng(await contactSheet(tiles, { cell: CELL, columns })));

const pictures: Tile[] = [];
const triples: Tile[] = [];
for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
  const roll = dice(seed, 1);
  const scene = newScene(roll);
  const { text: prompt } = shortCaption(scene, roll);
  console.log(`picture ${seed - FIRST + 1}: ${prompt}`);
  pictures.push({
    image: await paint({ steps: [{ kind: 'generate', prompt }], settings: { seed } }),
    caption: `${seed - FIRST + 1}`,
  });
}
await save('pictures.png', pictures, 6);
for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
  const pair = makeEdit(seed);
  const { instruction, before, after } = pair;
  console.log(`edit ${seed - FIRST + 1}: ${instruction}`);
  const source = { width: SIDE, height: SIDE, data: before.data };
  const result = await paint({ steps: [plainStep(pair)], source, settings: { seed } });
  triples.push(
    { image: source, caption: `${seed - FIRST + 1} source` },
    { image: result, caption: 'result' },
    { image: { ...source, data: after.data }, caption: 'truth' },
  );
}
await save('edits.png', triples, 9);
await engine.dispose();
