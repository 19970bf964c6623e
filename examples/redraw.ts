/** Draws a picture again as a caption says. */
import { readFile, writeFile } from 'node:fs/promises';
import { createEngine, decodePicture, encodePng, type RgbImage } from 'limner/engine';
import { wordsOr } from './words.ts';

const [file, prompt, out, strength] = wordsOr(
  'redraw.ts [picture.png] ["a tiger on grass"] [redrawn.png] [0.6]',
  'out/picture.png',
  'a tiger on grass',
  'out/redrawn.png',
  '0.6',
);

const engine = await createEngine();
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
