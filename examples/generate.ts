/** Paints a picture from words. */
import { writeFile } from 'node:fs/promises';
import { createEngine, encodePng, type RgbImage } from 'limner/engine';
import { wordsOr } from './words.ts';

const [prompt, seed, file] = wordsOr(
  'generate.ts ["a cat on grass"] [seed] [picture.png]',
  'a cat on grass',
  '7',
  'out/picture.png',
);

const engine = await createEngine();
const { picture, seconds } = await engine.run(
  { steps: [{ kind: 'generate', prompt }], settings: { seed: Number(seed) } },
  ({ step, count }) => process.stderr.write(`\r${step} of ${count}`),
  new AbortController().signal,
);
await writeFile(file, await encodePng(picture as RgbImage));
await engine.dispose();
console.log(`\n${file}: ${prompt}, ${seconds.toFixed(1)} s`);
