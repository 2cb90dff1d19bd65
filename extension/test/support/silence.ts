const STEP_MS = 250;

/**
 * What `work` answers on a clock of its own, which goes on while real requests stay open, and how long that took there: a
 * server that says nothing is waited for without waiting.
 */
export async function onFastClock<T>(work: () => Promise<T>): Promise<{ answer: T; tookMs: number }> {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  try {
    const start = Date.now();
    let isDone = false;
    const answer = work().finally(() => (isDone = true));
    // Read by a function, because it changes behind the back of the compiler.
    const goesOn = () => !isDone;
    while (goesOn()) {
      await new Promise((resolve) => setImmediate(resolve));
      if (goesOn()) await jest.advanceTimersByTimeAsync(STEP_MS);
    }
    return { answer: await answer, tookMs: Date.now() - start };
  } finally {
    jest.useRealTimers();
  }
}
