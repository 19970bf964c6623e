import { server } from '../connection.js';
import { SIDE } from './layout-grid.js';
import { say } from '../say.js';

const PLATFORMS = { discord: 'Discord', slack: 'Slack' };

/**
 * Opens the one-time link of the address, when there is one. The token stands behind the #: no server on the way and
 * no preview of the link ever gets it.
 *
 * @returns {Promise<{ id: string, place: string, draft?: object } | undefined>}
 * @throws {ServerRefusal} when the link is not good (any more)
 */
export async function openLink() {
  const token = new URLSearchParams(location.hash.slice(1)).get('link');
  if (token === null) return undefined;
  const { id, platform, draft } = await server.openLink(token);
  return { id, place: PLATFORMS[platform] ?? say('page.layout.theChat'), draft };
}

/** Puts the regions of a draft onto the grid, one after another: number 1 is the first. */
export async function drawDraft(regions, grid) {
  for (const [index, { box, mask }] of regions.entries()) {
    if (mask !== undefined) await stamp(mask, grid, index + 1);
    else if (box !== undefined) {
      const [x, y, width, height] = box.map((value) => value * SIDE);
      grid.rectangle(x, y, x + width, y + height, index + 1);
    }
  }
}

/** Paints a region where a grey picture is light. */
async function stamp(address, grid, region) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const pen = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
  pen.imageSmoothingEnabled = false;
  pen.drawImage(image, 0, 0, SIDE, SIDE);
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  for (let i = 0; i < grid.cells.length; i += 1) if (data[i * 4] > 127) grid.cells[i] = region;
}
