import { describe, expect, it } from 'vitest';
import { contactSheet, outlineBoxes, overlay } from '../../src/image/drawing.ts';

const grey = (width: number, height: number) => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(128),
});

describe('overlay', () => {
  it('tints by the value and leaves zeros as they are', () => {
    const mask = { width: 3, height: 1, data: Float32Array.of(0, 0.5, 1) };
    const { data } = overlay(grey(3, 1), mask, [228, 28, 128]);
    expect([...data]).toEqual([128, 128, 128, 158, 98, 128, 188, 68, 128]);
  });
});

describe('outlineBoxes', () => {
  it('draws a frame and a badge with a number inside the picture, large enough to read', async () => {
    const boxes = [
      { x: 10, y: 12, width: 30, height: 20, number: 1 },
      { x: 60, y: 0, width: 4, height: 60, number: 12 },
    ];
    const drawn = await outlineBoxes(grey(64, 64), boxes);
    expect([drawn.width, drawn.height]).toEqual([384, 384]);
    const at = (x: number, y: number) => [...drawn.data.subarray((y * 384 + x) * 3, (y * 384 + x) * 3 + 3)];
    expect(at(150, 192)).toEqual([0xe6, 0x9f, 0x00]);
    expect(at(150, 150)).toEqual([128, 128, 128]);
    const blackish = drawn.data.filter((value) => value < 10).length;
    expect(blackish).toBeGreaterThan(2000);
  });

  it('draws different strokes for every number', async () => {
    const drawn = await Promise.all(
      Array.from({ length: 10 }, async (_, number) => {
        const { data } = await outlineBoxes(grey(64, 64), [{ x: 8, y: 8, width: 40, height: 40, number }]);
        return Buffer.from(data).toString('base64');
      }),
    );
    expect(new Set(drawn).size).toBe(10);
  });
});

describe('contactSheet', () => {
  it('lays pictures in rows with captions, whatever the words are', async () => {
    const tiles = [
      'before',
      'a <b>&"bold"</b> caption with \u0007 that is far too long for its cell',
      '猫',
    ].map((caption) => ({ image: grey(40, 20), caption }));
    const sheet = await contactSheet(tiles, { cell: 64, columns: 2 });
    expect([sheet.width, sheet.height]).toEqual([8 + 2 * 72, 8 + 2 * (64 + 28 + 8)]);
    const at = (x: number, y: number) => sheet.data[(y * sheet.width + x) * 3];
    expect([at(40, 40), at(112, 40), at(112, 140)]).toEqual([128, 128, 255]);
  });
});
