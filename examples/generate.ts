/** Paints a picture from words: `node --import tsx examples/generate.ts "a cat on grass" 7 cat.png` */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../src/engine/index.ts';
import type { RgbImage } from '../src/image/image.ts';
import { encodePng } from '../src/image/encode.ts';
import { silent } from '../src/log.ts';

const [prompt = 'a cat on grass', seed = '7', file = 'picture.png'] = process.argv.slice(2);
const model = join(import.meta.dirname, '../models/pocket');

const engine = await createEngine({ imageModel: model, editModel: model, log: silent });
const { picture, seconds } = await engine.run(
  { steps: [{ kind: 'generate', prompt }], settings: { seed: Number(seed) } },
  ({ step, count }) => process.stderr.write(`\r${step} of ${count}`),
  new AbortController().signal,
);
await writeFile(file, await encodePng(picture as RgbImage));
await engine.dispose();
console.log(`\n${file}: ${prompt}, ${seconds.toFixed(1)} s`);
