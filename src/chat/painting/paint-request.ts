import type { Job } from '../../jobs/job.ts';
import type { PictureNode } from '../../sessions/session.ts';
import type { Said } from '../../sentence.ts';
import type { MessageRef } from '../message.ts';
import type { Settings } from './paint-settings.ts';

/** What a command wants painted, or looked at. */
export interface PaintRequest {
  /** In the person's words. */
  readonly said: string;
  readonly steps: Job['request']['steps'];
  readonly protect?: readonly string[] | undefined;
  /** Hash of the mask that was given: nothing may change where it is black. */
  readonly region?: string | undefined;
  /** The picture that is changed; absent for a new one. */
  readonly base?: PictureNode | undefined;
  /** What the result shows. */
  readonly caption: string;
  /** The one line shown while it is worked on. */
  readonly line: Said;
  /** Who planned it: 'rules', or the model's name. */
  readonly plannedBy?: string | undefined;
  readonly settings: Settings;
  /** What was spoken of before; default: the edits that led to the picture. */
  readonly spokenOf?: Job['request']['spokenOf'];
  /** Id of the question that was answered. */
  readonly question?: string | undefined;
  /** The person knows that some of the words cannot be drawn. */
  readonly isAgreed?: boolean | undefined;
  /** The language model that would have planned, if the server had it. */
  readonly missingModel?: string | undefined;
}

/** What is kept with the job, so that its result can be shown after a restart too. */
export interface PaintContext extends Omit<
  PaintRequest,
  'base' | 'settings' | 'steps' | 'protect' | 'spokenOf' | 'isAgreed'
> {
  /** What is told with the result besides what the engine has to say. */
  readonly notes?: readonly Said[] | undefined;
  readonly parent?: number | undefined;
  /** The language of the person, so that they are answered in it after a restart too. */
  readonly locale?: string | undefined;
  /** Absent in the moment between storing the job and telling of it. */
  readonly receipt?: MessageRef;
}
