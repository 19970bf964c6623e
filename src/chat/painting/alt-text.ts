import { describeDone } from '../../planning/index.ts';
import { row, sentence, word } from '../../sentence.ts';
import type { Said } from '../../sentence.ts';
import type { PictureNode } from '../../sessions/session.ts';
import { middleOfBox, placeWords } from './place-words.ts';

const CAPTION_LENGTH = 400;
/** More objects than this make a list, no picture in the mind. */
const OBJECTS = 8;

/**
 * The words for those who do not see a picture: what it was painted from, what is seen in it and where, and what the
 * last edit changed.
 */
export function altText({ number, caption, objects = [], steps, parent, width, height }: PictureNode): Said {
  const seen = objects
    .toSorted((a, b) => a.box[0] - b.box[0])
    .slice(0, OBJECTS)
    .map(({ label, box }) => row(' ', [word(label), placeWords(middleOfBox(box, { width, height }))]));
  const changes = steps.filter((step) => step.kind === 'instruct' || step.kind === 'place').map(describeDone);
  return row('. ', [
    caption === '' ? sentence('picture.name', { number: String(number) }) : caption.slice(0, CAPTION_LENGTH),
    seen.length === 0 ? undefined : sentence('picture.shows', { objects: seen }),
    parent === undefined || changes.length === 0 ? undefined : sentence('picture.changes', { changes }),
  ]);
}
