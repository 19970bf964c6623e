/** Shows where words are in a picture while it is painted. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, encodePng, overlay, type RgbImage } from 'limner/engine';
import { wordsOr } from './words.ts';

const [prompt, words, folder, steps] = wordsOr(
  'heat-map.ts ["a cat on grass"] [cat,grass] [folder] [steps]',
  'a cat on grass',
  'cat',
  'out',
  '20',
);
const settings = { seed: 7, steps: Number(steps), attempts: 1 };
const { signal } = new AbortController();

const engine = await createEngine();
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
