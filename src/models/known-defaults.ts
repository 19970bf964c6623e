/**
 * How distilled checkpoints and those with another noise schedule want to be run. Their configs say only a part of it:
 * the rest are their authors' recommendations, recognised by the scheduler or the name.
 */

type Json = Readonly<Record<string, unknown>>;

/** What is known of a checkpoint without a card. */
export interface CheckpointTraits {
  readonly name: string;
  readonly edits: 'none' | 'instruct-pix2pix' | 'inpaint';
  /** Pixels per side. */
  readonly pictureSize: number;
  /** scheduler_config.json as parsed JSON. */
  readonly scheduler: unknown;
  /** The guidance scale is an input of the U-Net. */
  readonly takesGuidance: boolean;
}

type Defaults = {
  readonly sampler: string;
  readonly steps: number;
  readonly guidanceScale: number;
};

/** Guidance of 1 is none: these were distilled from guided models. */
const UNGUIDED = 1;
const FEW = 4;

const isFewStep = (name: string): boolean => /turbo|lightning/iu.test(name);
const classOf = (scheduler: unknown): unknown => (scheduler as Json | null)?.['_class_name'];

/** The sampler, steps and guidance scale of a checkpoint that has no card. */
export function knownDefaults(traits: CheckpointTraits): Defaults {
  const { name, edits, scheduler, takesGuidance } = traits;
  const kind = classOf(scheduler);
  const isEditor = edits === 'instruct-pix2pix';
  // CosXL: Stability's own example.
  if (kind === 'EDMEulerScheduler')
    return { sampler: 'edm_euler', steps: isEditor ? 20 : 30, guidanceScale: 7 };
  if (kind === 'FlowMatchEulerDiscreteScheduler')
    return { sampler: 'flow_euler', steps: 28, guidanceScale: 4 };
  if (kind === 'LCMScheduler' || takesGuidance || /(?:^|[^a-z])lcm(?:[^a-z]|$)/iu.test(name))
    return { sampler: 'lcm', steps: FEW, guidanceScale: takesGuidance ? 8.5 : UNGUIDED };
  if (isFewStep(name)) {
    const [, steps] = /(\d+)[-_ ]?steps?/iu.exec(name) ?? [];
    const isAncestral = kind === 'EulerAncestralDiscreteScheduler';
    return {
      sampler: isAncestral ? 'euler_ancestral' : 'euler',
      steps: steps === undefined ? FEW : Number(steps),
      guidanceScale: UNGUIDED,
    };
  }
  return {
    sampler: isEditor ? 'euler_ancestral' : 'euler',
    steps: isEditor ? 100 : 30,
    guidanceScale: 7.5,
  };
}

/**
 * The schedule as the checkpoint was distilled for: few steps begin at the very last timestep, whatever the file says
 * (Lin et al. 2023, section 3.3); SDXL-Lightning's single step predicts the picture itself.
 */
export function knownScheduler(name: string, scheduler: unknown): unknown {
  if (!isFewStep(name)) return scheduler;
  return {
    ...(scheduler as Json),
    timestep_spacing: 'trailing',
    ...(/1step_x0/iu.test(name) ? { prediction_type: 'sample' } : {}),
  };
}
