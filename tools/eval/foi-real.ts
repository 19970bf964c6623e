import { readFile } from 'node:fs/promises';
import { decodeMask, decodePicture } from '../../src/image/decode.ts';
import type { Mask, RgbImage } from '../../src/image/image.ts';
import { uniteMasks } from '../../src/image/masks.ts';
import { resizeMask } from '../../src/image/resize.ts';
import { UserError } from '../../src/errors.ts';
import { type EvalContext, openEvalContext, type Painted } from './context.ts';
import { mean } from './numbers.ts';
import { plainStep, plannedSteps } from './pocket/requests.ts';
import { type EditLine, readEditList } from './similarity/edit-list.ts';
import { cosine, directionSimilarity, maskLeak } from './similarity/edit-scores.ts';
import { type ClipEmbedder, openClip, openDinov2, type PictureEmbedder } from './similarity/vision-models.ts';
import type { EvalOptions, EvalRow, EvalSuite } from './suite.ts';

/**
 * FoI's own figures on any folder of pictures with instructions (`--images DIR`, which holds `edits.jsonl`), beside
 * plain InstructPix2Pix. Environment: `EDIT_MODEL` (folder of the checkpoint that edits), `CLIP_MODEL`,
 * `DINOV2_MODEL` (folders as the Hub has them); what is not there is left out and said.
 *
 * @see Guo and Lin 2023, Focus on Your Instruction, section 5; the metrics are InstructPix2Pix's
 */
export const suite: EvalSuite = { name: 'foi-real', run };

interface Models {
  readonly clip: ClipEmbedder | string;
  readonly dinov2: PictureEmbedder | string;
}

/** One way's figures, a number for every edit it could be computed for. */
interface Way {
  readonly clipImage: number[];
  readonly clipDirection: number[];
  readonly dinov2: number[];
  readonly leak: number[];
}
const newWay = (): Way => ({ clipImage: [], clipDirection: [], dinov2: [], leak: [] });

async function run({ seed, count, images, onProgress, show }: EvalOptions): Promise<EvalRow[]> {
  if (images === undefined)
    throw new UserError('NO_IMAGES', 'foi-real: --images is missing, expected a folder with edits.jsonl.');
  const lines = (await readEditList(images)).slice(0, count);
  const models: Models = {
    clip: await openOrSay('CLIP_MODEL', openClip),
    dinov2: await openOrSay('DINOV2_MODEL', openDinov2),
  };
  const context = await openEvalContext(process.env['EDIT_MODEL']);
  const [ours, plain] = [newWay(), newWay()];
  let refused = 0;
  try {
    for (const [at, line] of lines.entries()) {
      const source = await decodePicture(await readFile(line.image));
      const asked = { instruction: line.instruction, keyword: '' };
      const settings = { seed: seed + at };
      const steps = await plannedSteps(context, asked);
      const edited = await context.paint({ steps, source, settings });
      const whole = await context.paint({ steps: [plainStep(asked)], source, settings });
      show?.([
        { image: source, caption: line.instruction },
        { image: whole.picture, caption: 'plain' },
        { image: edited.picture, caption: edited.refusal ?? 'ours' },
      ]);
      onProgress?.(at + 1, lines.length, 'foi-real');
      if (edited.refusal !== undefined) {
        refused++;
        continue;
      }
      const mask = await trueMask(line, source, edited);
      await measure(models, ours, line, source, edited.picture, mask);
      await measure(models, plain, line, source, whole.picture, mask);
    }
  } finally {
    await close(context, models);
  }
  return rows(models, ours, plain, { edits: lines.length, refused });
}

async function openOrSay<Model>(
  name: string,
  open: (folder: string) => Promise<Model>,
): Promise<Model | string> {
  const folder = process.env[name];
  if (folder === undefined || folder === '') return `skipped: ${name} names no folder`;
  try {
    return await open(folder);
  } catch (error) {
    return `skipped: ${name} cannot be opened (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** The mask of the list, else the found one: where something may change. */
async function trueMask(
  { mask }: EditLine,
  source: RgbImage,
  { result }: Painted,
): Promise<Mask | undefined> {
  if (mask !== undefined) return resizeMask(await decodeMask(await readFile(mask)), source);
  const [first, ...others] = result?.masks.map((each) => each.mask) ?? [];
  return first === undefined ? undefined : uniteMasks([first, ...others]);
}

async function measure(
  { clip, dinov2 }: Models,
  way: Way,
  { source: before, target: after }: EditLine,
  source: RgbImage,
  picture: RgbImage,
  mask: Mask | undefined,
): Promise<void> {
  if (mask !== undefined) way.leak.push(maskLeak(source, picture, mask));
  if (typeof dinov2 !== 'string')
    way.dinov2.push(cosine(await dinov2.embed(source), await dinov2.embed(picture)));
  if (typeof clip === 'string') return;
  const pictures = [await clip.embed(source), await clip.embed(picture)] as const;
  way.clipImage.push(cosine(...pictures));
  if (before === undefined || after === undefined) return;
  const texts = [await clip.embedText(before), await clip.embedText(after)] as const;
  way.clipDirection.push(directionSimilarity(pictures, texts));
}

const tell = (values: readonly number[]): string => (values.length === 0 ? '–' : mean(values).toFixed(4));

function rows(
  { clip, dinov2 }: Models,
  ours: Way,
  plain: Way,
  { edits, refused }: { readonly edits: number; readonly refused: number },
): EvalRow[] {
  const row = (figure: string, key: keyof Way, model: PictureEmbedder | string | undefined): EvalRow => {
    if (typeof model === 'string') return { figure, value: model };
    const name = model === undefined ? '' : `${model.name}, `;
    return {
      figure: `${figure} (${name}${ours[key].length} of ${edits})`,
      value: tell(ours[key]),
      plain: tell(plain[key]),
    };
  };
  return [
    row('CLIP-I: edit against source', 'clipImage', clip),
    row('CLIP-D: change of picture against change of captions', 'clipDirection', clip),
    row('DINOv2: edit against source', 'dinov2', dinov2),
    row('mask leak: change outside relative to inside', 'leak', undefined),
    { figure: 'refused, or asked back', value: refused },
  ];
}

async function close(context: EvalContext, { clip, dinov2 }: Models): Promise<void> {
  if (typeof clip !== 'string') await clip.dispose();
  if (typeof dinov2 !== 'string') await dinov2.dispose();
  await context.dispose();
}
