/** An error as OpenAI's interface tells it. */
export class InterfaceError extends Error {
  readonly status: 400 | 401 | 404 | 413 | 429 | 499 | 500;
  readonly code: string;
  readonly param: string | null;

  constructor(status: InterfaceError['status'], code: string, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  /** The body of the answer. */
  toBody(): object {
    const { message, code, param } = this;
    return { error: { message, type: TYPES[this.status], param, code } };
  }
}

const TYPES: Readonly<Record<InterfaceError['status'], string>> = {
  400: 'invalid_request_error',
  401: 'invalid_request_error',
  404: 'invalid_request_error',
  413: 'invalid_request_error',
  429: 'rate_limit_error',
  499: 'invalid_request_error',
  500: 'server_error',
};

const BUSY = new Set(['TOO_MANY_JOBS', 'QUEUE_FULL', 'TOO_FAST', 'RATE_LIMIT']);
const OURS = new Set(['INTERNAL', 'ENGINE_DIED', 'MEMORY', 'LOAD', 'RUN', 'SHUTTING_DOWN']);

/** What the bot answered instead of a picture. */
export function errorOf({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): InterfaceError {
  if (BUSY.has(code)) return new InterfaceError(429, 'rate_limit_exceeded', message);
  return new InterfaceError(OURS.has(code) ? 500 : 400, code.toLowerCase(), message);
}
