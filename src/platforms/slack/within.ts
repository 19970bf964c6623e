/**
 * Does something that ends after `ms` or when `signal` does. The signal that it gets goes away with it:
 * `AbortSignal.any` on one that lives as long as the bot would keep every signal it ever made (Node 20).
 */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const ending = new AbortController();
  const end = () => ending.abort(signal.reason);
  const timer = setTimeout(
    () => ending.abort(new DOMException(`took longer than ${ms} ms`, 'TimeoutError')),
    ms,
  );
  signal.addEventListener('abort', end, { once: true });
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
