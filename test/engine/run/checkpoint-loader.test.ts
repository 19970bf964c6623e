import { describe, expect, it } from 'vitest';
import { createCheckpointLoader } from '../../../src/engine/run/checkpoint-loader.ts';
import type { Components } from '../../../src/engine/components.ts';
import { openCheckpoint } from '../../../src/models/index.ts';

const usual = { imageModel: 'image', editModel: 'edit', fused: false } as unknown as Components;

describe('createCheckpointLoader', () => {
  it('puts a checkpoint that edits and paints in both places, opened once', async () => {
    const asked: string[] = [];
    const withModel = createCheckpointLoader((name) => {
      asked.push(name);
      return Promise.resolve('models/pocket');
    });
    const [first, second] = [await withModel(usual, 'mine'), await withModel(usual, 'mine')];
    expect(first.imageModel.name).toBe('pocket');
    expect(first.editModel).toBe(first.imageModel);
    expect(second.imageModel).toBe(first.imageModel);
    expect(asked).toEqual(['mine']);
    // Networks in memory are found by the folder: the usual one and the chosen one share them.
    expect(first.imageModel.folder).toBe((await openCheckpoint('models/pocket')).folder);
  });

  it('leaves the components alone when nothing was chosen', async () =>
    expect(await createCheckpointLoader(undefined)(usual, undefined)).toBe(usual));

  it('tries again after a failure', async () => {
    let isThere = false;
    const withModel = createCheckpointLoader(() =>
      isThere ? Promise.resolve('models/pocket') : Promise.reject(new Error('no network')),
    );
    await expect(withModel(usual, 'mine')).rejects.toThrow('no network');
    isThere = true;
    expect((await withModel(usual, 'mine')).editModel.name).toBe('pocket');
  });
});
