/** What a platform can carry. */
export interface PlatformLimits {
  readonly attachmentBytes: number;
  readonly textLength: number;
  /** An event must be acknowledged within this time. */
  readonly acknowledgeMs: number;
  readonly buttons: number;
  readonly choices: number;
  /** Progress edits come no closer together than this. */
  readonly updateEveryMs: number;
}
