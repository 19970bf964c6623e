import { describe, expect, it } from 'vitest';
import { exportPages } from '../../../src/chat/personal-data/export-pages.ts';
import type { UserData } from '../../../src/chat/personal-data/user-data.ts';
import type { PictureNode } from '../../../src/sessions/session.ts';
import { newPicture } from '../../sessions/nodes.ts';

const node = (number: number, said = `picture ${number}`): PictureNode => ({
  ...newPicture({ said }),
  number,
});
const dataOf = (pictures: readonly PictureNode[]): readonly UserData[] => [
  { conversation: 'web:1', settings: { 'ann/seed': 7 }, pictures },
];
const read = (text: string): unknown[] => text.split('\n').map((line) => JSON.parse(line) as unknown);

describe('exportPages', () => {
  it('leaves nothing out, however much there is, on pages that every platform takes', () => {
    const nodes = Array.from({ length: 40 }, (_, at) => node(at + 1));
    const pages = exportPages(dataOf(nodes));
    expect(pages.flatMap((page) => page.nodes)).toEqual(nodes);
    expect(pages.flatMap(({ text }) => read(text))).toEqual([
      { conversation: 'web:1', settings: { 'ann/seed': 7 } },
      ...nodes.map((each) => ({ conversation: 'web:1', ...each })),
    ]);
    for (const page of pages) {
      expect(page.text.length).toBeLessThanOrEqual(2000);
      expect(page.nodes.length).toBeLessThanOrEqual(9);
    }
  });

  it('goes on on the next page with a line that none has room for, and cuts no letter', () => {
    for (const before of ['', 'a']) {
      const long = node(1, `${before}${'😀'.repeat(1500)}`);
      const pages = exportPages(dataOf([long]));
      expect(pages.length).toBeGreaterThan(1);
      for (const { text } of pages) {
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(Buffer.from(text).toString()).toBe(text);
      }
      expect(pages.at(-1)?.nodes).toEqual([long]);
      const [, ...parts] = pages.map(({ text }) => text);
      expect(JSON.parse(parts.join(''))).toMatchObject({ said: long.said });
    }
  });

  it('is nothing that a chat makes bold, links or mentions of', () => {
    const said = '*bold* _so_ ~not~ `code` |x| <@U1> @everyone & <!channel>';
    const [page] = exportPages(dataOf([node(1, said)]));
    expect(page?.text).not.toMatch(/[*_~`|<>@&]/u);
    expect(read(page?.text ?? '')[1]).toMatchObject({ said });
  });

  it('is no page for somebody of whom nothing is kept', () => {
    expect(exportPages([])).toEqual([]);
  });
});
