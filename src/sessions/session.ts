import type { EngineResult, FoundObject, OpenQuestion, PaintSettings } from '../engine/engine.ts';
import type { PlanStep } from '../planning/plan.ts';
import type { Said } from '../sentence.ts';

/** One picture of a conversation, with everything needed to make it again. */
export interface PictureNode {
  /** #1, #2, …: what people call it. */
  readonly number: number;
  readonly parent?: number | undefined;
  /** Content hash of the PNG in the picture store. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly masks: readonly {
    readonly instruction: string;
    readonly keyword: string;
    readonly picture: string;
  }[];
  /** What the picture shows: the prompt it was painted from, with what edits made of it. */
  readonly caption: string;
  /** The prompt, when it was painted from words. */
  readonly prompt?: string | undefined;
  /** What was said, and what was planned from it. */
  readonly said: string;
  readonly steps: readonly PlanStep[];
  readonly settings: PaintSettings;
  /** Hash of the mask that was given with the edit: nothing was to change where it is black. */
  readonly region?: string | undefined;
  readonly objects?: readonly FoundObject[] | undefined;
  /** What was looked for in this picture, and what was found: the same words are not asked twice. */
  readonly seen?: EngineResult['seen'];
  /** What the edit was about, in pixels of the picture before, and where it is now when it was moved. */
  readonly meant?: EngineResult['meant'];
  /** Id of the question whose answer led to this picture. */
  readonly question?: string | undefined;
  readonly model?: string | undefined;
  readonly method?: string | undefined;
  readonly changed: number;
  readonly seconds: number;
  readonly userId: string;
  readonly createdAt: string;
  /** The job it came from: the same job adds one picture, also when it is delivered twice. */
  readonly job?: string | undefined;
}

/** An open question: which of these objects was meant. */
export interface OpenChoice {
  /** Id of the job that could not decide. */
  readonly id: string;
  /** The message that shows the question. */
  readonly message?: string | undefined;
  readonly userId: string;
  readonly picture: number;
  readonly said: string;
  readonly steps: readonly PlanStep[];
  /** Index of the step whose object is open. */
  readonly step: number;
  /** Which of its objects: the step's own, or the other one it speaks of. */
  readonly role?: OpenQuestion['role'];
  readonly objects: readonly FoundObject[];
  readonly protect?: readonly string[] | undefined;
  /** Hash of the mask that was given with the edit: nothing may change where it is black. */
  readonly region?: string | undefined;
  /** How it was to be painted. */
  readonly settings?: PaintSettings | undefined;
}

/** Something asked for that the checkpoint cannot draw: it waits for the person's word. */
export interface OpenOffer {
  readonly id: string;
  readonly userId: string;
  readonly said: string;
  /** As it was asked for. */
  readonly steps: readonly PlanStep[];
  /** With the nearest in place of what cannot be drawn. */
  readonly nearest?: readonly PlanStep[] | undefined;
  readonly caption: string;
  readonly line: Said;
  readonly plannedBy?: string | undefined;
  /** Number of the picture it is about. */
  readonly picture?: number | undefined;
  readonly protect?: readonly string[] | undefined;
  /** Hash of the mask that was given: nothing may change where it is black. */
  readonly region?: string | undefined;
  readonly settings: PaintSettings;
}

/** A question that has been answered; the answer may be changed afterwards. */
export interface AnsweredChoice extends OpenChoice {
  /** The numbers that were picked. */
  readonly numbers: readonly number[];
}

/** What is about to be painted, as it was told before it began: it may still be changed. */
export interface OpenPlan {
  readonly userId: string;
  readonly said: string;
  readonly steps: readonly PlanStep[];
  readonly protect?: readonly string[] | undefined;
  /** Hash of the mask that was given with the edit: nothing may change where it is black. */
  readonly region?: string | undefined;
  /** Number of the picture it is about. */
  readonly picture?: number | undefined;
  readonly plannedBy?: string | undefined;
  readonly settings: PaintSettings;
  /** The receipt, and messages that ask for the plan in words: what replies to them is the new plan. */
  readonly messages: readonly string[];
  /** True once another plan has taken its place. */
  readonly isReplaced?: boolean | undefined;
}

/** What a conversation remembers: a tree of pictures with a pointer. */
export interface Session {
  readonly conversation: string;
  readonly pictures: readonly PictureNode[];
  /** Number of the picture that the next words are about; 0 = none yet. */
  readonly current: number;
  /** Numbers that redo goes to, the next one last. */
  readonly redo: readonly number[];
  /** Stored message id → picture number: replies and buttons find their picture. */
  readonly messages: Readonly<Record<string, number>>;
  readonly choices: readonly OpenChoice[];
  /** The latest questions that were answered. */
  readonly answered?: readonly AnsweredChoice[] | undefined;
  /** The latest things that could not be drawn as they were asked for. */
  readonly offers?: readonly OpenOffer[] | undefined;
  /** Plans of waiting and running jobs by the job's id. */
  readonly plans?: Readonly<Record<string, OpenPlan>> | undefined;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** Names of the latest changes that must not happen twice; see `changeOnce`. */
  readonly applied?: readonly string[] | undefined;
  /** Id of a waiting or running job → the user who started it, for /cancel. */
  readonly running: Readonly<Record<string, string>>;
}

export interface SessionStore {
  load(conversation: string): Promise<Session>;
  /** Changes a session under its lock: `change` sees the newest state and returns the next one. */
  change(conversation: string, change: (session: Session) => Session): Promise<Session>;
  delete(conversation: string): Promise<void>;
  conversations(prefix: string): Promise<readonly string[]>;
}

/** Pictures by content hash (sha256, hex). */
export interface PictureStore {
  put(data: Uint8Array): Promise<string>;
  /** @throws {UserError} `PICTURE_GONE` when it was deleted */
  get(hash: string): Promise<Uint8Array>;
  delete(hash: string): Promise<void>;
}
