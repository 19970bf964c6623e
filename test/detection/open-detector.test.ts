import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openDetector } from '../../src/detection/open-detector.ts';

const golden = fileURLToPath(new URL('../golden/core/models/tiny-owlv2', import.meta.url));
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

type Json = Record<string, unknown>;
type Change = (json: Json) => Json;

/** A copy of the tiny detector with some of its JSON files changed. */
async function changed(changes: Readonly<Record<string, Change>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'detector-'));
  folders.push(folder);
  await cp(golden, folder, { recursive: true });
  for (const [file, change] of Object.entries(changes)) {
    const path = join(folder, file);
    const before = JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as Json;
    await writeFile(path, JSON.stringify(change(before)));
  }
  return folder;
}

const inPart =
  (part: string, fields: Json): Change =>
  (json) => ({ ...json, [part]: { ...(json[part] as Json), ...fields } });

describe('openDetector', () => {
  it('takes configs with the fields that old versions of transformers wrote', async () => {
    const old = { add_cross_attention: false, use_bfloat16: false, id2label: { '0': 'LABEL_0' }, top_k: 50 };
    const folder = await changed({
      'config.json': (json) => inPart('vision_config', old)(inPart('text_config', old)(json)),
    });
    await expect(openDetector(folder)).resolves.toMatchObject({ name: expect.any(String) });
  });

  it('reads prompt, thresholds and words from card.json', async () => {
    const folder = await changed({
      'card.json': () => ({ name: 'mine', thresholds: { noun: 0.2 }, vocabulary: ['cat'], synonyms: {} }),
    });
    const { name, traits } = await openDetector(folder);
    expect(name).toBe('mine');
    expect(traits).toEqual({ noun: 0.2, attribute: 0.5, absent: 0.1, vocabulary: ['cat'], synonyms: {} });
  });

  it.each<[string, Readonly<Record<string, Change>>, string]>([
    [
      'another kind of model',
      { 'config.json': (json) => ({ ...json, model_type: 'detr' }) },
      "model_type 'detr'",
    ],
    [
      'a field that nobody knows',
      { 'config.json': inPart('vision_config', { rotary: true }) },
      "the unknown field 'rotary'",
    ],
    [
      'an activation that nobody knows',
      { 'config.json': inPart('vision_config', { hidden_act: 'snake' }) },
      "got 'snake'",
    ],
    [
      'a preprocessor of another size',
      { 'preprocessor_config.json': (json) => ({ ...json, size: { height: 32, width: 32 } }) },
      'got size 32 × 32, expected 64 × 64',
    ],
  ])('refuses %s by name', async (_, changes, message) => {
    const folder = await changed(changes);
    const image = { width: 8, height: 8, data: new Uint8Array(192) };
    const looking = openDetector(folder).then((detector) =>
      detector.detect(image, ['cat'], { threshold: 0.5 }),
    );
    await expect(looking).rejects.toMatchObject({
      code: 'UNSUPPORTED_MODEL',
      message: expect.stringContaining(message),
    });
  });

  it('says which folder is no detector', async () => {
    await expect(openDetector(join(golden, 'nothing'))).rejects.toMatchObject({
      code: 'NO_MODEL',
      message: expect.stringContaining('nothing/config.json'),
    });
  });
});
