/**
 * Changes words of what a photo shows and keeps the rest: inversion, then Prompt-to-Prompt.
 * `node --import tsx examples/reword.ts picture.png "a cat on grass" "a tiger on grass" reworded.png`
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../src/engine/index.ts';
import { decodePicture } from '../src/image/decode.ts';
import { encodePng } from '../src/image/encode.ts';
import type { RgbImage } from '../src/image/image.ts';
import { silent } from '../src/log.ts';

const [
  file = 'picture.png',
  source = 'a cat on grass',
  prompt = 'a tiger on grass',
  out = 'reworded.png',
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
