import { decodeMask, decodePicture } from '../../image/decode.ts';
import { overlay } from '../../image/drawing.ts';
import { encodePng } from '../../image/encode.ts';
import type { Job, JobMask, JobResult } from '../../jobs/job.ts';
import { lines, row, sentence, word } from '../../sentence.ts';
import type { Row, Said } from '../../sentence.ts';
import { findPicture } from '../../sessions/tree.ts';
import type { Services } from '../command.ts';
import type { Draft, OutgoingPicture } from '../message.ts';
import type { PaintContext } from './paint-request.ts';
import { describeShare } from './picture-message.ts';
import { middleOfBox, placeWords } from './place-words.ts';

/**
 * Says what a look at a picture gave, with a heat map for each word that was looked for, and keeps what was seen
 * with the picture, so that the next sentence about it can be understood.
 */
export async function lookedAt(services: Services, job: Job, result: JobResult): Promise<Draft> {
  const { parent } = job.context as PaintContext;
  const { objects } = result;
  const isWhole = job.request.steps.every((step) => step.kind !== 'inspect' || step.words === undefined);
  if (objects !== undefined && isWhole)
    await services.sessions.change(job.conversation, (session) => ({
      ...session,
      pictures: session.pictures.map((node) => (node.number === parent ? { ...node, objects } : node)),
    }));
  return { ...describeObjects(result), pictures: await heatMaps(services, job, result) };
}

/** Says what was seen: "I see 2 × cat and a dog.", then where each is and how large. */
function describeObjects({ objects = [], notes, masks, seconds, width, height }: JobResult): Draft {
  const counts = new Map<string, number>();
  for (const { label } of objects) counts.set(label, (counts.get(label) ?? 0) + 1);
  const seen = [...counts].map(([label, count]) => {
    const object = word(label);
    if (count > 1) return sentence('describe.several', { count, object });
    return /^[aeiou]/iu.test(label)
      ? sentence('describe.an', { object })
      : sentence('describe.a', { object });
  });
  const words = row(
    'and',
    masks.map(({ keyword }) => keyword),
  );
  return {
    text: lines(
      whatIsThere(row('and', seen), words, notes.length > 0),
      ...placesOf(objects, { width, height }),
      ...masks.flatMap(({ keyword, heat }) => (heat === undefined ? [] : [heatInWords(keyword, heat)])),
      ...notes,
    ),
    facts: {
      objects,
      seconds,
      ...(masks.length > 0 && { heat: masks.map(({ keyword, heat }) => ({ word: keyword, ...heat })) }),
    },
  };
}

/** One line for each object, from the left: "cat on the left, 12 % of the picture". */
function placesOf(
  objects: NonNullable<JobResult['objects']>,
  size: { readonly width: number; readonly height: number },
): readonly Said[] {
  if (size.width === 0 || size.height === 0) return [];
  return objects
    .toSorted((a, b) => a.box[0] - b.box[0])
    .map(({ label, box }) =>
      sentence('describe.line', {
        object: word(label),
        where: placeWords(middleOfBox(box, size)),
        share: describeShare((box[2] * box[3]) / (size.width * size.height)),
      }),
    );
}

const percent = (part: number): number => Math.round(100 * part);

/** A heat map in numbers. */
function heatInWords(of: string, { share, peak, box, area }: NonNullable<JobMask['heat']>): Said {
  const [left, top, width, height] = box;
  return sentence('heatmap.line', {
    word: of,
    share: percent(share),
    x: percent(peak.x),
    y: percent(peak.y),
    area: percent(area),
    left: percent(left),
    right: percent(left + width),
    top: percent(top),
    bottom: percent(top + height),
  });
}

function whatIsThere(seen: Row, words: Row, hasNotes: boolean): Said | undefined {
  if (seen.parts.length > 0) return sentence('describe.see', { objects: seen });
  if (words.parts.length > 0) return sentence('heatmap.legend', { words });
  return hasNotes ? undefined : sentence('describe.nothing');
}

/** Each mask laid over the picture it belongs to. */
async function heatMaps(
  { sessions, pictures }: Services,
  job: Job,
  { masks }: JobResult,
): Promise<OutgoingPicture<Said>[]> {
  const { parent } = job.context as PaintContext;
  const session = await sessions.load(job.conversation);
  const base = parent === undefined ? undefined : findPicture(session, parent);
  if (base === undefined || masks.length === 0) return [];
  const picture = await decodePicture(await pictures.get(base.picture));
  const shown: OutgoingPicture<Said>[] = [];
  for (const [index, { keyword, picture: hash }] of masks.entries())
    shown.push({
      name: `attention-${base.number}-${index + 1}.png`,
      role: 'mask',
      alt: sentence('heatmap.alt', {
        number: String(base.number),
        word: keyword,
      }),
      mediaType: 'image/png',
      data: await encodePng(overlay(picture, await decodeMask(await pictures.get(hash)))),
    });
  return shown;
}
