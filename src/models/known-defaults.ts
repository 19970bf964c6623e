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

/** Merges of these have a guided model's habits again: their makers recommend twice the steps and a little guidance. */
const MERGED = { steps: 8, guidanceScale: 2 } as const;
const MOST_FEW = 16;

const TURBO = /turbo/iu;
const LIGHTNING = /lightning/iu;
/** ByteDance's Hyper-SD, also in merges; "hyperrealism" is a style. */
const HYPER = /hyper[-_ ]?sd|(?:^|[-_ .])hyper(?=$|[-_ .\d])/iu;
const DMD = /(?:^|[^a-z])dmd2?(?=$|[^a-z])/iu;
const isFewStep = (name: string): boolean => TURBO.test(name) || LIGHTNING.test(name) || HYPER.test(name);

/** Stability's own, distilled at 512 pixels; merges with it are of their base's size. */
export const isOfficialTurbo = (name: string): boolean => /^sd[-_]?(?:xl)?[-_]?turbo/iu.test(name);

/** `…_8step`, `4-steps`: as many as the name says; numbers of versions are none. */
function stepsIn(name: string): number | undefined {
  const [, found] = /(\d+)[-_ ]?steps?/iu.exec(name) ?? [];
  return found === undefined || Number(found) < 1 || Number(found) > MOST_FEW ? undefined : Number(found);
}

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
  if (
    kind === 'LCMScheduler' ||
    takesGuidance ||
    /(?:^|[^a-z])lcm(?:[^a-z]|$)/iu.test(name) ||
    DMD.test(name)
  )
    return { sampler: 'lcm', steps: stepsIn(name) ?? FEW, guidanceScale: takesGuidance ? 8.5 : UNGUIDED };
  if (isFewStep(name)) {
    const isAncestral = kind === 'EulerAncestralDiscreteScheduler';
    const isMerge = TURBO.test(name) && !isOfficialTurbo(name);
    return {
      sampler: isAncestral ? 'euler_ancestral' : HYPER.test(name) ? 'ddim' : 'euler',
      steps: stepsIn(name) ?? (isMerge ? MERGED.steps : FEW),
      // Hyper-SD's "CFG" files keep guidance; their authors run them at 5.
      guidanceScale: HYPER.test(name) && /cfg/iu.test(name) ? 5 : isMerge ? MERGED.guidanceScale : UNGUIDED,
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
