/** Waits for a promise, or rejects with what ended the work meanwhile. */
export async function unlessEnded<T>(awaited: Promise<T>, ended: AbortSignal): Promise<T> {
  // Nobody looks at it any more once the work has ended.
  awaited.catch(() => undefined);
  ended.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(ended.reason as Error);
  ended.addEventListener('abort', giveUp);
  try {
    return await Promise.race([awaited, promise]);
  } finally {
    ended.removeEventListener('abort', giveUp);
  }
}
