/** Draws a picture again as a caption says: `node --import tsx examples/redraw.ts picture.png "a tiger on grass" out.png 0.6` */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../src/engine/index.ts';
import { decodePicture } from '../src/image/decode.ts';
import { encodePng } from '../src/image/encode.ts';
import type { RgbImage } from '../src/image/image.ts';
import { silent } from '../src/log.ts';

const [file = 'picture.png', prompt = 'a tiger on grass', out = 'redrawn.png', strength = '0.6'] =
  process.argv.slice(2);
const model = join(import.meta.dirname, '../models/pocket');

const engine = await createEngine({ imageModel: model, editModel: model, log: silent });
// With `preset: 'cmu'` the figures of the poster: 150 steps, 0.4…0.55 of them run, guidance 12…15.
const result = await engine.run(
  {
    steps: [{ kind: 'redraw', prompt, strength: Number(strength) }],
    source: await decodePicture(await readFile(file)),
    settings: { seed: 7 },
  },
  () => {},
  new AbortController().signal,
);
await writeFile(out, await encodePng(result.picture as RgbImage));
await engine.dispose();
console.log(`${out}: ${prompt}, by ${result.method}`);
