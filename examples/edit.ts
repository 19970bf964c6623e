/** Edits a picture by words. */
import { readFile, writeFile } from 'node:fs/promises';
import { createEngine, createRulePlanner, decodePicture, encodeMask, encodePng } from 'limner/engine';
import { wordsOr } from './words.ts';

const [source, sentence, file] = wordsOr(
  'edit.ts [picture.png] ["make the cat blue"] [edited.png]',
  'out/picture.png',
  'make the cat blue',
  'out/edited.png',
);

const { plan } = await createRulePlanner().plan(sentence, { hasPicture: true });
const engine = await createEngine();
const result = await engine.run(
  { steps: plan.steps, source: await decodePicture(await readFile(source)), settings: { seed: 7 } },
  () => {},
  new AbortController().signal,
);
if (result.picture === undefined) console.log('Which one do you mean?', result.question?.objects);
else await writeFile(file, await encodePng(result.picture));
for (const [index, { mask }] of result.masks.entries())
  await writeFile(file.replace(/\.png$/u, `-mask-${index + 1}.png`), await encodeMask(mask));
await engine.dispose();
console.log(`${file}: changed ${Math.round(100 * result.changed)} % by ${result.method}`, ...result.notes);
