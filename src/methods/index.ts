import { denseDiffusion } from './dense-diffusion.ts';
import { focusOnYourInstruction } from './focus-on-your-instruction.ts';
import { instanceGuidance } from './instance-guidance.ts';
import { noisyImageInput } from './noisy-image-input.ts';
import { promptToPrompt } from './prompt-to-prompt.ts';

/** Every method that steers a run of the sampler; the engine takes them from here. */
export const methods = {
  focusOnYourInstruction,
  denseDiffusion,
  promptToPrompt,
  instanceGuidance,
  noisyImageInput,
};
