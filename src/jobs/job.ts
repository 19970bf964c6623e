import type {
  EngineMask,
  EngineProgress,
  EngineRequest,
  EngineResult,
  PaintSettings,
} from '../engine/engine.ts';
import type { PlanStep } from '../planning/plan.ts';

/** A piece of painting work as plain JSON; pictures are content hashes in the picture store. */
export interface Job {
  /** Idempotency key: the same id is done once and seen once. */
  readonly id: string;
  readonly conversation: string;
  readonly userId: string;
  readonly createdAt: string;
  readonly request: JobRequest;
  /** Id of the request that it is a part of: who goes on with that goes on with this. */
  readonly parent?: string | undefined;
  /** What the chat needs to show the result, also after a crash; plain JSON that the queue does not look at. */
  readonly context?: unknown;
}

export interface JobRequest {
  readonly steps: readonly PlanStep[];
  readonly source?: string | undefined;
  readonly sourcePrompt?: string | undefined;
  readonly sourceCaption?: string | undefined;
  readonly sourceSettings?: PaintSettings | undefined;
  readonly protect?: readonly string[] | undefined;
  /** Content hash of a mask that the person gave: nothing may change where it is black. */
  readonly region?: string | undefined;
  /** What was spoken of before, and what has been looked for in the source; see `EngineRequest`. */
  readonly spokenOf?: EngineRequest['spokenOf'];
  readonly seen?: EngineRequest['seen'];
  readonly settings: PaintSettings;
}

export interface JobMask {
  readonly instruction: string;
  readonly keyword: string;
  /** Content hash of a grey PNG at picture size. */
  readonly picture: string;
  /** Share of the picture inside, 0…1. */
  readonly coverage: number;
  /** The mask is a heat map of the keyword: its numbers. */
  readonly heat?: EngineMask['heat'];
  /** Middle of what is inside, 0…1 of width and height; absent for an empty mask. */
  readonly middle?: readonly [x: number, y: number] | undefined;
}

/** What the engine answers, with pictures as content hashes. */
export interface JobResult extends Omit<EngineResult, 'picture' | 'masks' | 'unrestored'> {
  readonly picture?: string | undefined;
  /** Size of the picture, or of the one that was only looked at. */
  readonly width: number;
  readonly height: number;
  readonly masks: readonly JobMask[];
}

export type JobProgress =
  | { readonly state: 'queued'; readonly position: number }
  | ({ readonly state: 'running'; readonly previewPng?: Uint8Array | undefined } & Omit<
      EngineProgress,
      'preview'
    >);

/** What is known of a job that was stored. */
export interface KnownJob {
  readonly job: Job;
  /** True once its end was shown. */
  readonly isSettled: boolean;
  /** How it failed, when it did. */
  readonly error?: Error | undefined;
}

/** Takes jobs, runs them one after another (fairly between users), keeps them over a crash. */
export interface JobQueue {
  /**
   * Writes a job down, so that it outlives a crash from now on; `run` begins it, with what is known then.
   *
   * @throws {UserError} when a limit is hit
   */
  store(job: Job): Promise<void>;
  /**
   * Stores the job, then runs it; resolves with the result.
   *
   * @throws {JobError} when it failed; the standard `AbortError` when cancelled; {UserError} when a limit is hit
   */
  run(job: Job, onProgress?: (progress: JobProgress) => void): Promise<JobResult>;
  /** What is known of a job, also a day after its end. */
  find(id: string): Promise<KnownJob | undefined>;
  /** True when the job was waiting or running and is now cancelled for good. */
  cancel(id: string): Promise<boolean>;
  /** Forgets a job whose outcome has been shown; until then `unfinished` names it after a crash. */
  settle(id: string): Promise<void>;
  /** Jobs that were stored but not shown by a process that is gone; `run` finishes each once. */
  unfinished(): Promise<readonly Job[]>;
  /** Cancels and forgets all jobs of a person. */
  forgetUser(userId: string): Promise<void>;
  close(): Promise<void>;
}
