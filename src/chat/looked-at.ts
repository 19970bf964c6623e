import { decodeMask, decodePicture } from '../image/decode.ts';
import { overlay } from '../image/drawing.ts';
import { encodePng } from '../image/encode.ts';
import type { Job, JobResult } from '../jobs/job.ts';
import { findPicture } from '../sessions/tree.ts';
import type { Services } from './command.ts';
import type { OutgoingMessage, OutgoingPicture } from './message.ts';
import type { PaintContext } from './paint-request.ts';

/**
 * Says what a look at a picture gave, with a heat map for each word that was looked for, and keeps what was seen
 * with the picture, so that the next sentence about it can be understood.
 */
export async function lookedAt(services: Services, job: Job, result: JobResult): Promise<OutgoingMessage> {
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

/** Says what was seen: "I see 2 × cat and a dog." */
function describeObjects({ objects = [], notes, masks, seconds }: JobResult): OutgoingMessage {
  const counts = new Map<string, number>();
  for (const { label } of objects) counts.set(label, (counts.get(label) ?? 0) + 1);
  const seen = [...counts].map(([label, count]) =>
    count === 1 ? `${/^[aeiou]/iu.test(label) ? 'an' : 'a'} ${label}` : `${count} × ${label}`,
  );
  const words = masks.map(({ keyword }) => keyword);
  const sentence =
    seen.length > 0
      ? `I see ${listOf(seen)}.`
      : words.length > 0
        ? `Where I look for ${listOf(words)}: the more orange, the more.`
        : notes.length === 0 && 'I recognise nothing in this picture.';
  return {
    text: [sentence, ...notes].filter((part) => part !== false && part !== '').join('\n'),
    facts: { objects, seconds },
  };
}

const listOf = (parts: readonly string[]): string => parts.join(', ').replace(/, ([^,]*)$/u, ' and $1');

/** Each mask laid over the picture it belongs to. */
async function heatMaps(
  { sessions, pictures }: Services,
  job: Job,
  { masks }: JobResult,
): Promise<OutgoingPicture[]> {
  const { parent } = job.context as PaintContext;
  const session = await sessions.load(job.conversation);
  const base = parent === undefined ? undefined : findPicture(session, parent);
  if (base === undefined || masks.length === 0) return [];
  const picture = await decodePicture(await pictures.get(base.picture));
  const shown: OutgoingPicture[] = [];
  for (const [index, { keyword, picture: hash }] of masks.entries())
    shown.push({
      name: `attention-${base.number}-${index + 1}.png`,
      role: 'mask',
      alt: `Picture #${base.number}, the more orange the more I look there for "${keyword}"`,
      mediaType: 'image/png',
      data: await encodePng(overlay(picture, await decodeMask(await pictures.get(hash)))),
    });
  return shown;
}
