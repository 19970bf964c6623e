/** Shows where words are in a picture while it is painted: `node --import tsx examples/heat-map.ts "a cat on grass" cat,grass` */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../src/engine/index.ts';
import { overlay } from '../src/image/drawing.ts';
import { encodePng } from '../src/image/encode.ts';
import type { RgbImage } from '../src/image/image.ts';
import { silent } from '../src/log.ts';

const [prompt = 'a cat on grass', words = 'cat', folder = '.', steps = '20'] = process.argv.slice(2);
const model = join(import.meta.dirname, '../models/pocket');
const settings = { seed: 7, steps: Number(steps), attempts: 1 };
const { signal } = new AbortController();

const engine = await createEngine({ imageModel: model, editModel: model, log: silent });
const painted = await engine.run({ steps: [{ kind: 'generate', prompt }], settings }, () => {}, signal);
const source = painted.picture as RgbImage;
const { masks } = await engine.run(
  {
    steps: [{ kind: 'inspect', question: 'attention', words: words.split(',') }],
    source,
    sourcePrompt: prompt,
    sourceSettings: settings,
    settings,
  },
  () => {},
  signal,
);
for (const { keyword, mask, heat } of masks) {
  await writeFile(join(folder, `heat-${keyword}.png`), await encodePng(overlay(source, mask)));
  console.log(keyword, heat);
}
await engine.dispose();
