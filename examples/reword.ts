/** Changes words of what a photo shows and keeps the rest: inversion, then Prompt-to-Prompt. */
import { readFile, writeFile } from 'node:fs/promises';
import { createEngine, decodePicture, encodePng, type RgbImage } from 'limner/engine';
import { wordsOr } from './words.ts';

const [file, source, prompt, out, steps] = wordsOr(
  'reword.ts [picture.png] ["a cat on grass"] ["a tiger on grass"] [reworded.png] [steps]',
  'out/picture.png',
  'a cat on grass',
  'a tiger on grass',
  'out/reworded.png',
  '',
);

const engine = await createEngine();
const result = await engine.run(
  {
    steps: [{ kind: 'reword', edit: 'replace', prompt, source }],
    source: await decodePicture(await readFile(file)),
    // `inversion: 'null-text'` optimises the empty prompt instead; `crossSteps`, `selfSteps`: how long attention is kept.
    settings: { seed: 7, ...(Number(steps) > 0 && { steps: Number(steps) }) },
  },
  () => {},
  new AbortController().signal,
);
await writeFile(out, await encodePng(result.picture as RgbImage));
await engine.dispose();
console.log(`${out}: ${prompt}, by ${result.method}`);
