/** Edits a picture by words: `node --import tsx examples/edit.ts picture.png "make the cat blue" edited.png` */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine } from '../src/engine/index.ts';
import { decodePicture } from '../src/image/decode.ts';
import { encodeMask, encodePng } from '../src/image/encode.ts';
import { silent } from '../src/log.ts';
import { createRulePlanner } from '../src/planning/index.ts';

const [source = 'picture.png', sentence = 'make the cat blue', file = 'edited.png'] = process.argv.slice(2);
const model = join(import.meta.dirname, '../models/pocket');

const { plan } = await createRulePlanner().plan(sentence, { hasPicture: true });
const engine = await createEngine({ imageModel: model, editModel: model, log: silent });
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
