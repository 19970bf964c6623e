import type { PictureNode } from '../../sessions/session.ts';
import type { UserData } from './user-data.ts';

/** Every platform takes a text of this length, and so many pictures with it. */
const MOST = { characters: 1900, pictures: 9 } as const;

/** One message of an export: lines of JSON, and the pictures that they speak of. */
export interface ExportPage {
  readonly text: string;
  readonly nodes: readonly PictureNode[];
}

/**
 * Writes what is kept of a person as JSON Lines, a line for the settings in each conversation and one for each picture,
 * on as many pages as it takes: nothing is cut off. A line that no page has room for goes on on the next one.
 */
export function exportPages(data: readonly UserData[]): readonly ExportPage[] {
  const pages: { text: string; nodes: PictureNode[] }[] = [];
  const add = (record: object, nodes: readonly PictureNode[]): void => {
    const [first = '', ...others] = cutLine(JSON.stringify(record).replaceAll(MARKUP, escapeJson));
    const page = pages.at(-1);
    const hasRoom =
      page !== undefined &&
      page.text.length + 1 + first.length <= MOST.characters &&
      page.nodes.length + nodes.length <= MOST.pictures;
    if (hasRoom) page.text += `\n${first}`;
    else pages.push({ text: first, nodes: [] });
    for (const text of others) pages.push({ text, nodes: [] });
    pages.at(-1)?.nodes.push(...nodes);
  };
  for (const { conversation, pictures, settings } of data) {
    add({ conversation, settings }, []);
    for (const node of pictures) add({ conversation, ...node }, [node]);
  }
  return pages;
}

/** What chats make bold, links and mentions of; in JSON it stands in strings only. */
const MARKUP = /[*_~`|<>@&]/gu;
const escapeJson = (letter: string): string =>
  String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Cuts where a page ends, never between the halves of a letter. */
function cutLine(line: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  while (from < line.length) {
    const end = from + MOST.characters;
    const to = /[\uD800-\uDBFF]/u.test(line.charAt(end - 1)) ? end - 1 : end;
    parts.push(line.slice(from, to));
    from = to;
  }
  return parts;
}
