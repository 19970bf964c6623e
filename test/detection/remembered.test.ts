import { describe, expect, it } from 'vitest';
import { rememberDetections } from '../../src/detection/remembered.ts';
import { knownDetector } from '../fakes/known-detector.ts';

const picture = (value: number) => ({ width: 8, height: 8, data: new Uint8Array(192).fill(value) });
/** Its scores tell how often it was asked. */
const counting = () =>
  knownDetector([{ names: ['cat'], box: [1, 1, 4, 4], score: 0.9 }], {}, 'changes its mind');
const options = { threshold: 0.3 };

describe('rememberDetections', () => {
  it('does not look twice for the same words in one picture', async () => {
    const source = picture(1);
    const detector = rememberDetections(counting(), source);
    const first = await detector.detect(source, ['cat'], options);
    expect(await detector.detect(source, ['cat'], options)).toEqual(first);
    expect(await detector.detect(source, ['cat', 'dog'], options)).not.toEqual(first);
    expect(await detector.detect(picture(2), ['cat'], options)).not.toEqual(first);
  });

  it('goes on with what another process has found, as plain JSON', async () => {
    const source = picture(1);
    const detector = rememberDetections(counting(), source);
    const found = await detector.detect(source, ['cat'], options);
    const kept = JSON.parse(JSON.stringify(detector.looks())) as ReturnType<typeof detector.looks>;
    const other = rememberDetections(knownDetector([]), source, kept);
    expect(await other.detect(source, ['cat'], options)).toEqual(found);
  });

  it('keeps the latest looks of a long talk', async () => {
    const source = picture(1);
    const detector = rememberDetections(counting(), source);
    for (let index = 0; index < 40; index++) await detector.detect(source, [`thing ${index}`], options);
    expect(detector.looks()).toHaveLength(16);
    expect(detector.looks().at(-1)?.labels).toEqual(['thing 39']);
  });

  it('stops when it is cancelled', async () => {
    const detector = rememberDetections(counting(), picture(1));
    const signal = AbortSignal.abort();
    await expect(detector.detect(picture(1), ['cat'], { ...options, signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
