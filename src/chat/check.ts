/** One line of `npm start -- doctor`. */
export interface Check {
  readonly part: string;
  readonly ok: boolean;
  readonly detail: string;
  /** The one thing to do next. */
  readonly next?: string | undefined;
}
