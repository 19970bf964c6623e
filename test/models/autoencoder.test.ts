import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openAutoencoder } from '../../src/models/autoencoder.ts';
import { openDiffusersFolder } from '../../src/models/diffusers-folder.ts';
import { tensor } from '../../src/tensor/tensor.ts';

const tiny = join(import.meta.dirname, '../golden/core/models/tiny-cosxl');
const folder = mkdtempSync(join(tmpdir(), 'limner-vae-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  [null, 0],
  [0.25, 0.25],
])('moves what the encoder says by a shift_factor of %s, and back', async (shift, expected) => {
  cpSync(tiny, folder, { recursive: true });
  const path = join(folder, 'vae/config.json');
  const config = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...config, scaling_factor: 0.5, shift_factor: shift }));
  const vae = await openAutoencoder(await openDiffusersFolder(folder));
  const encoded = tensor([2], [1, -3]);
  const latents = vae.toLatents(encoded);
  // (z − shift) · scale, as the pipelines of diffusers write it.
  expect([...latents.data]).toEqual([(1 - expected) * 0.5, (-3 - expected) * 0.5]);
  expect([...vae.fromLatents(latents).data]).toEqual([1, -3]);
});
