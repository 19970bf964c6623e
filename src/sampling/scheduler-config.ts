import { z } from 'zod';
import { UnsupportedModelError } from '../errors.ts';

const positive = z.number().positive();

/** The noise process that each scheduler class of diffusers belongs to; other classes are refused by name. */
const PROCESS_OF = {
  DDIMInverseScheduler: 'variance-preserving',
  DDIMParallelScheduler: 'variance-preserving',
  DDIMScheduler: 'variance-preserving',
  DDPMParallelScheduler: 'variance-preserving',
  DDPMScheduler: 'variance-preserving',
  DEISMultistepScheduler: 'variance-preserving',
  DPMSolverMultistepScheduler: 'variance-preserving',
  DPMSolverSDEScheduler: 'variance-preserving',
  DPMSolverSinglestepScheduler: 'variance-preserving',
  EulerAncestralDiscreteScheduler: 'variance-preserving',
  EulerDiscreteScheduler: 'variance-preserving',
  HeunDiscreteScheduler: 'variance-preserving',
  KDPM2AncestralDiscreteScheduler: 'variance-preserving',
  KDPM2DiscreteScheduler: 'variance-preserving',
  LCMScheduler: 'variance-preserving',
  LMSDiscreteScheduler: 'variance-preserving',
  PNDMScheduler: 'variance-preserving',
  UniPCMultistepScheduler: 'variance-preserving',
  EDMEulerScheduler: 'edm',
  FlowMatchEulerDiscreteScheduler: 'flow-matching',
} as const;
export type ProcessName = (typeof PROCESS_OF)[keyof typeof PROCESS_OF];
const processes: Readonly<Record<string, ProcessName>> = PROCESS_OF;

/** The fields of `scheduler_config.json` that change the mathematics; others are read over. */
const schedulerConfig = z.object({
  _class_name: z.string().optional(),
  num_train_timesteps: z.int().positive().default(1000),
  beta_start: positive.optional(),
  beta_end: positive.optional(),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).optional(),
  trained_betas: z.array(z.number()).nullish(),
  prediction_type: z.enum(['epsilon', 'v_prediction', 'sample']).default('epsilon'),
  timestep_spacing: z.enum(['leading', 'linspace', 'trailing']).optional(),
  steps_offset: z.int().nonnegative().default(0),
  rescale_betas_zero_snr: z.boolean().default(false),
  set_alpha_to_one: z.boolean().optional(),
  clip_sample: z.boolean().optional(),
  clip_sample_range: positive.default(1),
  thresholding: z.literal(false).default(false),
  use_karras_sigmas: z.boolean().nullish(),
  use_exponential_sigmas: z.literal(false).nullish(),
  use_beta_sigmas: z.literal(false).nullish(),
  use_lu_lambdas: z.literal(false).nullish(),
  use_flow_sigmas: z.literal(false).nullish(),
  sigma_min: positive.nullish(),
  sigma_max: positive.nullish(),
  /** EDM: standard deviation of the data, and how sigmas are spaced. */
  sigma_data: positive.optional(),
  sigma_schedule: z.enum(['karras', 'exponential']).default('karras'),
  rho: z.literal(7).default(7),
  final_sigmas_type: z.enum(['zero', 'sigma_min']).default('zero'),
  interpolation_type: z.literal('linear').default('linear'),
  timestep_type: z.literal('discrete').default('discrete'),
  skip_prk_steps: z.boolean().optional(),
  original_inference_steps: z.int().positive().default(50),
  timestep_scaling: positive.default(10),
  algorithm_type: z.enum(['dpmsolver++', 'sde-dpmsolver++', 'deis']).default('dpmsolver++'),
  solver_order: z.int().min(1).max(3).default(2),
  solver_type: z.enum(['midpoint', 'heun', 'logrho', 'bh1', 'bh2']).optional(),
  lower_order_final: z.boolean().default(true),
  euler_at_final: z.boolean().default(false),
  predict_x0: z.literal(true).default(true),
  disable_corrector: z.array(z.int()).default([]),
  variance_type: z.enum(['fixed_small', 'fixed_small_log', 'fixed_large']).nullish(),
  /** Flow matching: how sigmas are moved towards the noise; with dynamic shifting the checkpoint computes μ. */
  shift: positive.default(1),
  use_dynamic_shifting: z.boolean().default(false),
  time_shift_type: z.enum(['exponential', 'linear']).default('exponential'),
  shift_terminal: z.null().optional(),
  invert_sigmas: z.literal(false).default(false),
  stochastic_sampling: z.literal(false).default(false),
});

/**
 * What a diffusers `scheduler_config.json` says, in its own words; what the file leaves out has diffusers'
 * default, and where those differ from class to class it stays open for the sampler to fill in.
 */
export type SchedulerConfig = z.infer<typeof schedulerConfig> & {
  /** Follows from the class; without one it is what Stable Diffusion has. */
  readonly process: ProcessName;
};

/**
 * Reads the parsed JSON of a `scheduler_config.json`.
 *
 * @throws {UnsupportedModelError} when a field has a value that these samplers do not know; names the field
 */
export function parseSchedulerConfig(value: unknown): SchedulerConfig {
  const parsed = schedulerConfig.safeParse(value);
  if (parsed.success) return { ...parsed.data, process: processOf(parsed.data['_class_name']) };
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
  throw new UnsupportedModelError(
    'scheduler_config.json',
    `${path.join('.') || 'the file'} = ${JSON.stringify(found)}`,
    issue?.message ?? 'an object of scheduler settings',
  );
}

function processOf(name: string | undefined): ProcessName {
  if (name === undefined) return 'variance-preserving';
  const found = Object.hasOwn(processes, name) ? processes[name] : undefined;
  if (found !== undefined) return found;
  throw new UnsupportedModelError(
    'scheduler_config.json',
    `_class_name = "${name}"`,
    `one of ${Object.keys(PROCESS_OF).join(', ')}`,
  );
}
