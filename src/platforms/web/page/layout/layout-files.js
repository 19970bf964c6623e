import { SIDE } from './layout-grid.js';
import { say } from '../say.js';

/** Colours of the regions 1…12, told apart by people who see few colours too; white is the background. */
export const COLOURS = [
  '#e4572e',
  '#4c9be8',
  '#f2b632',
  '#5bb974',
  '#b07cd8',
  '#f490b3',
  '#3f6d6a',
  '#a8d24e',
  '#8d6e63',
  '#2f4b9a',
  '#63d2d6',
  '#9e9e9e',
];

const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** Draws cells onto a canvas of the same size, one flat colour each. */
export function drawCells(cells, canvas) {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const image = pen.createImageData(SIDE, SIDE);
  const colours = [[255, 255, 255], ...COLOURS.map(channels)];
  for (let i = 0; i < cells.length; i += 1) {
    const [red, green, blue] = colours[cells[i]];
    image.data.set([red, green, blue, 255], i * 4);
  }
  pen.putImageData(image, 0, 0);
}

/** The layout as a PNG of flat colours. */
export function toPng(canvas) {
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], 'layout.png', { type: 'image/png' })), 'image/png');
  });
}

/** Saves a file on the person's machine. */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Reads a saved layout: the PNG gives the regions, the JSON their words; one of both is enough.
 *
 * @param {File[]} files
 * @returns {Promise<{ cells?: Uint8Array, description?: object }>}
 * @throws {Error} with a sentence to show
 */
export async function readLayout(files) {
  const png = files.find(({ type }) => type === 'image/png');
  const json = files.find(({ name, type }) => type === 'application/json' || name.endsWith('.json'));
  if (png === undefined && json === undefined) throw new Error(say('page.layout.chooseFiles'));
  return {
    cells: png && (await readCells(png)),
    description: json && readDescription(await json.text()),
  };
}

async function readCells(file) {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(say('page.layout.badPicture', { name: file.name }));
  });
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const pen = canvas.getContext('2d');
  // Colours must stay exact: a picture of another size is brought to ours without mixing.
  pen.imageSmoothingEnabled = false;
  pen.drawImage(bitmap, 0, 0, SIDE, SIDE);
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  const known = COLOURS.map(channels);
  const regionOf = (red, green, blue) =>
    known.findIndex((each) => each[0] === red && each[1] === green && each[2] === blue) + 1;
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    regionOf(data[i * 4], data[i * 4 + 1], data[i * 4 + 2]),
  );
}

function readDescription(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error(say('page.layout.badJson'));
  }
  if (!Array.isArray(read?.regions)) throw new Error(say('page.layout.notALayout'));
  return read;
}
