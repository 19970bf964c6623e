import type { Checkpoint } from '../../models/family.ts';
import { UserError } from '../../errors.ts';
import { isOutOfMemory } from '../../runtime/failure.ts';
import type { EngineRequest } from '../engine.ts';
import { sentence } from '../../sentence.ts';
import { fullSettings, sizeStep } from '../components.ts';

/**
 * An error of memory, after slices and tiles did not help, as a sentence that says what would fit: what a network
 * holds while it runs grows at least with the number of pixels. Every other error stays as it is.
 */
export function explainMemory(
  error: unknown,
  checkpoint: Checkpoint,
  { source, settings }: EngineRequest,
): unknown {
  if (!isOutOfMemory(error)) return error;
  const { name } = checkpoint;
  if (error.hint !== undefined)
    return new UserError('OUT_OF_MEMORY', sentence('memory.load', { name }), { cause: error });
  const { width, height } = source ?? fullSettings(checkpoint, settings, false);
  const smaller = halfThePixels({ width, height }, sizeStep(checkpoint));
  const advice =
    smaller === undefined
      ? sentence('memory.smallerModel')
      : sentence('memory.smallerPicture', sizeIn(smaller));
  return new UserError(
    'OUT_OF_MEMORY',
    sentence('memory.picture', {
      ...sizeIn({ width, height }),
      name,
      advice,
    }),
    { cause: error },
  );
}

const sizeIn = ({ width, height }: { readonly width: number; readonly height: number }) => ({
  width: String(width),
  height: String(height),
});

/** The largest size of about the same shape with half as many pixels; `undefined` when nothing is smaller. */
function halfThePixels(
  { width, height }: { readonly width: number; readonly height: number },
  step: number,
): { width: number; height: number } | undefined {
  const fit = (side: number): number => Math.floor(side / Math.SQRT2 / step) * step;
  const smaller = { width: fit(width), height: fit(height) };
  return Math.min(smaller.width, smaller.height) >= step ? smaller : undefined;
}
