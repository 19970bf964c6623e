/**
 * Changes words of what a photo shows and keeps the rest: inversion, then Prompt-to-Prompt.
 * `node --import tsx examples/reword.ts photo.png "a red car on the road" "a blue car on the road" out.png`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../src/engine/index.ts';
import { decodePicture } from '../src/image/decode.ts';
import { encodePng } from '../src/image/encode.ts';
import type { RgbImage } from '../src/image/image.ts';
import { silent } from '../src/log.ts';

const [
  file = 'photo.png',
  source = 'a red car on the road',
  prompt = 'a blue car on the road',
  out = 'out.png',
  steps,
] = process.argv.slice(2);
const model = join(import.meta.dirname, '../models/pocket');

const engine = await createEngine({ imageModel: model, editModel: model, log: silent });
const result = await engine.run(
  {
    steps: [{ kind: 'reword', edit: 'replace', prompt, source }],
    source: await decodePicture(await readFile(file)),
    // `inversion: 'null-text'` optimises the empty prompt instead; `crossSteps`, `selfSteps`: how long attention is kept.
    settings: { seed: 7, ...(steps !== undefined && { steps: Number(steps) }) },
  },
  () => {},
  new AbortController().signal,
);
await writeFile(out, await encodePng(result.picture as RgbImage));
await engine.dispose();
console.log(`${out}: ${prompt}, by ${result.method}`);
